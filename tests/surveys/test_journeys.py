from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engage.surveys.answers import faults_of, free_texts, page_form, read_page, review, tallied
from engage.surveys.flow import first_unfinished_page, next_page
from tests.surveys.engine import CONTEXT, NAMES, questionnaire, send, with_questions

pytestmark = pytest.mark.usefixtures("danish")

YES, NO = "yes", "no"


@pytest.mark.parametrize(
    ("name", "sends", "ways"),
    [
        ("single_choice", [("travel", {"transport": "bus"})], ["travel"]),
        ("multiple_choice", [("travel", {"transport": ["bus", "car"]})], ["travel"]),
        ("multiple_choice", [("travel", {})], ["travel"]),
        ("multiple_choice_limits", [("travel", {"transport": ["bus", "car"]})], ["travel"]),
        ("multiple_choice_exclusive", [("travel", {"transport": ["none"]})], ["travel"]),
        ("multiple_choice_other", [("travel", {"transport__other": "Traktor"})], ["travel"]),
        ("scale", [("mood", {"happy": "3"})], ["mood"]),
        ("scale_from_zero_to_ten", [("mood", {"likely": "0"})], ["mood"]),
        ("number", [("home", {"people": "2"})], ["home"]),
        ("number_with_decimals", [("road", {"distance": "2,5"})], ["road"]),
        ("short_text", [("home", {"street": "Vestergade"})], ["home"]),
        ("long_text", [("wish", {"wish": "En cykelsti"})], ["wish"]),
        ("yes_no", [("home", {"lives_here": YES})], ["home"]),
        ("focus_area", [("areas", {"areas": ["nature"]})], ["areas"]),
        ("local_area", [("place", {"place": "aars"})], ["place"]),
        ("information", [("read", {})], ["read"]),
        ("optional_only", [("one", {}), ("two", {})], ["one", "two"]),
        ("introduction_and_closing", [("one", {"a": YES})], ["one"]),
        ("show_page", [("start", {"lives_here": NO}), ("end", {})], ["start", "end"]),
        ("show_page", [("start", {"lives_here": YES}), ("home", {"years": "3"}), ("end", {})],
         ["start", "home", "end"]),
        ("show_question_on_later_page", [("start", {"lives_here": NO}), ("more", {"name": "Aars"})], ["start", "more"]),
        ("show_question_on_same_page", [("start", {"bike": NO}), ("end", {})], ["start", "end"]),
        ("show_question_on_same_page",
         [("start", {"bike": YES}), ("start", {"bike": YES, "where": "Skole"}), ("end", {})],
         ["start", "start", "end"]),
        ("show_multiple_choice_on_same_page", [("start", {"travels": YES}), ("start", {"travels": YES, "by": ["bus"]})],
         ["start", "start"]),
        ("chain_of_rules", [("one", {"a": YES}), ("two", {"b": NO}), ("four", {})], ["one", "two", "four"]),
        ("page_without_questions_left", [("one", {"a": NO}), ("three", {})], ["one", "three"]),
        ("rule_and", [("one", {"a": YES, "b": YES}), ("two", {})], ["one", "two"]),
        ("rule_and", [("one", {"a": YES})], ["one"]),
        ("rule_or", [("one", {"a": YES}), ("two", {})], ["one", "two"]),
        ("rule_or", [("one", {"a": NO, "b": NO})], ["one"]),
        ("rule_not", [("one", {"a": YES})], ["one"]),
        ("rule_not", [("one", {}), ("two", {})], ["one", "two"]),
        ("rule_not_equal", [("one", {"a": NO}), ("two", {})], ["one", "two"]),
        ("rule_not_equal", [("one", {})], ["one"]),
        ("rule_in", [("one", {"use": "bus"}), ("two", {})], ["one", "two"]),
        ("rule_in", [("one", {"use": "car"})], ["one"]),
        ("rule_not_in", [("one", {"use": "car"}), ("two", {})], ["one", "two"]),
        ("rule_not_in", [("one", {"use": "bus"})], ["one"]),
        ("rule_contains", [("one", {"use": ["bike"]}), ("two", {})], ["one", "two"]),
        ("rule_contains", [("one", {"use": ["bus"]})], ["one"]),
        ("rule_not_contains", [("one", {"use": ["bus"]}), ("two", {})], ["one", "two"]),
        ("rule_not_contains", [("one", {})], ["one"]),
        ("rule_any_of", [("one", {"use": ["bus", "car"]}), ("two", {})], ["one", "two"]),
        ("rule_any_of", [("one", {"use": ["car"]})], ["one"]),
        ("rule_all_of", [("one", {"use": ["bus", "bike"]}), ("two", {})], ["one", "two"]),
        ("rule_all_of", [("one", {"use": ["bus"]})], ["one"]),
        ("rule_none_of", [("one", {"use": ["car"]}), ("two", {})], ["one", "two"]),
        ("rule_none_of", [("one", {"use": ["bus"]})], ["one"]),
        ("rule_count", [("one", {"use": ["bus", "bike"]}), ("two", {})], ["one", "two"]),
        ("rule_count", [("one", {"use": ["bus"]})], ["one"]),
        ("rule_less", [("one", {"n": "9"}), ("two", {})], ["one", "two"]),
        ("rule_less", [("one", {"n": "10"})], ["one"]),
        ("rule_at_most", [("one", {"n": "10"}), ("two", {})], ["one", "two"]),
        ("rule_at_most", [("one", {"n": "11"})], ["one"]),
        ("rule_more", [("one", {"n": "11"}), ("two", {})], ["one", "two"]),
        ("rule_more", [("one", {"n": "10"})], ["one"]),
        ("rule_at_least", [("one", {"n": "10"}), ("two", {})], ["one", "two"]),
        ("rule_at_least", [("one", {})], ["one"]),
        ("rule_between", [("one", {"n": "20"}), ("two", {})], ["one", "two"]),
        ("rule_between", [("one", {"n": "21"})], ["one"]),
        ("rule_answered", [("one", {"t": "x"}), ("two", {})], ["one", "two"]),
        ("rule_answered", [("one", {"t": " "})], ["one"]),
        ("rule_not_answered", [("one", {"t": " "}), ("two", {})], ["one", "two"]),
        ("rule_not_answered", [("one", {"t": "x"})], ["one"]),
        ("rule_text_contains", [("one", {"t": "Min CYKEL"}), ("two", {})], ["one", "two"]),
        ("rule_text_contains", [("one", {"t": "Min bil"})], ["one"]),
        ("rule_two_answers", [("one", {"n": "1", "m": "2"}), ("two", {})], ["one", "two"]),
        ("rule_two_answers", [("one", {"n": "2", "m": "2"})], ["one"]),
    ],
)  # fmt: skip
def test_a_journey_to_the_review(name: str, sends: list[tuple[str, dict[str, Any]]], ways: list[str]) -> None:
    asked = questionnaire(name)
    answers: dict[str, object] = {}
    step = next_page(asked, answers, "")
    walked = []
    for page, data in sends:
        assert step is not None
        assert step.key == page
        reading = send(asked, answers, page, **data)
        assert not reading.wrong
        answers = reading.answers
        step = next_page(asked, answers, page) if reading.done else reading.page.step if reading.page else None
        walked.append(page)
    assert step is None
    assert walked == ways
    assert first_unfinished_page(asked, answers) is None
    assert not faults_of(asked, answers, CONTEXT)


