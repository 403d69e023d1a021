"""The pages of consultations, for citizens and for staff."""

import datetime as dt
import io

import pytest
from flask import Flask

from engage.consultations import queries, service
from engage.consultations.commands import consultation as consultation_group
from engage.core.db import transaction
from engage.strategy.queries import committees
from engage.summaries.models import Summary
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import make_strategy
from tests.surveys.factories import published_survey, question, texts

pytestmark = pytest.mark.usefixtures("app")
PDF = b"%PDF-1.7 a plan"


def text_of(client: PageClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_list_groups_by_state(client: PageClient) -> None:
    made = {state: make_consultation(state=state).title["da"] for state in queries.STATES}
    page = text_of(client, "/consultations")
    for state in ("open", "coming", "closed"):
        assert made[state] in page
    for state in ("draft", "withdrawn"):
        assert made[state] not in page


def test_a_closed_one_in_the_list_leads_to_its_results(client: PageClient) -> None:
    consultation = make_consultation(state="closed", results=True)
    page = text_of(client, "/consultations")
    assert f'href="/consultations/{consultation.slug}/results"' in page
    assert "Se, hvad der kom ind" in page


def test_an_empty_list_leads_to_ideas(client: PageClient) -> None:
    assert "/ideas/new" in text_of(client, "/consultations")


def test_an_open_consultation_tells_all(client: PageClient, clock: Clock) -> None:
    area = make_strategy().focus_areas[0]
    consultation = make_consultation(None, area, closes_at=clock.now + dt.timedelta(days=12, hours=2))
    day = clock.now.date()
    service.save_phase(
        make_user("editor"),
        consultation.slug,
        None,
        title={"da": "Vi læser"},
        description={},
        starts_on=day,
        ends_on=None,
    )
    page = text_of(client, f"/consultations/{consultation.slug}")
    for words in (
        "Åben til 16. maj 2026 kl. 14.00, 12 dage tilbage",
        "purpose på dansk",
        "Vi læser",
        area.title["da"],
        "Karen Holm",
        "Dit svar er anonymt",
        "Datatilsynet",
        "dpo@",
    ):
        assert words in page


def test_a_phase_of_one_day_names_it_once(client: PageClient, clock: Clock) -> None:
    consultation, day = make_consultation(), clock.now.date()
    words = {"title": {"da": "Mødet"}, "description": {}}
    service.save_phase(make_user("editor"), consultation.slug, None, **words, starts_on=day, ends_on=day)
    assert text_of(client, f"/consultations/{consultation.slug}").count("4. maj 2026") == 1


def test_it_speaks_english(client: PageClient) -> None:
    consultation = make_consultation()
    assert "purpose in English" in text_of(client, f"/consultations/{consultation.slug}?lang=en")


def test_the_last_day_is_said(client: PageClient, clock: Clock) -> None:
    consultation = make_consultation(closes_at=clock.now + dt.timedelta(hours=3))
    assert "Lukker i dag: åben til 4. maj 2026 kl. 15.00" in text_of(client, f"/consultations/{consultation.slug}")


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("draft", 404, "Vi kan ikke finde siden"),
        ("withdrawn", 410, "Høringen er trukket tilbage"),
        ("coming", 200, "Høringen er ikke åbnet endnu"),
        ("closed", 200, "Vi er i gang med at læse dem"),
        ("open", 200, "Der er intet spørgeskema til denne høring"),
    ],
)
def test_each_state_says_what_now(client: PageClient, state: str, status: int, words: str) -> None:
    assert words in text_of(client, f"/consultations/{make_consultation(state=state).slug}", status)


def test_a_closed_one_leads_to_its_results(client: PageClient) -> None:
    consultation = make_consultation(state="closed", results=True)
    assert f"/consultations/{consultation.slug}/results" in text_of(client, f"/consultations/{consultation.slug}")


