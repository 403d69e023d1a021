"""What it takes to answer a consultation: the surveys, the minutes, the promise, and how many have answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engage.consultations.models import Consultation
from engage.consultations.privacy import Promise, promise
from engage.core.pictures.grouping import FEWEST
from engage.summaries.queries import whole_summary
from engage.surveys.asked import asked_by, minutes_to_answer
from engage.surveys.models import Survey
from engage.surveys.queries import open_surveys_of


@dataclass(frozen=True)
class WayIn:
    """`surveys` are open to everybody, `minutes` is for the first, `answered` is None when it may not be told."""

    surveys: Sequence[Survey]
    minutes: int | None
    promise: Promise
    answered: int | None


def way_in(consultation: Consultation) -> WayIn:
    """The way in to a published consultation. Responses are told as the summary last counted them, from five on."""
    surveys = open_surveys_of(consultation.id)
    summary = whole_summary(consultation.id)
    responses = summary.totals.get("responses", 0) if summary else 0
    return WayIn(
        surveys=surveys,
        minutes=minutes_to_answer(surveys[0]) if surveys else None,
        promise=promise(consultation.privacy_mode, asked_by(surveys)),
        answered=responses if responses >= FEWEST else None,
    )