@pytest.mark.parametrize("name", NAMES)
def test_every_page_shows_what_was_stored(name: str) -> None:
    asked = questionnaire(name)
    for page in asked.pages:
        shown = page_form(asked, {}, page.key, CONTEXT)
        if shown is not None:
            names = [name for question in shown.step.questions for name in question.build_fields(CONTEXT)]
            assert list(shown.form._fields) == names
            assert all(field.name == field.id == f"q-{field.short_name}" for field in shown.form)
            required = {q.key for q in shown.step.questions if q.required and q.asks}
            assert {field.short_name for field in shown.form if field.flags.required} == required


class TestSamePage:
    asked = questionnaire("show_question_on_same_page")

    def test_the_page_comes_again_with_the_new_question_and_no_error_on_it(self) -> None:
        reading = send(self.asked, {}, "start", bike=YES)
        assert not reading.done
        assert reading.newly_shown == ("where",)
        assert reading.page is not None
        assert reading.page.served == "bike where glad"
        assert not reading.page.form.errors
        assert reading.page.form["bike"].data == YES
        assert reading.answers == {"bike": YES}

    def test_it_must_be_answered_the_second_time(self) -> None:
        reading = send(self.asked, {"bike": YES}, "start", served="bike where glad", bike=YES, where="")
        assert reading.wrong == ("where",)
        assert reading.page is not None
        assert reading.page.form.errors == {"where": ["Skriv dit svar"]}

    def test_without_the_hidden_field_what_the_stored_answers_showed_is_taken(self) -> None:
        assert send(self.asked, {"bike": YES}, "start", bike=YES, where="Skole").done

    def test_a_question_that_no_longer_applies_is_not_checked_and_its_answer_kept(self) -> None:
        stored: dict[str, object] = {"bike": YES, "where": "Skole"}
        reading = send(self.asked, stored, "start", served="bike where glad", bike=NO, where="")
        assert reading.done
        assert reading.answers == {"bike": NO, "where": "Skole"}
        assert [row.question.key for row in review(self.asked, reading.answers, CONTEXT)] == ["bike", "glad", "wish"]

    def test_what_was_sent_for_it_is_not_stored_either(self) -> None:
        stored: dict[str, object] = {"bike": YES, "where": "Skole"}
        reading = send(self.asked, stored, "start", served="bike where glad", bike=NO, where="Et andet sted")
        assert reading.answers == {"bike": NO, "where": "Skole"}

    def test_an_answer_from_before_is_filled_in_when_the_question_comes_back(self) -> None:
        asked = questionnaire("show_multiple_choice_on_same_page")
        reading = send(asked, {"travels": NO, "by": ["bus"]}, "start", served="travels", travels=YES)
        assert reading.page is not None
        assert reading.page.form["by"].data == ["bus"]

    def test_a_script_that_showed_it_at_once_saves_the_second_round(self) -> None:
        assert send(self.asked, {}, "start", served="bike where glad", bike=YES, where="Skole").done

    def test_an_error_elsewhere_does_not_hide_the_new_question(self) -> None:
        asked = with_questions(
            {"type": "yes_no", "key": "a"},
            {"type": "number", "key": "b"},
            {"type": "yes_no", "key": "c", "required": True, "show_if": {"==": [{"answer": "a"}, YES]}},
        )
        reading = send(asked, {}, "page", a=YES, b="mange")
        assert (reading.wrong, reading.newly_shown) == (("b",), ("c",))
        assert reading.page is not None
        assert list(reading.page.form.errors) == ["b"]
        assert reading.answers == {"a": YES}


