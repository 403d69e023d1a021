"""The rules that one select can hold."""

from __future__ import annotations

import pytest

from engage.surveys.rule_check import rule_faults
from engage.surveys.simple_rules import choice_of, rules_about
from tests.surveys.engine import CONTEXT, NAMES, questionnaire

pytestmark = pytest.mark.usefixtures("danish")


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_on_offer_is_one_the_checker_accepts(name: str) -> None:
    asked = questionnaire(name)
    for one in asked.questions.values():
        for line in rules_about(one, CONTEXT):
            assert list(rule_faults(line.rule, "show_if", asked.questions, asked)) == []
            found = choice_of(line.rule, asked.questions.values(), CONTEXT)
            assert found is not None
            assert found.rule == line.rule


def test_lines_are_worded_for_their_kind_of_answer() -> None:
    one = next(iter(questionnaire("yes_no").questions.values()))
    lines = [line.words for line in rules_about(one, CONTEXT)]
    assert lines == [
        "Kun når svaret er “Ja”",
        "Kun når svaret ikke er “Ja”",
        "Kun når svaret er “Nej”",
        "Kun når svaret ikke er “Nej”",
        "Kun når der er svaret",
    ]


def test_the_ends_of_a_scale_are_not_compared_with_in_vain() -> None:
    one = next(iter(questionnaire("scale").questions.values()))
    rules = [line.rule for line in rules_about(one, CONTEXT)]
    assert {">=": [{"answer": one.key}, 1]} not in rules
    assert {"<=": [{"answer": one.key}, 5]} not in rules
    assert {">=": [{"answer": one.key}, 5]} in rules


def test_a_richer_rule_has_no_line() -> None:
    asked = questionnaire("rule_and")
    rule = next(page.show_if for page in asked.pages if page.show_if)
    assert choice_of(rule, asked.questions.values(), CONTEXT) is None
