from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.summaries.figures import survey_figures
from engage.surveys import flow, queries
from engage.surveys.results import choice_figure, number_figure, scale_figure
from engage.surveys.service import questionnaire_of
from tests.strategy.factories import make_strategy
from tests.summaries.factories import random_answers, republish, wide_document
from tests.surveys.factories import make_link, make_response, make_survey, options, published_survey, texts

CHOICES = {
    "how": ("bike", "bus", "car"),
    "many": ("a", "b", "c"),
    "one": ("a", "b", "c"),
    "yes": ("yes", "no"),
    "areas": ("growth", "communities", "children-youth", "nature-green"),
    "home": ("Aars", "Farsø", "Løgstør", "Aalestrup"),
}


def counted_by_hand(responses: list[dict[str, Any]], key: str) -> tuple[Counter[Any], int]:
    """What was answered to a question, and by how many, one response after the other."""
    values: Counter[Any] = Counter()
    answered = 0
    for answers in responses:
        if key in answers:
            answered += 1
            value = answers[key]
            values.update(value if isinstance(value, list) else [value])
    return values, answered


def figure_of(figures: dict[str, Any], key: str) -> dict[str, Any]:
    return next(question for question in figures["questions"] if question["key"] == key)


def rows_of(figure: dict[str, Any]) -> list[tuple[str, int | None, float | None]]:
    return [(row["value"], row["count"], row["share"]) for row in figure["rows"]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_counts_are_those_that_a_person_would_count(db_session: Session, seed: int) -> None:
    make_strategy()
    survey = published_survey(document=wide_document())
    dice = random.Random(seed)
    everyone = [random_answers(dice) for _ in range(60)]
    for answers in everyone:
        make_response(survey, answers)
    questionnaire = questionnaire_of(queries.current_version(survey.id))
    effective = [flow.effective_answers(questionnaire, answers) for answers in everyone]
    figures = survey_figures(queries.survey_by_id(survey.id))
    assert figures["responses"] == 60
    for key, offered in CHOICES.items():
        values, answered = counted_by_hand(effective, key)
        shown = figure_of(figures, key)
        expected = choice_figure(
            {value: values[value] for value in offered}, answered=answered, several=key in {"many", "areas"}
        )
        assert rows_of(shown) == [(row.value, row.count, row.share) for row in expected.rows], key
        assert shown["answered"] == expected.answered
    values, answered = counted_by_hand(effective, "safe")
    expected = scale_figure({number: values[number] for number in range(1, 6)})
    assert rows_of(figure_of(figures, "safe")) == [(row.value, row.count, row.share) for row in expected.rows]
    values, answered = counted_by_hand(effective, "minutes")
    described = number_figure(values).description
    assert described is not None
    assert figure_of(figures, "minutes")["description"] == vars(described)
    for key in ("short", "long"):
        assert figure_of(figures, key)["answered"] == counted_by_hand(effective, key)[1]


def test_who_was_not_asked_is_told_from_who_did_not_answer(db_session: Session) -> None:
    survey = published_survey(document=wide_document())
    for _ in range(6):
        make_response(survey, {"how": "bike", "yes": "yes"})
    for _ in range(2):
        make_response(survey, {"how": "bike"})
    for _ in range(3):
        make_response(survey, {"how": "car"})
    shown = figure_of(survey_figures(queries.survey_by_id(survey.id)), "yes")
    assert (shown["answered"], shown["not_answered"], shown["not_asked"]) == (6, 2, 3)


def test_where_one_may_be_chosen_a_small_count_takes_company_into_hiding(db_session: Session) -> None:
    survey = published_survey(document=wide_document())
    for value, count in (("a", 3), ("b", 8), ("c", 20)):
        for _ in range(count):
            make_response(survey, {"one": [value], "many": [value]})
    figures = survey_figures(queries.survey_by_id(survey.id))
    assert [row["count"] for row in figure_of(figures, "one")["rows"]] == [None, None, 20]
    assert figure_of(figures, "one")["several"] is False
    assert [row["count"] for row in figure_of(figures, "many")["rows"]] == [None, 8, 20]


def test_versions_that_agree_are_counted_together_and_others_are_not(db_session: Session) -> None:
    survey = published_survey(document=wide_document())
    for _ in range(10):
        make_response(survey, {"how": "bus", "safe": 5, "yes": "yes"})
    more = {
        "how": {"options": options(bike="Cykel", car="Bil", foot="Til fods")},
        "safe": {"highest": 7, "high_label": texts("Tryg")},
    }
    republish(queries.survey_by_id(survey.id), wide_document(**more))
    survey = queries.survey_by_id(survey.id)
    for _ in range(5):
        make_response(survey, {"how": "foot", "safe": 7})
    figures = survey_figures(queries.survey_by_id(survey.id))
    assert figures["responses"] == 15
    how, safe = figure_of(figures, "how"), figure_of(figures, "safe")
    assert {row["value"]: row["count"] for row in how["rows"]} == {"bike": 0, "car": 0, "foot": 5, "bus": 10}
    assert {row["value"]: row["label"]["da"] for row in how["rows"]}["bus"] == "Bus"
    assert (how["answered"], how["not_asked"]) == (15, 0)
    assert (safe["answered"], safe["not_asked"]) == (5, 0)  # another scale: the earlier answers mean something else
    assert {row["value"]: row["count"] for row in safe["rows"]}["7"] == 5


def test_the_interfaces_own_choices_are_named_in_both_languages(db_session: Session) -> None:
    survey = published_survey(document=wide_document())
    labels = [row["label"]["da"] for row in figure_of(survey_figures(survey), "yes")["rows"]]
    assert labels == ["Ja", "Nej"]


def test_response_rate_is_of_those_invited(db_session: Session) -> None:
    survey = published_survey(document=wide_document())
    make_response(survey, {"how": "bike"})
    make_response(survey, {"how": "bike"}, link=make_link(survey))
    figures = survey_figures(queries.survey_by_id(survey.id))
    assert figures["by_channel"] == {"open": 1, "personal": 1}
    assert (figures["invited"], figures["rate"]) == (0, None)


def test_a_survey_that_was_never_published_has_no_figures(db_session: Session) -> None:
    assert survey_figures(make_survey()) == {}
