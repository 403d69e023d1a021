"""A text to read between the questions; nothing is asked."""

from __future__ import annotations

from typing import Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import Field

from engage.surveys.questions.base import Question, question_type
from engage.surveys.texts import LongTexts


@question_type
class Information(Question):
    """The label is a heading, `body` is Markdown."""

    type: Literal["information"]
    body: LongTexts = Field(default={})

    title = _l("Tekst uden spørgsmål")
    order = 100
    asks = False

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {"body": {}}
