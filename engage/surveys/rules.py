"""Rules as data: a small tree that says when a page or question is shown, and the pure function that reads it.

A rule is `{operator: [operands]}`; an operand is a plain value, a list of them, `{"answer": key}` or `{"count": key}`
(how many were chosen). An answer that is missing makes every comparison false, "!=" and "not_in" as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeGuard

from pydantic import AfterValidator

Answers = Mapping[str, object]

MAX_DEPTH = 10
MAX_NODES = 200
MAX_VALUES = 100
MAX_TEXT = 200


class RuleFault(ValueError):
    """A rule that is not one: `code` says what is wrong, `params` where."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def is_answered(value: object) -> bool:
    """Whether an answer says anything: not missing, blank or an empty list."""
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != []


def is_number(value: object) -> TypeGuard[int | float]:
    """A number, and not a truth value in disguise."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _equal(left: object, right: object) -> bool:
    if isinstance(left, list) and isinstance(right, list):
        return all(item in right for item in left) and all(item in left for item in right)
    if is_number(left) and is_number(right):
        return left == right
    return type(left) is type(right) and left == right


def _member(item: object, items: object) -> bool:
    return isinstance(items, list) and any(_equal(item, other) for other in items)


def _contains(left: object, right: object) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return bool(right.strip()) and right.strip().casefold() in left.casefold()
    return _member(right, left)


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
    return lambda left, right: is_number(left) and is_number(right) and compare(left, right)


def _lists(compare: Callable[[list[object], list[object]], bool]) -> Callable[[object, object], bool]:
    return lambda left, right: isinstance(left, list) and isinstance(right, list) and compare(left, right)


COMPARISONS: dict[str, Callable[[object, object], bool]] = {
    "==": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "in": _member,
    "not_in": lambda left, right: isinstance(right, list) and not _member(left, right),
    "contains": _contains,
    "not_contains": lambda left, right: isinstance(left, (list, str)) and not _contains(left, right),
    "any_of": _lists(lambda left, right: any(_member(item, left) for item in right)),
    "all_of": _lists(lambda left, right: all(_member(item, left) for item in right)),
    "none_of": _lists(lambda left, right: not any(_member(item, left) for item in right)),
}
GROUPS = ("and", "or", "not")
PRESENCE = ("answered", "not_answered")
BETWEEN = "between"
OPERATORS = (*GROUPS, *COMPARISONS, BETWEEN, *PRESENCE)


@dataclass(frozen=True)
class Node:
    """One step of a rule: its operator and what stands behind it."""

    operator: str
    operands: list[object]


def node_of(rule: object) -> Node | None:
    """The operator and operands of a rule, or None when it is not shaped like one."""
    if not isinstance(rule, dict) or len(rule) != 1:
        return None
    operator, operands = next(iter(rule.items()))
    if operator not in OPERATORS or not isinstance(operands, list):
        return None
    return Node(operator, operands)


def reference(operand: object) -> tuple[str, str] | None:
    """("answer" or "count", question key) of an operand that points to a question, else None."""
    if isinstance(operand, dict) and len(operand) == 1:
        kind, key = next(iter(operand.items()))
        if kind in {"answer", "count"} and isinstance(key, str):
            return kind, key
    return None


def _value(operand: object, answers: Answers) -> object:
    pointer = reference(operand)
    if pointer is None:
        return None if isinstance(operand, dict) else operand
    kind, key = pointer
    answer = answers.get(key)
    if not is_answered(answer):
        return None
    if kind == "count":
        return len(answer) if isinstance(answer, list) else None
    return answer


def _holds(node: Node, answers: Answers) -> bool:
    values = [_value(operand, answers) for operand in node.operands]
    if node.operator in PRESENCE:
        return len(values) == 1 and (values[0] is not None) == (node.operator == "answered")
    if any(value is None for value in values):
        return False
    if node.operator == BETWEEN and len(values) == 3:
        return COMPARISONS["<="](values[1], values[0]) and COMPARISONS["<="](values[0], values[2])
    compare = COMPARISONS.get(node.operator)
    return compare is not None and len(values) == 2 and compare(values[0], values[1])


def evaluate(rule: object, answers: Answers, depth: int = 0) -> bool:
    """Whether the rule holds for these answers. Any data gives an answer: what is not a rule is false."""
    node = node_of(rule)
    if node is None or depth >= MAX_DEPTH:
        return False
    if node.operator not in GROUPS:
        return _holds(node, answers)
    parts = (evaluate(part, answers, depth + 1) for part in node.operands)
    if node.operator == "and":
        return bool(node.operands) and all(parts)
    if node.operator == "or":
        return any(parts)
    return len(node.operands) == 1 and node_of(node.operands[0]) is not None and not next(parts)


def comparisons(rule: object, depth: int = 0) -> Iterator[Node]:
    """The leaves of a rule, left to right: every comparison and presence test."""
    node = node_of(rule)
    if node is None or depth >= MAX_DEPTH:
        return
    if node.operator not in GROUPS:
        yield node
        return
    for part in node.operands:
        yield from comparisons(part, depth + 1)


def answers_used(rule: object) -> frozenset[str]:
    """The keys of the questions whose answers the rule asks for."""
    pointers = (reference(operand) for node in comparisons(rule) for operand in node.operands)
    return frozenset(pointer[1] for pointer in pointers if pointer)


def _check_operand(operand: object) -> None:
    if reference(operand):
        return
    if isinstance(operand, list):
        if not 1 <= len(operand) <= MAX_VALUES:
            raise RuleFault("rule_list_length", max=MAX_VALUES)
        if not all(_is_plain(item) for item in operand):
            raise RuleFault("rule_operand")
    elif not _is_plain(operand):
        raise RuleFault("rule_operand")
    if any(isinstance(item, str) and len(item) > MAX_TEXT for item in (operand, *_items(operand))):
        raise RuleFault("rule_text_length", max=MAX_TEXT)


def _is_plain(value: object) -> bool:
    return isinstance(value, str) or (is_number(value) and math.isfinite(value))


def _items(operand: object) -> list[object]:
    return operand if isinstance(operand, list) else []


def _check(rule: object, depth: int) -> int:
    if depth >= MAX_DEPTH:
        raise RuleFault("rule_depth", max=MAX_DEPTH)
    node = node_of(rule)
    if node is None:
        operator = next(iter(rule), "") if isinstance(rule, dict) else ""
        raise RuleFault("rule_operator", operator=str(operator)[:40])
    if node.operator in GROUPS:
        if not node.operands or (node.operator == "not" and len(node.operands) != 1):
            raise RuleFault("rule_operands", operator=node.operator)
        return 1 + sum(_check(part, depth + 1) for part in node.operands)
    wanted = 3 if node.operator == BETWEEN else 1 if node.operator in PRESENCE else 2
    if len(node.operands) != wanted:
        raise RuleFault("rule_operands", operator=node.operator)
    for operand in node.operands:
        _check_operand(operand)
    if not any(reference(operand) for operand in node.operands):
        raise RuleFault("rule_without_answer", operator=node.operator)
    return 1


def well_formed(rule: dict[str, Any]) -> dict[str, Any]:
    """The same rule, when its shape is right. Raises `RuleFault` (a ValueError) when it is not."""
    if _check(rule, 0) > MAX_NODES:
        raise RuleFault("rule_size", max=MAX_NODES)
    return rule


Rule = Annotated[dict[str, Any], AfterValidator(well_formed)]
