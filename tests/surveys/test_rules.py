from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.rules import OPERATORS, RuleFault, answers_used, evaluate, well_formed


def a(key: str) -> dict[str, str]:
    return {"answer": key}


ANSWERS: dict[str, object] = {
    "yes": "yes", "n": 5, "half": 0.5, "picks": ["a", "b"], "text": "Min Cykel er rød", "blank": "  ", "none": [],
    "true": True, "zero": 0, "off": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"==": [a("yes"), "yes"]}, True),
        ({"==": [a("yes"), "no"]}, False),
        ({"==": [a("n"), 5]}, True),
        ({"==": [a("n"), 5.0]}, True),
        ({"==": [a("n"), "5"]}, False),
        ({"==": [a("true"), 1]}, False),
        ({"==": [a("zero"), 0]}, True),
        ({"==": [a("off"), 0]}, False),
        ({"==": [a("picks"), ["b", "a"]]}, True),
        ({"==": [a("picks"), ["a"]]}, False),
        ({"!=": [a("yes"), "no"]}, True),
        ({"!=": [a("gone"), "no"]}, False),
        ({"!=": [a("blank"), "no"]}, False),
        ({"<": [a("n"), 6]}, True),
        ({"<": [a("n"), 5]}, False),
        ({"<=": [a("n"), 5]}, True),
        ({">": [a("n"), 4.9]}, True),
        ({">=": [a("n"), 5]}, True),
        ({">=": [a("gone"), 0]}, False),
        ({"<": [a("yes"), 6]}, False),
        ({"<": [a("yes"), "zzz"]}, False),
        ({"<": [a("true"), 6]}, False),
        ({"in": [a("yes"), ["no", "yes"]]}, True),
        ({"in": [a("yes"), ["no"]]}, False),
        ({"in": [a("yes"), "yes"]}, False),
        ({"in": [a("gone"), ["no"]]}, False),
        ({"not_in": [a("yes"), ["no"]]}, True),
        ({"not_in": [a("gone"), ["no"]]}, False),
        ({"not_in": [a("yes"), "no"]}, False),
        ({"contains": [a("picks"), "a"]}, True),
        ({"contains": [a("picks"), "c"]}, False),
        ({"contains": [a("text"), "cykel"]}, True),
        ({"contains": [a("text"), " "]}, False),
        ({"contains": [a("n"), "5"]}, False),
        ({"not_contains": [a("picks"), "c"]}, True),
        ({"not_contains": [a("picks"), "a"]}, False),
        ({"not_contains": [a("none"), "a"]}, False),
        ({"not_contains": [a("n"), "a"]}, False),
        ({"any_of": [a("picks"), ["b", "x"]]}, True),
        ({"any_of": [a("picks"), ["x"]]}, False),
        ({"any_of": [a("yes"), ["yes"]]}, False),
        ({"all_of": [a("picks"), ["a", "b"]]}, True),
        ({"all_of": [a("picks"), ["a", "x"]]}, False),
        ({"none_of": [a("picks"), ["x"]]}, True),
        ({"none_of": [a("picks"), ["a", "x"]]}, False),
        ({"none_of": [a("gone"), ["x"]]}, False),
        ({"between": [a("n"), 5, 6]}, True),
        ({"between": [a("n"), 4, 5]}, True),
        ({"between": [a("n"), 6, 9]}, False),
        ({"between": [a("n"), 9, 1]}, False),
        ({"between": [a("gone"), 0, 9]}, False),
        ({"answered": [a("yes")]}, True),
        ({"answered": [a("zero")]}, True),
        ({"answered": [a("off")]}, True),
        ({"answered": [a("blank")]}, False),
        ({"answered": [a("none")]}, False),
        ({"answered": [a("gone")]}, False),
        ({"not_answered": [a("gone")]}, True),
        ({"not_answered": [a("yes")]}, False),
        ({">=": [{"count": "picks"}, 2]}, True),
        ({">": [{"count": "picks"}, 2]}, False),
        ({">=": [{"count": "none"}, 0]}, False),
        ({">=": [{"count": "yes"}, 0]}, False),
        ({">": [a("n"), a("half")]}, True),
        ({"not": [{"==": [a("gone"), "x"]}]}, True),
        ({"not": [{"==": [a("yes"), "yes"]}]}, False),
        ({"and": [{"==": [a("yes"), "yes"]}, {"==": [a("n"), 5]}]}, True),
        ({"and": [{"==": [a("yes"), "yes"]}, {"==": [a("n"), 6]}]}, False),
        ({"or": [{"==": [a("yes"), "no"]}, {"==": [a("n"), 5]}]}, True),
        ({"or": [{"==": [a("yes"), "no"]}, {"==": [a("n"), 6]}]}, False),
    ],
)
def test_evaluate(rule: dict[str, Any], expected: bool) -> None:
    assert well_formed(rule) == rule
    assert evaluate(rule, ANSWERS) is expected


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({}, "rule_operator"),
        ({"==": [a("x"), 1], "!=": [a("x"), 1]}, "rule_operator"),
        ({"eval": ["x"]}, "rule_operator"),
        ({"==": a("x")}, "rule_operator"),
        ({"and": []}, "rule_operands"),
        ({"not": [{"==": [a("x"), 1]}, {"==": [a("x"), 1]}]}, "rule_operands"),
        ({"and": ["yes"]}, "rule_operator"),
        ({"==": [a("x")]}, "rule_operands"),
        ({"==": [a("x"), 1, 2]}, "rule_operands"),
        ({"between": [a("x"), 1]}, "rule_operands"),
        ({"answered": [a("x"), 1]}, "rule_operands"),
        ({"==": [1, 1]}, "rule_without_answer"),
        ({"==": [a("x"), None]}, "rule_operand"),
        ({"==": [a("x"), True]}, "rule_operand"),
        ({"<": [a("x"), float("inf")]}, "rule_operand"),
        ({"==": [a("x"), {"question": "y"}]}, "rule_operand"),
        ({"in": [a("x"), [["y"]]]}, "rule_operand"),
        ({"in": [a("x"), []]}, "rule_list_length"),
        ({"in": [a("x"), ["y"] * 101]}, "rule_list_length"),
        ({"==": [a("x"), "y" * 201]}, "rule_text_length"),
        ({"in": [a("x"), ["y" * 201]]}, "rule_text_length"),
        ({"and": [{"==": [a("x"), 1]}] * 200}, "rule_size"),
    ],
)
def test_what_is_not_a_rule_is_refused(rule: dict[str, Any], code: str) -> None:
    with pytest.raises(RuleFault) as caught:
        well_formed(rule)
    assert caught.value.code == code