def test_a_document_is_downloaded_under_its_name(client: PageClient) -> None:
    consultation = make_consultation()
    document = service.add_document(
        make_user("editor"), consultation.slug, title="Lokalplan", filename="plan.pdf", data=PDF + b"." * 1500
    )
    assert "(PDF, 2 kB)" in text_of(client, f"/consultations/{consultation.slug}")
    address = f"/consultations/{consultation.slug}/documents/{document.public_id}"
    answer = client.get(address)
    assert answer.data.startswith(PDF)
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.pdf"
    assert answer.mimetype == "application/pdf"
    assert client.get(f"/consultations/{make_consultation().slug}/documents/{document.public_id}").status_code == 404
    service.withdraw(make_user("editor"), consultation.slug)
    assert client.get(address).status_code == 404


def test_staff_write_one_and_publish_it(staff_client: StaffClient, client: PageClient) -> None:
    make_strategy()
    editor = staff_client("editor")
    sent = editor.submit(
        editor.get("/staff/consultations/new"),
        {
            "title-da": "Nyt torv i Aars",
            "summary-da": "Hvordan skal torvet se ud?",
            "purpose-da": "Fordi **torvet** er slidt.",
            "affects-da": "Udvalgets plan.",
            "committee_id": str(committees()[1].id),
            "opens_at": "2020-05-01T08:00",
            "closes_at": "2099-05-03T14:00",
            "privacy_mode": "anonymous",
        },
    )
    assert sent.location == "/staff/consultations/nyt-torv-i-aars"
    desk = editor.get(sent.location)
    words = desk.get_data(as_text=True)
    assert "Klar til at offentliggøre?" in words
    assert "tekster mangler på engelsk" in words
    assert "Der er intet spørgeskema" in words
    assert "<strong>torvet</strong>" in editor.get(sent.location + "/preview").get_data(as_text=True)
    editor.submit(desk, form="/staff/consultations/nyt-torv-i-aars/publish")
    assert "3. maj 2099 kl. 14.00" in text_of(client, "/consultations/nyt-torv-i-aars")


def test_errors_say_what_to_do_and_keep_everything(staff_client: StaffClient) -> None:
    make_strategy()
    editor = staff_client("editor")
    page = editor.get("/staff/consultations/new")
    answer = editor.submit(
        page, {"title-en": "A new square", "opens_at": "2026-05-09T08:00", "closes_at": "2026-05-03T14:00"}
    )
    words = answer.get_data(as_text=True)
    for expected in (
        "Skriv en titel på dansk",
        "Vælg, om svarene er anonyme",
        "Høringen skal lukke, efter at den åbner",
        "A new square",
        "2026-05-09T08:00",
    ):
        assert expected in words
    assert "Not a valid" not in editor.submit(page, {"opens_at": "i morgen"}).get_data(as_text=True)


def test_two_editors_lose_nothing(staff_client: StaffClient) -> None:
    consultation = make_consultation()
    address = f"/staff/consultations/{consultation.slug}/edit"
    one, two = staff_client("editor"), staff_client("editor")
    first, second = one.get(address), two.get(address)
    assert one.submit(first, {"title-da": "Den førstes titel"}).status_code == 302
    told = two.submit(second, {"title-da": "Den andens titel"})
    words = told.get_data(as_text=True)
    assert "En anden har gemt høringen, mens du skrev" in words
    assert "Den førstes titel" in words
    assert "Den andens titel" in words
    assert two.submit(told).status_code == 302
    assert queries.by_slug(consultation.slug).title["da"] == "Den andens titel"


def test_opening_and_saving_changes_nothing(staff_client: StaffClient) -> None:
    consultation = make_consultation(None, *make_strategy().focus_areas[:2])
    before = (consultation.version, consultation.opens_at.replace(second=0, microsecond=0))
    editor = staff_client("editor")
    editor.submit(editor.get(f"/staff/consultations/{consultation.slug}/edit"))
    after = queries.by_slug(consultation.slug)
    assert after.opens_at == before[1]
    assert len(after.focus_areas) == 2


