"""A text to read between the questions; nothing is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import Field

from engage.surveys.faults import Fault, translation_faults
from engage.surveys.questions.base import Context, Question, question_type
from engage.surveys.texts import LongTexts, say


@question_type
class Information(Question):
    """The label is a heading, `body` is Markdown."""

    type: Literal["information"]
    body: LongTexts = Field(default={})

    title = _l("Tekst uden spørgsmål")
    order = 100
    asks = False
    seconds = 0

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        yield from translation_faults(self.label, "label", languages, optional=True)
        yield from translation_faults(self.body, "body", languages)

    def words_in(self, context: Context) -> str:
        return f"{self.label_in(context)} {say(self.body, context.language)}"

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {"body": {}}
