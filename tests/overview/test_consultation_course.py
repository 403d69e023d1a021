"""The course of a consultation: the first step that is not done is where it stands, and the page says what is next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engage.overview.consultation_course import Standing, current_step
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import StaffClient
from tests.surveys.factories import make_survey, published_survey
from tests.surveys.walking import words
from tests.triage.factories import make_inputs

FRESH = Standing(
    "draft",
    blocked=False,
    has_survey=False,
    survey_published=False,
    inputs=0,
    new=0,
    waiting=0,
    results_published=False,
)
OPEN = replace(FRESH, state="open", has_survey=True, survey_published=True)
CLOSED = replace(OPEN, state="closed", inputs=9)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (FRESH, "written"),
        (replace(FRESH, has_survey=True), "published"),
        (replace(FRESH, has_survey=True, blocked=True), "written"),
        (replace(OPEN, state="withdrawn"), "published"),
        (replace(OPEN, state="coming"), "open"),
        (OPEN, "open"),
        (replace(OPEN, new=3, waiting=3), "open"),
        (replace(CLOSED, new=3, waiting=9), "read"),
        (replace(CLOSED, waiting=9), "results"),
        (replace(CLOSED, waiting=9, results_published=True), "answered"),
        (replace(CLOSED, results_published=True), None),
    ],
)
def test_where_it_stands(standing: Standing, step: str | None) -> None:
    assert current_step(standing) == step


@pytest.mark.usefixtures("app")
class TestOnScreen:
    def test_a_draft_without_a_survey_leads_to_making_one(self, staff_client: StaffClient) -> None:
        draft = make_consultation(state="draft")
        page = staff_client("editor").get(f"/staff/consultations/{draft.slug}")
        assert f'href="/staff/surveys/new?consultation={draft.slug}">Lav et spørgeskema' in page.text

    def test_an_open_one_that_nobody_can_answer_says_so(self, staff_client: StaffClient) -> None:
        editor, consultation = staff_client("editor"), make_consultation()
        address = f"/staff/consultations/{consultation.slug}"
        assert "Uden et kan borgerne kun skrive eller ringe." in words(editor.get(address))
        make_survey(consultation=consultation)
        assert "Borgerne kan ikke svare, før du udgiver spørgeskemaet." in words(editor.get(address))
        published_survey(consultation)
        assert "Borgerne svarer nu" in words(editor.get(address))

    def test_new_words_come_first_and_lead_to_just_them(self, staff_client: StaffClient) -> None:
        consultation = make_consultation()
        published_survey(consultation)
        make_inputs(2, consultation.committee, consultation_id=consultation.id)
        page = staff_client("editor").get(f"/staff/consultations/{consultation.slug}")
        assert "Der er 2 nye input at læse." in words(page)
        assert "state=new" in page.text.split("Læs det nye")[0].rsplit("href=", 1)[1]

    def test_a_reader_sees_the_course_but_is_not_sent_to_work(self, staff_client: StaffClient) -> None:
        consultation = make_consultation()
        page = staff_client("reader").get(f"/staff/consultations/{consultation.slug}")
        assert 'aria-current="step"' in page.text
        assert "Se, hvad der er kommet ind" not in page.text
