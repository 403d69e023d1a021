"""Choices of a select, a radio group or checkboxes, as WTForms takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types

__all__ = ["SelectChoice", "choices_of", "grouped"]


def choices_of(*pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """The choices of (value, label) pairs, in their order; several rows of them follow each other."""
    return [SelectChoice(value, label) for value, label in chain(*pairs)]


def grouped(groups: Mapping[str, Iterable[tuple[Any, Any]]]) -> list[SelectChoice]:
    """The choices of (value, label) pairs under the heading of their group."""
    return [SelectChoice(value, label, {}, group) for group, pairs in groups.items() for value, label in pairs]
