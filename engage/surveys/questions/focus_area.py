"""One or more of the strategy's focus areas."""

from __future__ import annotations

from typing import Any, Literal

from flask_babel import LazyString, lazy_ngettext
from flask_babel import lazy_gettext as _l

from engage.surveys.questions.base import Choice, Context, question_type
from engage.surveys.questions.choice import SeveralOf


@question_type
class FocusAreas(SeveralOf):
    """Choose focus areas; the choices come from the strategy in force, the answer is a list of their keys."""

    type: Literal["focus_area"]

    title = _l("Fokusområder")
    choices_may_change = True
    order = 80
    tally = "choices"
    answer_kind = "choices"

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {"label": {"da": "Hvilke fokusområder handler det om?", "en": "Which focus areas is it about?"}}

    def choices(self, context: Context) -> tuple[Choice, ...]:
        return tuple(context.focus_areas)

    def instruction(self) -> LazyString:
        least = max(self.min_picks or 1, 1)
        return lazy_ngettext("Vælg mindst ét fokusområde", "Vælg mindst %(num)s fokusområder", least)
