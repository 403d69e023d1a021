from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.surveys.flow import (
    Progress,
    effective_answers,
    first_unfinished_page,
    may_open,
    merged,
    next_page,
    page_step,
    path,
    previous_page,
    progress,
)
from engage.surveys.rules import Answers
from tests.surveys.engine import NAMES, questionnaire


def way(name: str, **answers: object) -> dict[str, list[str]]:
    steps = path(questionnaire(name), answers)
    return {step.key: [question.key for question in step.questions] for step in steps}


def test_a_page_is_on_the_way_when_its_rule_holds() -> None:
    assert list(way("show_page")) == ["start", "end"]
    assert list(way("show_page", lives_here="no")) == ["start", "end"]
    assert list(way("show_page", lives_here="yes")) == ["start", "home", "end"]


def test_a_question_is_shown_when_its_rule_holds() -> None:
    assert way("show_question_on_later_page", lives_here="no")["more"] == ["name"]
    assert way("show_question_on_later_page", lives_here="yes")["more"] == ["years", "name"]
    assert way("show_question_on_same_page", bike="yes")["start"] == ["bike", "where", "glad"]
    assert way("show_question_on_same_page", bike="no")["start"] == ["bike", "glad"]


def test_a_page_without_questions_left_is_passed_over() -> None:
    assert list(way("page_without_questions_left", a="no")) == ["one", "three"]
    assert list(way("page_without_questions_left", a="yes")) == ["one", "two", "three"]


def test_an_answer_off_the_way_counts_as_missing_for_what_follows_but_is_kept() -> None:
    answers = {"a": "no", "b": "yes", "c": "yes", "d": "yes"}
    asked = questionnaire("chain_of_rules")
    assert list(way("chain_of_rules", **answers)) == ["one", "four"]
    assert effective_answers(asked, answers) == {"a": "no", "d": "yes"}
    assert answers["b"] == "yes"
    assert list(way("chain_of_rules", **{**answers, "a": "yes"})) == ["one", "two", "three", "four"]


def test_answers_to_unknown_questions_do_not_count() -> None:
    assert effective_answers(questionnaire("yes_no"), {"lives_here": "yes", "stranger": 1}) == {"lives_here": "yes"}


def test_other_in_own_words_counts_with_its_question() -> None:
    answers = {"transport": ["other"], "transport-other": "Traktor"}
    assert effective_answers(questionnaire("multiple_choice_other"), answers) == answers


def test_next_and_previous_pages() -> None:
    asked = questionnaire("chain_of_rules")
    answers = {"a": "yes", "b": "no"}
    steps = [step.key for step in path(asked, answers)]
    assert steps == ["one", "two", "four"]
    onward = [next_page(asked, answers, key) for key in steps]
    assert [step and step.key for step in onward] == ["two", "four", None]
    back = [previous_page(asked, answers, key) for key in steps]
    assert [step and step.key for step in back] == [None, "one", "two"]
    last = previous_page(asked, answers)
    assert last is not None
    assert last.key == "four"


def test_a_page_that_fell_off_the_way_still_knows_where_to_go_on() -> None:
    asked = questionnaire("chain_of_rules")
    onward, back = next_page(asked, {"a": "no"}, "two"), previous_page(asked, {"a": "no"}, "two")
    assert onward is not None
    assert back is not None
    assert (onward.key, back.key) == ("four", "one")


def test_an_unknown_page_leads_to_the_beginning() -> None:
    asked = questionnaire("show_page")
    first = next_page(asked, {}, "nowhere")
    assert first is not None
    assert first.key == "start"
    assert page_step(asked, {}, "nowhere") is None
    assert not may_open(asked, {}, "nowhere")


