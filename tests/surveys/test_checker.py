from __future__ import annotations

from typing import Any

import pytest

from engage.surveys.checker import check
from engage.surveys.document import load
from engage.surveys.fault_words import FAULTS, fault_text, place_text
from engage.surveys.faults import Fault
from tests.surveys.engine import NAMES, document, questionnaire

YES = {"==": [{"answer": "a"}, "yes"]}
NO = {"==": [{"answer": "a"}, "no"]}


def text(words: str) -> dict[str, str]:
    return {"da": words, "en": words}


def question(key: str, kind: str = "yes_no", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": text(key), **more}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": text(value)} for value in values]


def page(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"key": key, "title": text(key), "questions": list(questions), **more}


def faults(*pages: dict[str, Any]) -> list[tuple[str, str]]:
    asked = load({"schema_version": 1, "title": text("Titel"), "pages": list(pages)})
    return [(fault.place, fault.code) for fault in check(asked)]


@pytest.mark.parametrize("name", NAMES)
def test_the_fixture_questionnaires_are_sound(name: str) -> None:
    assert check(questionnaire(name)) == []


X_Y = options("x", "y")
FIRST = "pages[0].questions[0]"
SHOWN = "pages[1].show_if"
LATER = question("b")


@pytest.mark.parametrize(
    ("asked", "place", "code"),
    [
        (question("a", label={"da": "A"}), f"{FIRST}.label.en", "missing_translation"),
        (question("a", label={"en": "A"}), f"{FIRST}.label.da", "missing_translation"),
        (question("a", label={"da": "A", "en": " "}), f"{FIRST}.label.en", "missing_translation"),
        (question("a", hint={"da": "Tip"}), f"{FIRST}.hint.en", "missing_translation"),
        (question("a", "single_choice"), f"{FIRST}.options", "too_few_options"),
        (question("a", "single_choice", options=options("x")), f"{FIRST}.options", "too_few_options"),
        (question("a", "single_choice", options=options("x", "")), f"{FIRST}.options[1].value", "option_without_value"),
        (question("a", "single_choice", options=options("x", "y", "x")),
         f"{FIRST}.options[2].value", "duplicate_value"),
        (question("a", "single_choice", options=[*options("x"), {"value": "y", "label": {"da": "Y"}}]),
         f"{FIRST}.options[1].label.en", "missing_translation"),
        (question("a", "multiple_choice", options=X_Y, min_picks=2, max_picks=1),
         f"{FIRST}.min_picks", "min_above_max"),
        (question("a", "multiple_choice", options=X_Y, min_picks=3), f"{FIRST}.min_picks", "more_than_options"),
        (question("a", "multiple_choice", options=X_Y, max_picks=3), f"{FIRST}.max_picks", "more_than_options"),
        (question("a", "multiple_choice", options=X_Y, exclusive="z"), f"{FIRST}.exclusive", "unknown_option"),
        (question("a", "multiple_choice", options=X_Y, other="z"), f"{FIRST}.other", "unknown_option"),
        (question("a", "multiple_choice", options=X_Y, other="x", exclusive="x"),
         f"{FIRST}.other", "other_is_exclusive"),
        (question("a", "multiple_choice", options=X_Y, other="x", other_label={"da": "Hvad?"}),
         f"{FIRST}.other_label.en", "missing_translation"),
        (question("a", "focus_area", min_picks=3, max_picks=2), f"{FIRST}.min_picks", "min_above_max"),
        (question("a", "scale", high_label=text("Meget")), f"{FIRST}.low_label.da", "missing_translation"),
        (question("a", "scale", low_label=text("Lidt")), f"{FIRST}.high_label.en", "missing_translation"),
        (question("a", "number", min=5, max=4), f"{FIRST}.min", "min_above_max"),
        (question("a", "number", unit={"da": "år"}), f"{FIRST}.unit.en", "missing_translation"),
        (question("a", "information"), f"{FIRST}.body.da", "missing_translation"),
        (question("a", "information", body=text("x"), label={"da": "A"}), f"{FIRST}.label.en", "missing_translation"),
    ],
)  # fmt: skip
def test_a_fault_of_a_question_is_found(asked: dict[str, Any], place: str, code: str) -> None:
    assert (place, code) in faults(page("one", asked, LATER))


CHOICE = question("use", "single_choice", options=options("bike", "bus"))
PICKS = question("uses", "multiple_choice", options=options("bike", "bus"))
NUMBER = question("n", "number")
WORDS = question("t", "short_text")
NOTE = question("note", "information", body=text("x"))
AREAS = question("areas", "focus_area")


