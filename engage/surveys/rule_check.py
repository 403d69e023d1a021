"""Whether a rule asks for what can be there: known questions, asked before, compared with values they can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engage.surveys.document import Questionnaire
from engage.surveys.faults import Fault
from engage.surveys.questions import Question
from engage.surveys.rules import BETWEEN, PRESENCE, Node, comparisons, is_number, reference

# Which operators make sense for which kind of answer; to count makes a number of it.
_SUITED = {
    "choice": {"==", "!=", "in", "not_in"},
    "choices": {"contains", "not_contains", "any_of", "all_of", "none_of"},
    "number": {"==", "!=", "<", "<=", ">", ">=", "in", "not_in", BETWEEN},
    "text": {"==", "!=", "in", "not_in", "contains", "not_contains"},
}
_WANTS_LIST = {"in", "not_in", "any_of", "all_of", "none_of"}


def rule_faults(
    rule: dict[str, Any] | None, spot: str, known: Mapping[str, Question], questionnaire: Questionnaire
) -> Iterator[Fault]:
    """Faults of a rule; `known` are the questions asked before the place where it stands."""
    for node in comparisons(rule):
        pointers = [pointer for operand in node.operands if (pointer := reference(operand))]
        missing = [key for _, key in pointers if key not in known]
        for key in missing:
            code = "rule_looks_ahead" if key in questionnaire.questions else "rule_unknown_question"
            yield Fault(spot, code, {"key": key})
        if not missing:
            yield from _comparison(node, pointers, spot, known)


def kind_of(pointer: tuple[str, str], known: Mapping[str, Question]) -> str:
    """What kind of answer an operand stands for."""
    what, key = pointer
    kind = known[key].answer_kind
    if what == "count":
        return "number" if kind == "choices" else "none"
    return kind


def _comparison(
    node: Node, pointers: list[tuple[str, str]], spot: str, known: Mapping[str, Question]
) -> Iterator[Fault]:
    kinds = [kind_of(pointer, known) for pointer in pointers]
    _, key = pointers[0]
    if reference(node.operands[0]) is None:
        yield Fault(spot, "rule_answer_first", {"key": key})
    elif "none" in kinds:
        yield Fault(
            spot,
            "rule_no_answer",
            {"key": next(k for (_, k), kind in zip(pointers, kinds, strict=True) if kind == "none")},
        )
    elif node.operator in PRESENCE:
        return
    elif node.operator not in _SUITED[kinds[0]]:
        yield Fault(spot, "rule_operator_type", {"key": key, "operator": node.operator})
    elif len(set(kinds)) > 1 or (len(pointers) > 1 and node.operator in _WANTS_LIST | {"contains", "not_contains"}):
        yield Fault(spot, "rule_operand_type", {"key": key, "operator": node.operator})
    else:
        yield from _values(node, kinds[0], spot, known[key])


def _values(node: Node, kind: str, spot: str, question: Question) -> Iterator[Fault]:
    options = question.values() if kind in {"choice", "choices"} else None
    for operand in node.operands[1:]:
        if reference(operand):
            continue
        is_list = isinstance(operand, list)
        values = operand if isinstance(operand, list) else [operand]
        fits = is_number if kind == "number" else lambda value: isinstance(value, str)
        if is_list != (node.operator in _WANTS_LIST) or not all(fits(value) for value in values):
            yield Fault(spot, "rule_operand_type", {"key": question.key, "operator": node.operator})
        elif options is not None:
            for value in values:
                if value not in options:
                    yield Fault(spot, "rule_unknown_option", {"key": question.key, "value": value})
