"""Choices of a select, a radio group or checkboxes, as WTForms takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types

__all__ = ["SelectChoice", "choices_of"]


def choices_of(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The choices of (value, label) pairs, in their order."""
    return [SelectChoice(value, label) for value, label in pairs]