def test_an_error_keeps_what_was_written_and_stores_what_was_right() -> None:
    asked = with_questions({"type": "number", "key": "n"}, {"type": "long_text", "key": "t", "max_length": 5})
    reading = send(asked, {"t": "før"}, "page", n="7", t="alt for langt")
    assert reading.answers == {"n": 7, "t": "før"}
    assert reading.page is not None
    assert reading.page.form["t"].data == "alt for langt"
    assert reading.page.form.errors == {"t": ["Din tekst er på 13 tegn. Gør den kortere: højst 5"]}


def test_an_optional_answer_can_be_taken_back() -> None:
    asked = questionnaire("multiple_choice")
    assert send(asked, {"transport": ["bus"]}, "travel", transport=[]).answers == {}


def test_a_page_off_the_way_is_not_read() -> None:
    asked = questionnaire("show_page")
    for page in ("home", "nowhere"):
        reading = send(asked, {"lives_here": NO}, page, years="3")
        assert reading.page is None
        assert not reading.done
        assert reading.answers == {"lives_here": NO}
        assert page_form(asked, {}, page, CONTEXT) is None


def test_only_questions_of_the_page_are_read() -> None:
    asked = questionnaire("show_page")
    reading = send(asked, {}, "start", served="lives_here years wish stranger", lives_here=YES, years="3", wish="x")
    assert reading.answers == {"lives_here": YES}