def test_withdrawing_is_confirmed_first(staff_client: StaffClient) -> None:
    consultation = make_consultation()
    editor = staff_client("editor")
    page = editor.get(f"/staff/consultations/{consultation.slug}/withdraw")
    assert "kan ikke længere se høringen" in page.get_data(as_text=True)
    assert queries.by_slug(consultation.slug).status == "published"
    editor.submit(page)
    assert queries.by_slug(consultation.slug).status == "withdrawn"


def test_phases_are_written_changed_and_removed(staff_client: StaffClient) -> None:
    consultation = make_consultation()
    address = f"/staff/consultations/{consultation.slug}/phases"
    editor = staff_client("editor")
    page = editor.get(address)
    wrong = editor.submit(page, {"title-da": "Debat", "starts_on": "2026-06-02", "ends_on": "2026-06-01"})
    assert "Fasen kan ikke slutte, før den begynder" in wrong.get_data(as_text=True)
    editor.submit(page, {"title-da": "Debat", "starts_on": "2026-06-01", "ends_on": "2026-06-14"})
    (phase,) = queries.by_slug(consultation.slug).phases
    editor.submit(editor.get(f"{address}/{phase.id}"), {"title-da": "Høring"})
    assert "Høring" in editor.get(address).get_data(as_text=True)
    editor.submit(editor.get(f"{address}/{phase.id}/remove"))
    assert queries.by_slug(consultation.slug).phases == []


def test_documents_are_uploaded_checked_and_removed(staff_client: StaffClient) -> None:
    consultation = make_consultation(state="draft")
    address = f"/staff/consultations/{consultation.slug}/documents"
    editor = staff_client("editor")
    page = editor.get(address)
    assert "Vælg en fil" in editor.submit(page).get_data(as_text=True)
    refused = editor.submit(page, {"file": (io.BytesIO(b"MZ"), "plan.pdf")}, content_type="multipart/form-data")
    assert "Filen kan ikke bruges" in refused.get_data(as_text=True)
    editor.submit(page, {"file": (io.BytesIO(PDF), "plan.pdf")}, content_type="multipart/form-data")
    (document,) = queries.by_slug(consultation.slug).documents
    assert editor.get(f"{address}/{document.public_id}").data == PDF
    assert PageClient.get(staff_client("reader"), f"{address}/{document.public_id}").status_code == 200
    editor.submit(editor.get(f"{address}/{document.public_id}/remove"))
    assert queries.by_slug(consultation.slug).documents == []


@pytest.mark.parametrize("part", ["edit", "withdraw", "phases", "documents"])
def test_readers_may_look_but_not_change(staff_client: StaffClient, part: str) -> None:
    consultation = make_consultation()
    reader = staff_client("reader")
    assert reader.get(f"/staff/consultations/{consultation.slug}").status_code == 200
    assert reader.get(f"/staff/consultations/{consultation.slug}/{part}").status_code == 403


@pytest.mark.parametrize("state", queries.STATES)
def test_staff_find_each_by_its_state(staff_client: StaffClient, state: str) -> None:
    made = {each: make_consultation(state=each).title["da"] for each in queries.STATES}
    page = staff_client("reader").get(f"/staff/consultations?state={state}").get_data(as_text=True)
    assert [each for each in queries.STATES if made[each] in page] == [state]
    assert "Ny høring" not in page


def test_the_command_line_lists_slugs_first(app: Flask) -> None:
    made = [make_consultation(state=state) for state in ("open", "draft")]
    lines = app.test_cli_runner().invoke(consultation_group, ["list"]).output.splitlines()
    assert [line.split("\t")[:2] for line in lines] == [[made[0].slug, "open"], [made[1].slug, "draft"]]


def test_how_many_have_answered_is_told_from_five_on(client: PageClient) -> None:
    survey = published_survey(make_consultation())
    address = f"/consultations/{survey.consultation.slug}"
    with transaction() as session:
        summary = Summary(consultation_id=survey.consultation_id, totals={"responses": 4})
        session.add(summary)
    assert "har svaret" not in text_of(client, address)
    with transaction():
        summary.totals = {"responses": 5}
    assert "5 har svaret" in text_of(client, address)


