"""One of several: radio buttons."""

from __future__ import annotations

from typing import Literal

from flask_babel import lazy_gettext as _l

from engage.surveys.questions.base import question_type
from engage.surveys.questions.choice import OneOf, WithOptions


@question_type
class SingleChoice(OneOf, WithOptions):
    """Choose one answer."""

    type: Literal["single_choice"]

    title = _l("Ét svar")
    order = 10
    tally = "choices"
    answer_kind = "choice"