def test_the_first_unfinished_page_lacks_a_required_answer() -> None:
    asked = questionnaire("show_page")

    def unfinished(answers: Answers, sent: list[str] | None = None) -> str | None:
        step = first_unfinished_page(asked, answers, sent)
        return step.key if step else None

    assert unfinished({}) == "start"
    assert unfinished({"lives_here": "yes"}) == "home"
    assert unfinished({"lives_here": "no"}) is None
    assert unfinished({"lives_here": "no"}, ["start"]) == "end"
    assert unfinished({"lives_here": "no"}, ["start", "end"]) is None
    assert unfinished({"lives_here": "yes"}, ["start", "end"]) == "home"


def test_pages_cannot_be_opened_out_of_order() -> None:
    asked = questionnaire("show_page")
    assert may_open(asked, {}, "start")
    assert not may_open(asked, {}, "end")
    assert not may_open(asked, {"lives_here": "no"}, "home")
    assert may_open(asked, {"lives_here": "yes"}, "home")
    assert not may_open(asked, {"lives_here": "yes"}, "end")
    assert may_open(asked, {"lives_here": "no"}, "end")
    assert not may_open(questionnaire("optional_only"), {}, "two", sent=[])


def test_complete_means_every_required_answer_on_the_way() -> None:
    asked = questionnaire("show_page")
    assert first_unfinished_page(asked, {}) is not None
    assert first_unfinished_page(asked, {"lives_here": "yes"}) is not None
    assert first_unfinished_page(asked, {"lives_here": "yes", "years": 3}) is None
    assert first_unfinished_page(asked, {"lives_here": "no"}) is None
    assert first_unfinished_page(asked, {"lives_here": " "}) is not None
    assert first_unfinished_page(questionnaire("optional_only"), {}) is None


def test_progress_counts_the_pages_on_the_way() -> None:
    asked = questionnaire("show_page")
    assert progress(asked, {"lives_here": "yes"}, "home") == Progress(2, 3)
    assert progress(asked, {"lives_here": "no"}, "end") == Progress(2, 2)
    assert progress(asked, {"lives_here": "no"}, "review") == Progress(3, 2)


def test_merging_takes_away_what_was_emptied() -> None:
    assert merged({"a": 1, "b": 2}, {"b": None, "c": 3}) == {"a": 1, "c": 3}


values = (
    st.none()
    | st.sampled_from(["yes", "no", "bike", "bus", "other", "none", ""])
    | st.integers(-5, 30)
    | st.lists(st.sampled_from(["bike", "bus", "car", "other"]), max_size=3)
    | st.dictionaries(st.text(max_size=2), st.integers(), max_size=1)
)


@settings(max_examples=300)
@given(name=st.sampled_from(NAMES), data=st.data())
def test_any_answers_give_a_sound_way(name: str, data: st.DataObject) -> None:
    asked = questionnaire(name)
    keys = st.sampled_from([*asked.questions, "stranger", "transport-other"])
    answers = data.draw(st.dictionaries(keys, values))
    steps = path(asked, answers)
    order = [page.key for page in asked.pages if page.key in {step.key for step in steps}]
    assert [step.key for step in steps] == order
    assert all(step.questions for step in steps)
    counting = effective_answers(asked, answers)
    assert path(asked, counting) == steps
    assert effective_answers(asked, counting) == counting
    assert len({step.key for step in steps}) == len(steps)


@given(name=st.sampled_from(NAMES), data=st.data(), seed=st.integers())
def test_the_way_does_not_depend_on_the_order_of_answers(name: str, data: st.DataObject, seed: int) -> None:
    asked = questionnaire(name)
    answers = data.draw(st.dictionaries(st.sampled_from(list(asked.questions)), values))
    items = list(answers.items())
    random.Random(seed).shuffle(items)
    assert path(asked, dict(items)) == path(asked, answers)


@pytest.mark.parametrize("name", NAMES)
def test_going_on_from_page_to_page_ends_at_the_review(name: str) -> None:
    asked = questionnaire(name)
    here, visited = next_page(asked, {}, ""), []
    while here is not None:
        visited.append(here.key)
        here = next_page(asked, {}, here.key)
    assert visited == [step.key for step in path(asked, {})]