def answer(key: str) -> dict[str, str]:
    return {"answer": key}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"==": [answer("gone"), "yes"]}, "rule_unknown_question"),
        ({"==": [answer("last"), "yes"]}, "rule_looks_ahead"),
        ({"==": [answer("then"), "yes"]}, "rule_looks_ahead"),
        ({"and": [{"answered": [answer("a")]}, {"answered": [answer("last")]}]}, "rule_looks_ahead"),
        ({"==": ["yes", answer("a")]}, "rule_answer_first"),
        ({"answered": [answer("note")]}, "rule_no_answer"),
        ({">": [{"count": "a"}, 1]}, "rule_no_answer"),
        ({">": [answer("n"), {"count": "a"}]}, "rule_no_answer"),
        ({">": [answer("a"), 1]}, "rule_operator_type"),
        ({"contains": [answer("use"), "bus"]}, "rule_operator_type"),
        ({"==": [answer("uses"), "bus"]}, "rule_operator_type"),
        ({"between": [answer("t"), 1, 2]}, "rule_operator_type"),
        ({"any_of": [answer("t"), ["x"]]}, "rule_operator_type"),
        ({"==": [answer("n"), "1"]}, "rule_operand_type"),
        ({"==": [answer("t"), 1]}, "rule_operand_type"),
        ({"in": [answer("use"), "bus"]}, "rule_operand_type"),
        ({"==": [answer("use"), ["bus"]]}, "rule_operand_type"),
        ({"any_of": [answer("uses"), ["bus", 1]]}, "rule_operand_type"),
        ({"==": [answer("n"), answer("t")]}, "rule_operand_type"),
        ({"contains": [answer("uses"), answer("uses")]}, "rule_operand_type"),
        ({"==": [answer("use"), "rocket"]}, "rule_unknown_option"),
        ({"==": [answer("a"), "maybe"]}, "rule_unknown_option"),
        ({"in": [answer("use"), ["bus", "rocket"]]}, "rule_unknown_option"),
        ({"none_of": [answer("uses"), ["rocket"]]}, "rule_unknown_option"),
    ],
)  # fmt: skip
def test_a_fault_of_a_rule_is_found(rule: dict[str, Any], code: str) -> None:
    first = page("one", question("a"), CHOICE, PICKS, NUMBER, WORDS, NOTE, AREAS)
    found = faults(first, page("two", question("then"), show_if=rule), page("three", question("last")))
    assert found == [(SHOWN, code)]


@pytest.mark.parametrize(
    "rule",
    [
        {"contains": [answer("areas"), "nature"]},
        {"contains": [answer("t"), "cykel"]},
        {">": [{"count": "uses"}, 1]},
        {"between": [answer("n"), 1, 3]},
        {"in": [answer("n"), [1, 2]]},
        {"<": [answer("n"), {"count": "uses"}]},
        {"not_answered": [answer("areas")]},
    ],
)
def test_a_sound_rule_is_left_in_peace(rule: dict[str, Any]) -> None:
    first = page("one", question("a"), CHOICE, PICKS, NUMBER, WORDS, AREAS)
    assert faults(first, page("two", question("then"), show_if=rule)) == []


def test_a_question_may_look_back_on_its_page_but_not_at_itself_or_ahead() -> None:
    assert faults(page("one", question("a"), question("b", show_if=YES))) == []
    assert faults(page("one", question("a", show_if=YES))) == [(f"{FIRST}.show_if", "rule_looks_ahead")]
    assert faults(page("one", question("b", show_if=YES), question("a"))) == [(f"{FIRST}.show_if", "rule_looks_ahead")]


def test_a_page_may_not_look_at_its_own_questions() -> None:
    assert faults(page("one", question("a"), show_if=YES)) == [("pages[0].show_if", "rule_looks_ahead")]


def test_two_questions_that_wait_for_each_other_are_found() -> None:
    loop = page("one", question("a", show_if={"answered": [answer("b")]}), question("b", show_if=YES))
    assert faults(loop) == [(f"{FIRST}.show_if", "rule_looks_ahead")]


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        (question("a"), {"and": [YES, NO]}),
        (question("a", required=True), {"not_answered": [answer("a")]}),
        (question("a", required=True), {"not": [{"or": [YES, NO]}]}),
        (question("a"), {"not": [{"or": [YES, {"not": [YES]}]}]}),
        (question("a", "number", max=10), {">": [answer("a"), 10]}),
        (question("a", "number"), {"and": [{">": [answer("a"), 10]}, {"<": [answer("a"), 11]}]}),
        (question("a", "number"), {"between": [answer("a"), 5, 3]}),
        (question("a", "scale", low_label=text("l"), high_label=text("h")), {">": [answer("a"), 5]}),
        (question("a", "single_choice", options=X_Y), {"not_in": [answer("a"), ["x", "y"]]}),
        (question("a", "multiple_choice", options=X_Y, max_picks=1), {"all_of": [answer("a"), ["x", "y"]]}),
        (question("a", "multiple_choice", options=options("x", "y", "none"), exclusive="none"),
         {"all_of": [answer("a"), ["x", "none"]]}),
        (question("a", "multiple_choice", options=X_Y), {">": [{"count": "a"}, 2]}),
    ],
)  # fmt: skip
def test_what_nobody_can_reach_is_found(first: dict[str, Any], rule: dict[str, Any]) -> None:
    assert faults(page("one", first), page("two", question("b"), show_if=rule)) == [(SHOWN, "never_shown")]
    hidden = page("one", first, question("b", show_if=rule))
    assert faults(hidden) == [("pages[0].questions[1].show_if", "never_shown")]