def test_it_says_what_answering_takes(client: PageClient) -> None:
    survey = published_survey(make_consultation())
    page = text_of(client, f"/consultations/{survey.consultation.slug}")
    assert "Cirka 2 minutter" in page
    assert "Du er anonym" in page


@pytest.mark.parametrize(("days", "here"), [(0, 1), (40, 0)])
def test_the_timeline_says_where_we_are(client: PageClient, clock: Clock, days: int, here: int) -> None:
    consultation, day = make_consultation(), clock.now.date() + dt.timedelta(days=days)
    words = {"title": {"da": "Mødet"}, "description": {}}
    service.save_phase(make_user("editor"), consultation.slug, None, **words, starts_on=day, ends_on=None)
    assert text_of(client, f"/consultations/{consultation.slug}").count("her er vi") == here


def test_the_printed_page_says_where_to_answer(client: PageClient) -> None:
    consultation = make_consultation()
    assert f"http://localhost/consultations/{consultation.slug}" in text_of(
        client, f"/consultations/{consultation.slug}"
    )


def test_an_open_one_has_the_way_to_answer_at_top_and_bottom(client: PageClient) -> None:
    survey = published_survey(make_consultation())
    page = text_of(client, f"/consultations/{survey.consultation.slug}")
    assert page.count(f'href="/surveys/{survey.slug}"') == 2
    assert "Der er intet spørgeskema" not in page


def test_a_survey_by_personal_links_only_is_not_offered_to_all(client: PageClient) -> None:
    survey = published_survey(make_consultation(), open_link=False)
    assert f"/surveys/{survey.slug}" not in text_of(client, f"/consultations/{survey.consultation.slug}")


def test_a_closed_or_coming_one_has_no_way_to_answer(client: PageClient) -> None:
    for state in ("closed", "coming"):
        survey = published_survey(make_consultation(state=state))
        assert f"/surveys/{survey.slug}" not in text_of(client, f"/consultations/{survey.consultation.slug}")


def test_who_asks_for_a_name_does_not_promise_anonymity(client: PageClient, staff_client: StaffClient) -> None:
    asks_name = {
        "schema_version": 1,
        "title": texts("Din mening", "Your view"),
        "pages": [
            {
                "key": "one",
                "title": texts("En", "One"),
                "questions": [question("short_text", "who", "Hvad er dit navn?")],
            }
        ],
    }
    survey = published_survey(make_consultation(), asks_name)
    page = text_of(client, f"/consultations/{survey.consultation.slug}")
    assert "Dit svar er anonymt" not in page
    assert "sammen med de oplysninger om dig, som du selv skriver" in page
    desk = staff_client("editor").get(f"/staff/consultations/{survey.consultation.slug}").get_data(as_text=True)
    assert "Så lover siden ikke, at svarene er anonyme" in desk


def test_the_page_costs_the_same_however_much_is_on_it(client: PageClient, counting_queries: CountQueries) -> None:
    consultation, editor, counts = make_consultation(), make_user("editor"), []
    for number in range(2):
        for _ in range(3):
            service.save_phase(
                editor,
                consultation.slug,
                None,
                title={"da": "Fase"},
                description={},
                starts_on=dt.date(2026, 6, 1 + number),
                ends_on=None,
            )
            service.add_document(editor, consultation.slug, title="Plan", filename="plan.pdf", data=PDF)
        with counting_queries() as sent:
            client.get(f"/consultations/{consultation.slug}")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_staff_come_from_a_consultation_to_all_that_it_brought(staff_client: StaffClient) -> None:
    consultation = make_consultation(state="open")
    page = staff_client("reader").get(f"/staff/consultations/{consultation.slug}").text
    assert f'href="/staff/summaries/{consultation.slug}"' in page
    assert f'href="/staff/consultations/{consultation.slug}/themes"' in page
    assert f"consultation={consultation.id}" in page
    draft = make_consultation(state="draft")
    assert f"/staff/summaries/{draft.slug}" not in staff_client("reader").get(f"/staff/consultations/{draft.slug}").text
