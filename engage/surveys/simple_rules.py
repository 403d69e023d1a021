"""The rules that one select can hold: shown when an earlier answer is, is not, or is given at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.surveys.questions import Choice, Context, Question

Rule = dict[str, Any]

_WORDS: dict[str, LazyString] = {
    "==": _l("Kun når svaret er “%(option)s”"),
    "!=": _l("Kun når svaret ikke er “%(option)s”"),
    "contains": _l("Kun når “%(option)s” er valgt"),
    "not_contains": _l("Kun når “%(option)s” ikke er valgt"),
    ">=": _l("Kun når svaret er mindst %(option)s"),
    "<=": _l("Kun når svaret er højst %(option)s"),
    "answered": _l("Kun når der er svaret"),
}


@dataclass(frozen=True)
class RuleChoice:
    """One line of the select: its value, what it says, and the rule it stands for."""

    value: str
    words: str
    rule: Rule


def rules_about(question: Question, context: Context) -> list[RuleChoice]:
    """The simple rules that can rest on a question, in the order of its answers."""
    if question.answer_kind == "none":
        return []
    pointer = {"answer": question.key}
    choices = [
        RuleChoice(
            f"{question.key}|{operator}|{choice.value}",
            str(_WORDS[operator] % {"option": choice.label or choice.value}),
            {operator: [pointer, operand]},
        )
        for choice in question.choices(context)
        if choice.value
        for operator, operand in _comparisons(question, choice)
    ]
    answered = RuleChoice(f"{question.key}|answered|", str(_WORDS["answered"]), {"answered": [pointer]})
    return [*choices, answered]


def _comparisons(question: Question, choice: Choice) -> Iterator[tuple[str, str | int]]:
    if question.answer_kind == "choices":
        yield from (("contains", choice.value), ("not_contains", choice.value))
    elif question.answer_kind == "number":
        ends = [int(one.value) for one in question.choices(Context())]
        number = int(choice.value)
        yield from ((">=", number),) if number > min(ends) else ()
        yield from (("<=", number),) if number < max(ends) else ()
    else:
        yield from (("==", choice.value), ("!=", choice.value))


def choice_of(rule: object, questions: Iterable[Question], context: Context) -> RuleChoice | None:
    """The line that stands for a rule, None when the rule is more than one line can say."""
    lines = (line for question in questions for line in rules_about(question, context))
    return next((line for line in lines if line.rule == rule), None)