def test_what_hangs_on_something_unreachable_is_unreachable() -> None:
    pages = [
        page("one", question("a")),
        page("two", question("b"), show_if=YES),
        page("three", question("c", show_if={"and": [NO, {"answered": [answer("b")]}]}), question("d")),
    ]
    assert faults(*pages) == [("pages[2].questions[0].show_if", "never_shown")]


@pytest.mark.parametrize(
    ("first", "rule"),
    [
        (question("a", "number"), {"and": [{">": [answer("a"), 10]}, {"<": [answer("a"), 12]}]}),
        (question("a", "number", decimals=1), {"and": [{">": [answer("a"), 10]}, {"<": [answer("a"), 11]}]}),
        (question("a", "number", min=10, max=10), {"between": [answer("a"), 10, 10]}),
        (question("a", "short_text"), {"and": [{"==": [answer("a"), "x"]}, {"==": [answer("a"), "y"]}]}),
    ],
)
def test_what_can_be_reached_or_cannot_be_known_is_left_in_peace(first: dict[str, Any], rule: dict[str, Any]) -> None:
    assert faults(page("one", first), page("two", question("b"), show_if=rule)) == []


def test_answers_compared_with_each_other_cannot_be_known() -> None:
    two = page("one", question("n", "number"), question("m", "number", min=50), PICKS)
    for rule in ({">": [answer("n"), answer("m")]}, {">": [answer("n"), {"count": "uses"}]}):
        assert faults(two, page("two", question("b"), show_if=rule)) == []


def test_a_long_chain_of_rules_is_checked_quickly_enough() -> None:
    links = [question("q0", "single_choice", options=X_Y)]
    for number in range(1, 200):
        rule = {"==": [answer(f"q{number - 1}"), "x"]}
        links.append(question(f"q{number}", "single_choice", options=X_Y, show_if=rule))
    assert faults(page("one", *links)) == []


def test_many_rules_are_looked_through_in_a_bounded_number_of_tries() -> None:
    first = page("one", *(question(f"a{n}") for n in range(30)))
    rule = {"and": [{"==": [answer(f"a{n}"), "yes"]} for n in range(30)]}
    assert faults(first, page("two", question("b"), show_if=rule)) == []


def test_keys_are_used_once() -> None:
    found = faults(page("one", question("a")), page("one", question("a")))
    assert found == [("pages[1].key", "duplicate_key"), ("pages[1].questions[0].key", "duplicate_key")]


def test_empty_pages_and_questionnaires_are_told() -> None:
    assert faults(page("one", question("a")), page("two")) == [("pages[1].questions", "empty_page")]
    assert faults(page("one", NOTE)) == [("pages", "no_questions")]
    assert faults() == [("pages", "no_questions")]


def test_titles_and_introductions_are_translated() -> None:
    data = document("introduction_and_closing")
    del data["title"]["en"], data["introduction"]["en"], data["closing"]["da"], data["pages"][0]["title"]["en"]
    del data["pages"][0]["introduction"]["en"]
    places = ["title.en", "introduction.en", "closing.da", "pages[0].title.en", "pages[0].introduction.en"]
    assert [fault.place for fault in check(load(data))] == places
    assert [fault.place for fault in check(load(data), languages=("da",))] == ["closing.da"]


@pytest.mark.usefixtures("danish")
class TestWords:
    @pytest.mark.parametrize("code", FAULTS)
    def test_every_fault_has_a_sentence(self, code: str) -> None:
        params = dict.fromkeys(["max", "min", "key", "language", "least", "value", "count", "options", "operator"], "x")
        assert fault_text(Fault("pages", code, params)).endswith(".")

    def test_a_fault_in_words(self) -> None:
        fault = Fault("pages[1].questions[0].options[2].label.en", "missing_translation", {"language": "en"})
        assert fault_text(fault) == "Den engelske tekst mangler."
        assert place_text(fault) == "Side 2, spørgsmål 1, svarmulighed 3"
        assert place_text(Fault("title.da", "missing_translation")) == "Titel"
        assert place_text(Fault("pages[0].questions[1].low_label.en", "missing_translation")) == (
            "Side 1, spørgsmål 2, det laveste tal"
        )
        assert place_text(Fault("pages", "no_questions")) == ""
        german = Fault("title.de", "missing_translation", {"language": "de"})
        assert fault_text(german) == "Teksten mangler på sproget “de”."
