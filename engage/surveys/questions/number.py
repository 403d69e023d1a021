"""A number, written the way people write it: 1.234,5 in Danish, 1,234.5 in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from babel.numbers import format_decimal
from flask_babel import LazyString, lazy_ngettext
from flask_babel import lazy_gettext as _l
from pydantic import Field
from wtforms import StringField
from wtforms.fields.core import Field as FormField

from engage.surveys.faults import Fault, translation_faults
from engage.surveys.questions.base import Context, Question, question_type
from engage.surveys.rules import is_number
from engage.surveys.texts import Texts, say

MOST = 10**15
_LOCALES = {"en": "en_GB"}
_BLANKS = re.compile(r"[\s\u00a0\u202f']")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)


def parse_number(text: str, language: str) -> Decimal | None:
    """The number in the text, None when there is none.

    Both marks are understood in both languages; only one that could be either ("1.234") is read in the
    language's own way: as thousands in Danish, as a fraction in English, and "1,234" the other way round.
    """
    compact = _BLANKS.sub("", text).replace("\u2212", "-")
    if len(compact) > 40:
        return None
    grouping, point = (",", ".") if language == "en" else (".", ",")
    if re.fullmatch(rf"[+-]?\d{{1,3}}(\{grouping}\d{{3}})+(\{point}\d*)?", compact, re.ASCII):
        compact = compact.replace(grouping, "")
    elif re.fullmatch(rf"[+-]?\d{{1,3}}(\{point}\d{{3}})+\{grouping}\d*", compact, re.ASCII):
        compact = compact.replace(point, "")
    compact = compact.replace(",", ".")
    return Decimal(compact) if _PLAIN.fullmatch(compact) else None


def write_number(value: float | Decimal, language: str, decimals: int = 6) -> str:
    """The number as the language writes it, with no more decimals than it has."""
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=_LOCALES.get(language, language)))


@question_type
class Number(Question):
    """Write a number; stored as a number with at most `decimals` decimals."""

    type: Literal["number"]
    min: int | float | None = Field(default=None, ge=-MOST, le=MOST)
    max: int | float | None = Field(default=None, ge=-MOST, le=MOST)
    decimals: int = Field(default=0, ge=0, le=6)
    unit: Texts | None = None

    title = _l("Tal")
    order = 50
    seconds = 8
    tally = "number"
    answer_kind = "number"

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        yield from super().check(languages)
        yield from translation_faults(self.unit, "unit", languages, optional=True)
        if self.min is not None and self.max is not None and self.min > self.max:
            yield Fault("min", "min_above_max", {"min": self.min, "max": self.max})

    def samples(self, constants: Iterable[float]) -> list[object] | None:
        """Each constant, what lies just beside it, and the limits, as far as the question allows them."""
        step = 10.0**-self.decimals
        ends = [end for end in (self.min, self.max) if end is not None]
        points = [round(value, self.decimals) for value in (*constants, *ends, 0)]
        near = {round(point + shift * step, self.decimals) for point in points for shift in (-1, 0, 1)}
        least = -MOST if self.min is None else self.min
        most = MOST if self.max is None else self.max
        return [value for value in sorted(near) if least <= value <= most]

    def means_the_same(self, earlier: Question) -> bool:
        return isinstance(earlier, Number) and earlier.unit == self.unit

    def build_field(self, context: Context) -> FormField:
        unit = say(self.unit, context.language)
        hint = str(_l("Svar i %(unit)s.", unit=unit)) if unit else ""
        keyboard = {"inputmode": "decimal" if self.decimals else "numeric", "autocomplete": "off"}
        return StringField(render_kw=keyboard, **self.settings_for(context, hint=hint))

    def instruction(self) -> LazyString:
        return _l("Skriv et tal, fx 12")

    def is_empty(self, raw: object) -> bool:
        return not isinstance(raw, str) or not raw.strip()

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        number = parse_number(str(raw), context.language)
        if number is None:
            return _l("Skriv svaret som et tal, fx 12") if not self.decimals else _l("Skriv svaret som et tal, fx 12,5")
        if number != self._rounded(number):
            if not self.decimals:
                return _l("Skriv et helt tal uden decimaler")
            return lazy_ngettext(
                "Skriv tallet med højst én decimal", "Skriv tallet med højst %(num)s decimaler", self.decimals
            )
        return self._out_of_range(number, context)

    def _rounded(self, number: Decimal) -> Decimal:
        return number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP) if abs(number) <= MOST else number

    def _out_of_range(self, number: Decimal, context: Context) -> LazyString | None:
        low, high = (None if end is None else Decimal(str(end)) for end in (self.min, self.max))
        low_end, high_end = -MOST if low is None else low, MOST if high is None else high
        if low_end <= number <= high_end:
            return None
        least, most = write_number(low_end, context.language), write_number(high_end, context.language)
        if low is not None and high is not None:
            return _l("Skriv et tal mellem %(least)s og %(most)s", least=least, most=most)
        if number < low_end:
            return _l("Skriv et tal, der er mindst %(least)s", least=least)
        return _l("Skriv et tal, der er højst %(most)s", most=most)

    def clean(self, raw: object, context: Context) -> object:
        number = None if self.is_empty(raw) else parse_number(str(raw), context.language)
        if number is None:
            return None
        return int(number) if number == number.to_integral_value() else float(number)

    def prefill(self, answers: Any, context: Context) -> dict[str, Any]:
        return {self.key: self._written(answers.get(self.key), context)}

    def _written(self, value: object, context: Context) -> str:
        return write_number(value, context.language) if is_number(value) else ""

    def display(self, value: object, context: Context) -> str:
        unit = say(self.unit, context.language)
        written = self._written(value, context)
        return f"{written} {unit}" if written and unit else written
