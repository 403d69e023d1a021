"""The phases of a consultation as the steps of a timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from engage.consultations.models import Phase
from engage.core.db import LocalisedText


@dataclass(frozen=True)
class Step:
    """A phase with where it stands: "done", "current" or "todo"."""

    title: LocalisedText
    text: LocalisedText
    starts_on: dt.date
    ends_on: dt.date | None
    state: str


def timeline(phases: Sequence[Phase], today: dt.date) -> list[Step]:
    """The steps in order. A phase without an end lasts its one day."""
    return [
        Step(phase.title, phase.description, phase.starts_on, phase.ends_on, _state(phase, today)) for phase in phases
    ]


def _state(phase: Phase, today: dt.date) -> str:
    if (phase.ends_on or phase.starts_on) < today:
        return "done"
    return "current" if phase.starts_on <= today else "todo"
