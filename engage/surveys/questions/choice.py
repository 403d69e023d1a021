"""What the types have in common in which one or several of a list are chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import Any

from flask_babel import LazyString, lazy_ngettext
from flask_babel import lazy_gettext as _l
from pydantic import Field
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.core import Field as FormField

from engage.core.choices import SelectChoice
from engage.surveys.faults import Fault, place, translation_faults
from engage.surveys.questions.base import Choice, Context, Option, Question
from engage.surveys.texts import say

MAX_OPTIONS = 100
# Beyond this there are too many ways to choose to try them all.
MOST_SUBSET_OPTIONS = 8


class WithOptions(Question):
    """A question whose choices are written in the questionnaire."""

    options: tuple[Option, ...] = Field(default=(), max_length=MAX_OPTIONS)

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        return {"options": [{"value": "a", "label": {}}, {"value": "b", "label": {}}]}

    def choices(self, context: Context) -> tuple[Choice, ...]:
        return tuple(Choice(option.value, say(option.label, context.language)) for option in self.options)

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        yield from super().check(languages)
        if len(self.options) < 2:
            yield Fault("options", "too_few_options", {"least": 2})
        often = Counter(option.value for option in self.options)
        for index, option in enumerate(self.options):
            here = place("options", index)
            if not option.value:
                yield Fault(f"{here}.value", "option_without_value")
            elif often[option.value] > 1:
                yield Fault(f"{here}.value", "duplicate_value", {"value": option.value})
            yield from translation_faults(option.label, f"{here}.label", languages)

    def values(self) -> frozenset[str] | None:
        return frozenset(option.value for option in self.options)

    def means_the_same(self, earlier: Question) -> bool:
        return super().means_the_same(earlier) and bool((self.values() or set()) & (earlier.values() or set()))


class OneOf(Question):
    """Exactly one is chosen; stored as its value."""

    def build_field(self, context: Context) -> FormField:
        choices = for_field(self.choices(context))
        return RadioField(choices=choices, validate_choice=False, **self.settings_for(context))

    def instruction(self) -> LazyString:
        return _l("Vælg et svar")

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        if any(raw == choice.value for choice in self.choices(context)):
            return None
        return _l("Det valgte svar findes ikke længere. Vælg et af svarene på listen")

    def samples(self, constants: Iterable[float]) -> list[object] | None:
        values = self.values()
        return None if values is None else [*sorted(values)]

    def clean(self, raw: object, context: Context) -> object:
        return None if self.is_empty(raw) else raw

    def display(self, value: object, context: Context) -> str:
        return label_of(value, self.choices(context))


class SeveralOf(Question):
    """Any number may be chosen, within limits; stored as a list of values in the order of the choices."""

    seconds = 8

    min_picks: int | None = Field(default=None, ge=0, le=MAX_OPTIONS)
    max_picks: int | None = Field(default=None, ge=1, le=MAX_OPTIONS)

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        yield from super().check(languages)
        least, most = self.min_picks, self.max_picks
        if least is not None and most is not None and least > most:
            yield Fault("min_picks", "min_above_max", {"min": least, "max": most})
        values = self.values()
        for name, count in (("min_picks", least), ("max_picks", most)):
            if values is not None and count is not None and count > len(values):
                yield Fault(name, "more_than_options", {"count": count, "options": len(values)})

    def samples(self, constants: Iterable[float]) -> list[object] | None:
        values = self.values()
        if values is None or len(values) > MOST_SUBSET_OPTIONS:
            return None
        picks = chain.from_iterable(combinations(sorted(values), count) for count in range(1, len(values) + 1))
        return [list(pick) for pick in picks if self.wrong(list(pick), Context()) is None]

    def build_field(self, context: Context) -> FormField:
        choices = for_field(self.choices(context))
        settings = self.settings_for(context, hint=str(self.limits() or ""))
        return SelectMultipleField(choices=choices, validate_choice=False, **settings)

    def limits(self) -> LazyString | None:
        """How many may be chosen, in words; None when it is free."""
        least, most = self.min_picks or 0, self.max_picks
        if least > 1 and most == least:
            return _l("Vælg %(count)s.", count=least)
        if least > 1 and most is not None:
            return _l("Vælg mindst %(least)s og højst %(most)s.", least=least, most=most)
        if least > 1:
            return _l("Vælg mindst %(count)s.", count=least)
        if most is not None:
            return _l("Vælg højst %(count)s.", count=most)
        return None

    def instruction(self) -> LazyString:
        return at_least(max(self.min_picks or 1, 1))

    def picks(self, raw: object, context: Context) -> list[str]:
        """The values that were chosen, each once, in the order of the choices; unknown ones last."""
        chosen = [value for value in raw if isinstance(value, str)] if isinstance(raw, (list, tuple)) else []
        known = [choice.value for choice in self.choices(context) if choice.value in chosen]
        return known + [value for value in dict.fromkeys(chosen) if value not in known]

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        picks = self.picks(raw, context)
        if not set(picks) <= {choice.value for choice in self.choices(context)}:
            return _l("Et af de valgte svar findes ikke længere. Vælg blandt svarene på listen")
        return self.wrong_count(len(picks))

    def wrong_count(self, count: int) -> LazyString | None:
        """Too few or too many, in words."""
        if count < (self.min_picks or 0):
            return at_least(self.min_picks or 0)
        if self.max_picks is not None and count > self.max_picks:
            return _l(
                "Du har valgt %(count)s svar. Vælg højst %(most)s, og fjern resten", count=count, most=self.max_picks
            )
        return None

    def clean(self, raw: object, context: Context) -> object:
        return self.picks(raw, context) or None

    def display(self, value: object, context: Context) -> str:
        choices = self.choices(context)
        return ", ".join(label_of(item, choices) for item in value) if isinstance(value, list) else ""


def for_field(choices: Iterable[Choice]) -> list[Any]:
    """The choices as a form field takes them."""
    return [SelectChoice(choice.value, choice.label) for choice in choices]


def at_least(count: int) -> LazyString:
    """The instruction to choose so many."""
    return lazy_ngettext("Vælg mindst ét svar", "Vælg mindst %(num)s svar", count)


def label_of(value: object, choices: tuple[Choice, ...]) -> str:
    """The label of a chosen value; the value itself when the choice is gone; empty for None."""
    if value is None:
        return ""
    return next((choice.label for choice in choices if choice.value == value), str(value))
