"""Several of a list: checkboxes, with "none of these" and "other, which?" where wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.fields.core import Field as FormField

from engage.surveys.faults import Fault, translation_faults
from engage.surveys.questions.base import Answerable, Context, question_type
from engage.surveys.questions.choice import SeveralOf, WithOptions
from engage.surveys.questions.words import clean_line, too_long
from engage.surveys.texts import Texts, say

OTHER_LENGTH = 300


@question_type
class MultipleChoice(SeveralOf, WithOptions):
    """Choose any number of answers.

    `exclusive` names the option that stands alone ("none of these"); `other` the one that opens a line to write on,
    whose words are stored beside the answer under `other_key`.
    """

    type: Literal["multiple_choice"]
    exclusive: str | None = None
    other: str | None = None
    other_label: Texts | None = None

    title = _l("Flere svar")
    order = 20
    tally = "choices"
    answer_kind = "choices"

    @property
    def other_key(self) -> str:
        """The name of the written "other" in the form and among the answers; no question's key can be equal to it."""
        return f"{self.key}-other"

    def check(self, languages: Sequence[str]) -> Iterator[Fault]:
        yield from super().check(languages)
        values = self.values() or frozenset()
        for name, value in (("exclusive", self.exclusive), ("other", self.other)):
            if value is not None and value not in values:
                yield Fault(name, "unknown_option", {"value": value})
        if self.exclusive is not None and self.exclusive == self.other:
            yield Fault("other", "other_is_exclusive", {"value": self.other})
        yield from translation_faults(self.other_label, "other_label", languages, optional=True)

    def answer_keys(self) -> tuple[str, ...]:
        return (self.key, self.other_key) if self.other else (self.key,)

    def build_fields(self, context: Context) -> dict[str, FormField]:
        fields = super().build_fields(context)
        if self.other:
            label = say(self.other_label, context.language) or str(_l("Andet – skriv hvad"))
            checks = [Answerable(self, context, required=False)]
            fields[self.other_key] = StringField(label=label, validators=checks)
        return fields

    def faults(self, data: Mapping[str, Any], context: Context) -> dict[str, LazyString]:
        picks = self.ticked(data, context)
        text = self.fault(picks, context)
        if text is not None:
            return {self.key: text}
        if not self.other:
            return {}
        written = clean_line(data.get(self.other_key))
        if self.other in picks and not written:
            return {self.other_key: _l("Skriv, hvad du tænker på")}
        overlong = too_long(written, OTHER_LENGTH)
        return {self.other_key: overlong} if overlong is not None else {}

    def wrong(self, raw: object, context: Context) -> LazyString | None:
        picks = self.picks(raw, context)
        if self.exclusive in picks:
            if len(picks) == 1:
                return None
            label = self.display([self.exclusive], context)
            return _l("Vælg enten “%(option)s” eller et eller flere af de andre svar", option=label)
        return super().wrong(raw, context)

    def ticked(self, data: Mapping[str, Any], context: Context) -> list[str]:
        """What was chosen; words on the line for "other" count as choosing it."""
        picks = self.picks(data.get(self.key), context)
        if self.other and self.other not in picks and clean_line(data.get(self.other_key)):
            return self.picks([*picks, self.other], context)
        return picks

    def read(self, data: Mapping[str, Any], context: Context) -> dict[str, object]:
        picks = self.ticked(data, context)
        answers: dict[str, object] = {self.key: picks or None}
        if self.other:
            answers[self.other_key] = (clean_line(data.get(self.other_key)) or None) if self.other in picks else None
        return answers

    def prefill(self, answers: Mapping[str, object], context: Context) -> dict[str, Any]:
        data = super().prefill(answers, context)
        return {**data, self.other_key: answers.get(self.other_key)} if self.other else data

    def show(self, answers: Mapping[str, object], context: Context) -> str:
        shown = super().show(answers, context)
        return ": ".join(part for part in [shown, *self.texts(answers)] if part)

    def texts(self, answers: Mapping[str, object]) -> list[str]:
        written = answers.get(self.other_key)
        return [written] if isinstance(written, str) else []