def nested(depth: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"==": [a("yes"), "yes"]}
    for _ in range(depth):
        rule = {"and": [rule]}
    return rule


def test_a_rule_may_be_ten_deep_and_no_deeper() -> None:
    assert evaluate(well_formed(nested(9)), ANSWERS)
    with pytest.raises(RuleFault, match="rule_depth"):
        well_formed(nested(10))
    assert not evaluate(nested(10), ANSWERS)
    assert not evaluate(nested(100_000), ANSWERS)


def test_answers_used_names_every_question_once() -> None:
    rule = {"or": [{"==": [a("x"), 1]}, {"not": [{">": [{"count": "y"}, a("x")]}]}]}
    assert answers_used(rule) == {"x", "y"}
    assert answers_used(None) == answers_used("nonsense") == frozenset()


def test_there_are_nineteen_operators() -> None:
    assert len(OPERATORS) == len(set(OPERATORS)) == 19


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
keys = st.sampled_from(["x", "y", "z"])
data = st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner))
pointers = st.builds(lambda kind, key: {kind: key}, st.sampled_from(["answer", "count"]), keys)
operands = pointers | plain | st.lists(plain, max_size=3)
rules = st.recursive(
    st.builds(lambda operator, parts: {operator: parts}, st.sampled_from(OPERATORS), st.lists(operands, max_size=4)),
    lambda inner: st.builds(
        lambda operator, parts: {operator: parts}, st.sampled_from(["and", "or", "not"]), st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


@given(rule=rules | data, answers=st.dictionaries(keys, data))
def test_evaluate_gives_an_answer_for_any_data(rule: object, answers: dict[str, object]) -> None:
    assert evaluate(rule, answers) in {True, False}
    assert isinstance(answers_used(rule), frozenset)


@given(rule=rules, answers=st.dictionaries(keys, plain))
def test_only_the_answers_used_matter(rule: dict[str, Any], answers: dict[str, object]) -> None:
    used = {key: value for key, value in answers.items() if key in answers_used(rule)}
    assert evaluate(rule, used) == evaluate(rule, answers)


@given(left=rules, right=rules, answers=st.dictionaries(keys, plain))
def test_groups_follow_logic(left: dict[str, Any], right: dict[str, Any], answers: dict[str, object]) -> None:
    one, other = evaluate(left, answers, 1), evaluate(right, answers, 1)
    assert evaluate({"and": [left, right]}, answers) == (one and other)
    assert evaluate({"or": [left, right]}, answers) == (one or other)
    assert evaluate({"not": [left]}, answers) == (not one)
