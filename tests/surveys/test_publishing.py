"""From draft to citizens: publishing, versions, sharing, closing, and trying it out first."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from engage.accounts.models import User
from engage.core.audit import trail_of
from engage.core.db import session
from engage.core.errors import Forbidden, NotFound
from engage.surveys import building, editing, queries, rehearsal
from engage.surveys.models import QuestionnaireVersion, Survey, SurveyStatus
from engage.surveys.sharing import public_url, qr_code
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.surveys.factories import everyday_document, make_response, make_survey, published_survey, texts
from tests.surveys.walking import drafts, responses, words

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def editor(staff_client: StaffClient) -> PageClient:
    return staff_client("editor")


@pytest.fixture
def author() -> User:
    return make_user("editor")


def at(survey: Survey, *steps: str) -> str:
    return "/".join(("/staff/surveys", survey.slug, *steps))


def reword(author: User, survey: Survey, title: str) -> None:
    def change(document: editing.Document) -> editing.Document:
        return editing.with_texts(document, title=texts(title), introduction={}, closing={})

    building.edit(author, survey.id, survey.version, change)


def test_publishing_makes_an_answerable_version(editor: PageClient, client: PageClient) -> None:
    survey = make_survey()
    assert client.get(f"/surveys/{survey.slug}").status_code == 404
    page = editor.get(at(survey, "publish"))
    assert "Borgerne kan svare med det samme" in words(page)
    page = editor.submit(page, follow_redirects=True)
    assert "Version 1 er i brug nu" in words(page)
    assert client.get(f"/surveys/{survey.slug}").status_code == 200
    assert [entry.action for entry in trail_of(survey)] == ["survey.published", "survey.created"]


@pytest.mark.parametrize(
    ("state", "says"),
    [("draft", "Høringen er ikke offentliggjort"), ("coming", "når høringen åbner"), ("closed", "Høringen er lukket")],
)
def test_the_page_before_publishing_says_when_citizens_can_answer(editor: PageClient, state: str, says: str) -> None:
    survey = make_survey(consultation=make_consultation(state=state))
    assert says in words(editor.get(at(survey, "publish")))


def test_publishing_is_refused_with_faults(editor: PageClient, author: User) -> None:
    document = everyday_document()
    del document["pages"][0]["questions"][0]["label"]["en"]
    survey = make_survey(document)
    page = editor.get(at(survey, "publish"), follow_redirects=True)
    assert "Den engelske tekst mangler" in words(page)
    page = editor.post(at(survey, "publish"), data={"version": survey.version}, follow_redirects=True)
    assert "kan ikke udgives endnu" in words(page)
    with pytest.raises(building.NotFitToPublish) as refused:
        building.publish(author, survey.id, survey.version)
    assert [fault.place for fault in refused.value.faults] == ["pages[0].questions[0].label.en"]
    assert queries.versions_of(survey.id) == []


def test_a_published_version_never_changes(author: User) -> None:
    survey = published_survey()
    first = queries.current_version(survey.id)
    document, fingerprint = json.dumps(first.document), first.sha256
    make_response(survey)
    reword(author, survey, "Et nyt navn")
    building.publish(author, survey.id, survey.version)
    session().expire_all()
    kept = session().scalars(sa.select(QuestionnaireVersion).order_by(QuestionnaireVersion.number)).first()
    assert kept is not None
    assert json.loads(document) == kept.document
    assert kept.sha256 == fingerprint
    assert responses()[0].version_id == kept.id
    assert queries.current_version(survey.id).number == 2


def test_an_unchanged_draft_makes_no_new_version(author: User) -> None:
    survey = published_survey()
    again = building.publish(author, survey.id, queries.survey_by_id(survey.id).version)
    assert again.number == 1
    assert len(queries.versions_of(survey.id)) == 1


def test_differences_are_told_before_and_after(editor: PageClient, author: User) -> None:
    survey = published_survey()
    make_response(survey)

    def change(document: editing.Document) -> editing.Document:
        document = editing.without_question(document, "minutes")
        return editing.with_question(
            document, "safe", {**document["pages"][1]["questions"][1], "highest": 3, "required": True}
        )

    building.edit(author, survey.id, survey.version, change)
    page = editor.get(at(survey, "publish"))
    for line in (
        "Spørgsmålet “Hvor mange minutter tager turen?” er fjernet",
        "Spørgsmålet “Hvor tryg er vejen?” skal nu besvares",
        "Det svar, der er kommet, hører stadig til den version",
        "Nogle svar kan ikke tælles sammen med de gamle",
    ):
        assert line in words(page)
    editor.submit(page)
    versions = words(editor.get(at(survey, "versions")))
    assert "Version 2 I brug" in versions
    assert "er fjernet" in versions


def test_an_old_page_publishes_nothing(editor: PageClient, author: User) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "publish"))
    reword(author, survey, "Noget andet")
    page = editor.submit(page, follow_redirects=True)
    assert "En anden har ændret skemaet" in words(page)
    assert queries.versions_of(survey.id) == []


def test_closing_and_opening_again(editor: PageClient, author: User) -> None:
    survey = published_survey()
    page = editor.submit(editor.get(at(survey, "close")), follow_redirects=True)
    assert "tager ikke imod svar" in words(page)
    reword(author, survey, "Kun en kladde")
    page = editor.get(at(survey, "share"))
    page = editor.submit(page, form=at(survey, "reopen"), follow_redirects=True)
    assert "Skemaet tager imod svar indtil" in words(page)
    assert len(queries.versions_of(survey.id)) == 1
    assert queries.survey_by_id(survey.id).status == SurveyStatus.PUBLISHED


def test_the_open_link_is_switched(editor: PageClient, client: PageClient) -> None:
    survey = published_survey()
    page = editor.submit(editor.get(at(survey, "share")), form=at(survey, "open-link"), follow_redirects=True)
    assert "Det åbne link er slået fra" in words(page)
    assert client.get(f"/surveys/{survey.slug}").status_code == 410
    editor.submit(page, form=at(survey, "open-link"))
    assert client.get(f"/surveys/{survey.slug}").status_code == 200


def test_the_address_as_text_and_as_a_code(editor: PageClient) -> None:
    survey = published_survey()
    make_response(survey)
    page = editor.get(at(survey, "share"))
    assert public_url(survey) == f"http://localhost/surveys/{survey.slug}"
    assert f'value="{public_url(survey)}"' in page.get_data(as_text=True)
    assert "QR-kode, der fører til" in page.get_data(as_text=True)
    assert "svar er kommet 1" in words(page)
    drawing = editor.get(at(survey, "qr.svg"))
    assert drawing.mimetype == "image/svg+xml"
    assert b"<svg" in drawing.data
    picture = editor.get(at(survey, "qr.png"))
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert qr_code(public_url(survey), "png") == picture.data


def test_rights_are_checked_by_the_service_too() -> None:
    reader, survey = make_user("reader"), make_survey()
    for act in (building.publish, building.close, building.reopen, building.undo, building.delete_draft):
        with pytest.raises(Forbidden):
            act(reader, survey.id, survey.version)
    with pytest.raises(Forbidden):
        building.set_open_link(reader, survey.id, survey.version, False)
    with pytest.raises(Forbidden):
        building.create(reader, survey.consultation_id, texts("Nyt"))


def test_a_published_survey_is_not_deleted(author: User) -> None:
    survey = published_survey()
    with pytest.raises(NotFound):
        building.delete_draft(author, survey.id, survey.version)


def test_trying_the_draft_stores_nothing(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "preview"))
    page = editor.submit(page)
    assert "Vælg et svar" in words(page)
    page = editor.submit(page, {"q-how": "car"})
    assert "Hvad skulle til, for at du lod bilen stå?" in words(page)
    page = editor.submit(page, {"q-why_car": "En bus"}, button="Vis på engelsk")
    assert "How" not in words(page)
    assert "Hvor tryg er vejen? (in English)" in words(page)
    assert 'value="En bus"' in page.get_data(as_text=True)
    assert 'class="rehearsal__phone" lang="en"' in page.get_data(as_text=True)
    page = editor.submit(page, button="Vis på dansk")
    page = editor.submit(page, button="Tilbage")
    assert 'value="car" checked' in page.get_data(as_text=True)
    page = editor.submit(editor.submit(editor.submit(page)), {"q-more": "Tak"})
    assert "Se dine svar igennem" in words(page)
    assert "En bus" in words(page)
    assert "Til sidst" in words(editor.submit(page, button="Tilbage"))
    assert drafts() == []
    assert responses() == []


def test_an_empty_draft_can_be_looked_at(editor: PageClient) -> None:
    survey = make_survey({"schema_version": 1, "title": texts("Tomt"), "pages": [{"key": "page_1"}]})
    assert "Der er ingen spørgsmål endnu" in words(editor.get(at(survey, "preview")))


def test_answers_that_were_tampered_with_are_none() -> None:
    packed = rehearsal.pack({"how": "bike"})
    assert rehearsal.unpack(packed) == {"how": "bike"}
    assert rehearsal.unpack(packed[:-1] + "x") == rehearsal.unpack("") == {}
