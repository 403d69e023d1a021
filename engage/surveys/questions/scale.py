"""A row of numbers with words at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from pydantic import Field
from wtforms import RadioField
from wtforms.fields.core import Field as FormField

from engage.surveys.faults import Fault, translation_faults
from engage.surveys.questions.base import Choice, Context, Question, question_type
from engage.surveys.questions.choice import for_field
from engage.surveys.texts import Texts, say


@question_type
class Scale(Question):
    """Choose a number from `lowest` to `highest`; stored as that number."""

    type: Literal["scale"]
    lowest: int = Field(default=1, ge=0, le=1)
    highest: int = Field(default=5, ge=2, le=10)
    low_label: Texts = Field(default={})
    high_label: Texts = Field(default={})

    title = _l("Skala")
    order = 40
    tally = "scale"
    answer_kind = "number"

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        yield from super().check(languages)
        yield from translation_faults(self.low_label, "low_label", languages)
        yield from translation_faults(self.high_label, "high_label", languages)

    def samples(self, constants: Iterable[float]) -> list[object] | None:
        return list(self.numbers)

    def means_the_same(self, earlier: Question) -> bool:
        return isinstance(earlier, Scale) and earlier.numbers == self.numbers

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {"low_label": {}, "high_label": {}}

    @property
    def numbers(self) -> range:
        """The numbers that can be chosen."""
        return range(self.lowest, self.highest + 1)

    def choices(self, context: Context) -> tuple[Choice, ...]:
        ends = {
            self.lowest: say(self.low_label, context.language),
            self.highest: say(self.high_label, context.language),
        }
        labels = ((number, ends.get(number)) for number in self.numbers)
        return tuple(Choice(str(number), f"{number} – {label}" if label else str(number)) for number, label in labels)

    def build_field(self, context: Context) -> FormField:
        # the form shows the words of the ends below their numbers
        choices = for_field(Choice(str(number), str(number)) for number in self.numbers)
        return RadioField(choices=choices, validate_choice=False, **self.settings_for(context))

    def instruction(self) -> LazyString:
        return _l("Vælg et tal fra %(lowest)s til %(highest)s", lowest=self.lowest, highest=self.highest)

    def is_empty(self, raw: object) -> bool:
        return raw is None or raw == ""

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        return None if any(raw == str(number) for number in self.numbers) else self.instruction()

    def clean(self, raw: object, context: Context) -> object:
        return int(raw) if isinstance(raw, str) and raw else None

    def prefill(self, answers: Any, context: Context) -> dict[str, Any]:
        value = answers.get(self.key)
        return {self.key: None if value is None else str(value)}

    def display(self, value: object, context: Context) -> str:
        if value is None:
            return ""
        return next((choice.label for choice in self.choices(context) if choice.value == str(value)), str(value))