def test_keys_named_like_parts_of_a_form_are_no_trouble() -> None:
    names = ["data", "errors", "validate", "process", "meta", "populate_obj"]
    asked = with_questions(*({"type": "yes_no", "key": name, "required": True} for name in names))
    assert send(asked, {}, "page", **dict.fromkeys(names, YES)).answers == dict.fromkeys(names, YES)
    assert set(send(asked, {}, "page").wrong) == set(names)


def test_free_texts_are_what_was_written_on_the_way() -> None:
    asked = questionnaire("show_question_on_same_page")
    answers = {"bike": NO, "where": "Skole", "wish": "Lys"}
    assert free_texts(asked, answers) == [("wish", "Lys")]
    assert free_texts(asked, {**answers, "bike": YES}) == [("where", "Skole"), ("wish", "Lys")]
    assert free_texts(questionnaire("short_text"), {"street": "Vestergade"}) == []
    other = {"transport": ["other"], "transport-other": "Traktor"}
    assert free_texts(questionnaire("multiple_choice_other"), other) == [("transport", "Traktor")]


def test_review_says_the_answers_in_words() -> None:
    rows = review(questionnaire("show_page"), {"lives_here": YES, "years": 1200}, CONTEXT)
    assert [(row.page_key, row.label, row.answer) for row in rows] == [
        ("start", "Bor du her?", "Ja"),
        ("home", "Hvor mange år?", "1.200"),
        ("end", "Andet?", ""),
    ]
    assert [row.question.key for row in review(questionnaire("information"), {}, CONTEXT)] == ["ready"]


def test_tallied_rows_tell_asked_from_answered() -> None:
    asked = questionnaire("show_page")
    assert list(tallied(asked, {"lives_here": NO, "years": 9, "wish": "Lys"})) == [("lives_here", NO), ("wish", "")]
    assert list(tallied(asked, {"lives_here": YES})) == [("lives_here", YES), ("years", None), ("wish", None)]
    picks = {"transport": ["bike", "car"]}
    assert list(tallied(questionnaire("multiple_choice"), picks)) == [("transport", "bike"), ("transport", "car")]
    assert list(tallied(questionnaire("scale"), {"happy": 4})) == [("happy", "4")]
    assert list(tallied(questionnaire("information"), {})) == [("ready", None)]


def test_a_last_look_finds_missing_and_outdated_answers_on_the_way_only() -> None:
    asked = questionnaire("show_page")
    assert faults_of(asked, {"lives_here": YES}, CONTEXT) == ["years"]
    assert faults_of(asked, {"lives_here": NO, "years": "broken"}, CONTEXT) == []
    assert faults_of(questionnaire("local_area"), {"place": "atlantis"}, CONTEXT) == ["place"]


raw = st.text(max_size=6) | st.sampled_from([YES, NO, "bike", "bus", "other", "none", "3", "1,5", "aars", "nature"])


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_whatever_is_sent_nothing_breaks_and_what_is_stored_is_right(name: str, data: st.DataObject) -> None:
    asked = questionnaire(name)
    answers: dict[str, object] = {}
    for page in asked.pages:
        fields = [f"q-{key}" for question in page.questions for key in (question.key, f"{question.key}-other")]
        sent: MultiDict[str, str] = MultiDict()
        for field in [*fields, "served"]:
            sent.setlist(field, data.draw(st.lists(raw | st.sampled_from(list(asked.questions)), max_size=3)))
        reading = read_page(asked, answers, page.key, sent, CONTEXT)
        answers = reading.answers
        if reading.page is not None:
            assert reading.done or reading.page.form.errors or reading.newly_shown
    unanswered = {step.key for step in asked.questions.values() if step.required and step.key not in answers}
    assert set(faults_of(asked, answers, CONTEXT)) <= unanswered
    review(asked, answers, CONTEXT)
