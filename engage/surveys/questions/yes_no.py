"""Yes or no: two radio buttons."""

from __future__ import annotations

from typing import Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.surveys.questions.base import Choice, Context, question_type
from engage.surveys.questions.choice import OneOf


@question_type
class YesNo(OneOf):
    """Answer yes or no; stored as "yes" or "no"."""

    type: Literal["yes_no"]

    title = _l("Ja eller nej")
    order = 30
    tally = "choices"
    answer_kind = "choice"

    def values(self) -> frozenset[str] | None:
        return frozenset({"yes", "no"})

    def choices(self, context: Context) -> tuple[Choice, ...]:
        return Choice("yes", str(_l("Ja"))), Choice("no", str(_l("Nej")))

    def instruction(self) -> LazyString:
        return _l("Vælg ja eller nej")
