from __future__ import annotations

import html
import re

import pytest
from sqlalchemy.orm import Session

from engage.core.builds import BuildState
from engage.core.db import transaction
from engage.summaries import publishing
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock, Drain
from tests.summaries.factories import answered_consultation, built, wide_document
from tests.surveys.factories import make_response, published_survey
from tests.triage.factories import make_input, make_theme


def words(page: str) -> str:
    """What a person reads of a page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_staff_see_figures_themes_and_quotes_that_lead_to_their_inputs(
    db_session: Session, clock: Clock, staff_client: StaffClient
) -> None:
    consultation, survey = answered_consultation(60)
    summary = built(consultation)
    clock.advance(minutes=3)
    reader = staff_client("reader")
    page = reader.get(f"/staff/summaries/{consultation.slug}").get_data(as_text=True)
    read = words(page)
    assert "for 3 minutter siden" in read
    themes = summary.content["voices"]["themes"]
    total = summary.content["voices"]["inputs"]
    for theme in themes:
        share = f"{theme['share'] * 100:.0f}"
        assert f"{theme['inputs']} af {total} input ({share} %) nævner “{theme['label']}”." in read.replace("\xa0", " ")
        assert f"consultation={consultation.id}" in page
        assert f"theme={theme['id']}" in page
        for quote in theme["quotes"]:
            assert quote["text"] in html.unescape(page)
            assert f"/staff/inputs/{quote['input']}" in page
    assert page.count("<figure") > 10
    assert "Gennemsnit" in read
    own = reader.get(f"/staff/summaries/{consultation.slug}?survey={survey.slug}")
    assert f'href="/staff/summaries/{consultation.slug}?survey={survey.slug}" aria-current="page"' in own.text
    link = re.search(r'href="(/staff/inputs[^"]*theme=\d+[^"]*)"', page)
    assert link is not None
    assert reader.get(html.unescape(link[1])).status_code == 200
    assert reader.get(f"/staff/inputs/{themes[0]['quotes'][0]['input']}").status_code == 200
    assert reader.get(f"/staff/consultations/{consultation.slug}/themes").status_code == 200


def test_stale_is_said_and_a_button_makes_it_again(
    db_session: Session, clock: Clock, drain: Drain, staff_client: StaffClient
) -> None:
    consultation = make_consultation()
    address = f"/staff/summaries/{consultation.slug}"
    editor = staff_client("editor")
    assert "Der er ikke kommet noget ind endnu" in editor.get(address).text
    make_input(consultation_id=consultation.id)
    first = editor.get(address).text
    assert "Laves nu" in first
    assert "data-live-running" in first
    drain()
    clock.advance(minutes=3)
    make_input(consultation_id=consultation.id)
    page = editor.get(address)
    assert "Nyt er kommet ind" in page.text
    assert "data-live-running" not in page.text
    asked = editor.submit(page)
    assert "data-live-running" in editor.get(asked.location).text
    assert "data-live-running" in editor.get(f"{address}/freshness", headers={"HX-Request": "true"}).text
    drain()
    assert "De nye tal er klar." in editor.get(f"{address}/freshness", headers={"HX-Request": "true"}).text
    fresh = editor.get(asked.location).text
    assert "Nyt er kommet ind" not in fresh
    assert "Lavet lige nu" in words(fresh)
    assert "data-live-running" not in fresh


def test_a_new_count_is_asked_for_by_editors_only(db_session: Session, clock: Clock, staff_client: StaffClient) -> None:
    address = f"/staff/summaries/{built(make_consultation()).consultation.slug}"
    reader = staff_client("reader")
    assert "Lav den igen" in staff_client("editor").get(address).text
    assert "Lav den igen" not in reader.get(address).text
    assert reader.post(f"{address}/rebuild").status_code == 403


def test_a_build_under_way_and_a_failed_one_are_said(
    db_session: Session, clock: Clock, staff_client: StaffClient
) -> None:
    consultation = make_consultation()
    summary = built(consultation)
    editor = staff_client("editor")
    address = f"/staff/summaries/{consultation.slug}"
    with transaction():
        summary.state = BuildState.BUILDING
    assert "data-live-running" in editor.get(address).text
    with transaction():
        summary.state, summary.last_error = BuildState.FAILED, "MemoryError: <no more>"
    failed = editor.get(address)
    assert "Opsummeringen kunne ikke laves" in failed.text
    assert "MemoryError: &lt;no more&gt;" in failed.text
    assert "Mislykket" in editor.get("/staff/summaries/").text
    assert editor.submit(failed).status_code == 302


def test_the_list_shows_every_consultation_and_its_numbers(
    db_session: Session, clock: Clock, drain: Drain, staff_client: StaffClient
) -> None:
    consultation, _survey = answered_consultation(12)
    make_consultation(state="coming")
    make_consultation(state="draft")
    assert "Laves snart" in staff_client("reader").get("/staff/summaries/").text
    drain()
    page = words(staff_client("reader").get("/staff/summaries/").text)
    assert f"{consultation.title['da']} Åben 12" in page
    assert page.count("Intet er kommet ind") == 1


def test_what_changed_is_told_the_next_day(db_session: Session, clock: Clock, staff_client: StaffClient) -> None:
    consultation, survey = answered_consultation(30)
    built(consultation)
    clock.advance(days=1)
    make_response(survey, {"how": "bus", "long": "Bussen kører for sjældent"})
    built(consultation)
    page = words(staff_client("reader").get(f"/staff/summaries/{consultation.slug}").text)
    assert "Nyt siden 4. maj 2026" in page
    assert "Besvarelser: +1" in page


@pytest.mark.parametrize("language", ["da", "en"])
def test_citizens_read_the_results_in_both_languages(db_session: Session, client: PageClient, language: str) -> None:
    consultation, _survey = answered_consultation(60)
    summary = built(consultation)
    publishing.publish(make_user("editor"), consultation.slug, built_at=summary.built_at, left_out=())
    page = client.get(f"/consultations/{consultation.slug}/results?lang={language}")
    assert page.status_code == 200
    assert ("Hvor tryg? (in English)" in page.text) == (language == "en")
    assert '<blockquote lang="da">' in page.text, "the words stay in the language they were written in"
    assert "/staff/inputs" not in page.text
    assert "Set-Cookie" not in page.headers


def test_fewer_than_five_are_hidden_from_citizens(db_session: Session, client: PageClient) -> None:
    survey = published_survey(document=wide_document())
    for value, count in (("bike", 3), ("bus", 9), ("car", 20)):
        for _ in range(count):
            make_response(survey, {"how": value})
    for theme_of, count in (("Cykelstier", 5), ("Hemmeligt", 4)):
        theme = make_theme(survey.consultation, theme_of)
        for _ in range(count):
            given = make_input(f"Vi taler om {theme_of}", consultation_id=survey.consultation_id)
            with transaction() as session:
                session.execute(
                    theme.__class__.metadata.tables["input_themes"]
                    .insert()
                    .values(input_id=given.id, theme_id=theme.id, made_by="staff", confidence=1.0)
                )
    summary = built(survey.consultation)
    publishing.publish(make_user("editor"), survey.consultation.slug, built_at=summary.built_at, left_out=())
    page = client.get(f"/consultations/{survey.consultation.slug}/results").text
    assert "Cykelstier" in page
    assert "Hemmeligt" not in page
    read = words(page)
    assert "Dertil kommer 1 tema, som færre end 5 har nævnt." in read
    assert "Cykel skjult Bus skjult Bil" in read
    assert "Et tal er skjult, når færre end 5 står bag" in read


def test_a_page_costs_the_same_however_many_answered(
    db_session: Session, staff_client: StaffClient, client: PageClient, counting_queries: CountQueries
) -> None:
    reader = staff_client("reader")
    sent_by_count = []
    for count in (10, 60):
        consultation, _survey = answered_consultation(count, seed=count)
        published_survey(consultation, wide_document())
        summary = built(consultation)
        publishing.publish(make_user("editor"), consultation.slug, built_at=summary.built_at, left_out=())
        with counting_queries() as sent:
            reader.get(f"/staff/summaries/{consultation.slug}")
            reader.get("/staff/summaries/")
            client.get(f"/consultations/{consultation.slug}/results")
        sent_by_count.append(len(sent))
    assert sent_by_count[0] == sent_by_count[1] < 60
