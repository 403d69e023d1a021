"""How long answering is said to take: by what is asked, and how much there is to read."""

from __future__ import annotations

from typing import Any

import pytest

from engage.surveys.document import load
from engage.surveys.timing import minutes
from tests.surveys.factories import everyday_document, options, question

pytestmark = pytest.mark.usefixtures("danish")


def estimated(*questions: dict[str, Any], language: str = "da") -> int:
    keyed = [{**one, "key": f"k{number}"} for number, one in enumerate(questions)]
    document = load({"schema_version": 1, "pages": [{"key": "one", "questions": keyed}]})
    return minutes(document.questions.values(), language)


def test_writing_takes_longer_than_choosing() -> None:
    yes_no = question("yes_no", "k", "Cykler du?")
    long_text = question("long_text", "k", "Hvad mangler?")
    assert estimated(*[yes_no] * 6) == 1
    assert estimated(*[long_text] * 6) == 5


def test_what_is_to_be_read_counts() -> None:
    few = question("single_choice", "k", "Vælg", options=options(a="Ja", b="Nej"))
    many = question(
        "single_choice", "k", "Vælg", options=options(**{f"o{n}": "Et svar på flere ord" for n in range(40)})
    )
    assert estimated(few) == 1
    assert estimated(many) == 2
    information = {"type": "information", "key": "k", "body": {"da": "ord " * 400, "en": "word"}}
    assert estimated(information) == 3
    assert estimated(information, language="en") == 1


def test_a_question_that_not_all_meet_counts_half() -> None:
    first = question("yes_no", "k", "Cykler du?")
    writing = question("long_text", "k", "Hvad mangler?")
    hidden = {**writing, "show_if": {"==": [{"answer": "k0"}, "yes"]}}
    assert estimated(first, *[hidden] * 8) < estimated(first, *[writing] * 8)


def test_a_survey_takes_at_least_a_minute_and_the_everyday_one_two() -> None:
    assert minutes([], "da") == 1
    assert minutes(load(everyday_document()).questions.values(), "da") == 2
