"""The part of the municipality where somebody lives, by name and never by postcode."""

from __future__ import annotations

from typing import Any, Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.surveys.questions.base import Choice, Context, question_type
from engage.surveys.questions.choice import OneOf


@question_type
class LocalArea(OneOf):
    """Choose a local area; the choices come from the municipality's settings."""

    type: Literal["local_area"]

    title = _l("Lokalområde")
    choices_may_change = True
    order = 90
    tally = "choices"
    answer_kind = "choice"

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {"label": {"da": "Hvilket lokalområde bor du i?", "en": "Which local area do you live in?"}}

    def choices(self, context: Context) -> tuple[Choice, ...]:
        return tuple(context.local_areas)

    def instruction(self) -> LazyString:
        return _l("Vælg et lokalområde")
