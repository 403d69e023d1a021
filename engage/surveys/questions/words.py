"""What the types have in common in which the citizen writes."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from babel.numbers import format_decimal
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from engage.surveys.questions.base import Context, Question
from engage.text.normalise import normalise, one_line

LINE_LENGTH = 300
MAX_LENGTH = 20_000


def counted(count: int) -> LazyString:
    """A number of characters, written in the reader's way when it is read."""
    return LazyString(lambda: format_decimal(count, locale=get_locale()))


def too_long(text: str, most: int) -> LazyString | None:
    """How long the text is and may be, when it is too long. A line break counts as one character."""
    length = len(text) - text.count("\r\n")
    if length <= most:
        return None
    return _l(
        "Din tekst er på %(length)s tegn. Gør den kortere: højst %(most)s",
        length=counted(length),
        most=counted(most),
    )


def clean_line(raw: object) -> str:
    """What was written on one line, as it is stored; a text beyond all limits is not worked through."""
    if not isinstance(raw, str):
        return ""
    return one_line(raw) if len(raw) <= 4 * MAX_LENGTH else raw


class Words(Question):
    """Free text; becomes an input to read and answer unless `becomes_input` is off (a name, a street)."""

    becomes_input: bool = True

    tally = "text"
    answer_kind = "text"
    is_text = True

    @property
    @abstractmethod
    def limit(self) -> int:
        """The most characters an answer may have."""

    def instruction(self) -> LazyString:
        return _l("Skriv dit svar")

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        return too_long(raw.strip(), self.limit) if isinstance(raw, str) else self.instruction()

    def clean(self, raw: object, context: Context) -> object:
        return (normalise(raw) or None) if isinstance(raw, str) else None

    def means_the_same(self, earlier: Question) -> bool:
        return earlier.is_text

    def texts(self, answers: Any) -> list[str]:
        return super().texts(answers) if self.becomes_input else []
