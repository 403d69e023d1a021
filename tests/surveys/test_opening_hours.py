"""When a survey can be answered: coming, open, closed while somebody is at it."""

from __future__ import annotations

import datetime as dt

import pytest

from engage.surveys import building, service
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.surveys.factories import published_survey
from tests.surveys.walking import address, another, drafts, fill, first_page, responses, to_review, words

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(("state", "says"), [("coming", "ikke åbnet endnu"), ("closed", "Spørgeskemaet er lukket")])
def test_before_and_after(client: PageClient, state: str, says: str) -> None:
    survey = published_survey(make_consultation(state=state))
    for answer in (client.get(address(survey)), client.get(address(survey, "pages", "way"))):
        assert answer.status_code == 410
        assert says in words(answer)
    assert client.post(address(survey, "pages", "way"), data={"q-how": "bike"}).status_code == 410
    assert drafts() == []


def test_who_has_begun_may_finish_within_the_hour(client: PageClient, clock: Clock) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="bike")
    clock.set(survey.consultation.closes_at + dt.timedelta(minutes=50))
    assert another(client).get(address(survey)).status_code == 410
    review = fill(client, fill(client, page))
    client.submit(review, button="Send mine svar")
    assert len(responses()) == 1


def test_after_the_hour_the_draft_is_kept_but_not_sent(client: PageClient, clock: Clock) -> None:
    survey = published_survey()
    review = to_review(client, survey, more="For sent")
    clock.set(survey.consultation.closes_at + dt.timedelta(minutes=61))
    answer = client.submit(review, button="Send mine svar")
    assert answer.status_code == 410
    assert "Spørgeskemaet er lukket" in words(answer)
    assert responses() == []
    assert drafts()[0].answers["more"] == "For sent"


def test_closed_by_staff_while_somebody_answers(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="bike")
    editor = make_user("editor")
    building.close(editor, survey.id, survey.version)
    answer = client.submit(page, button="Næste")
    assert answer.status_code == 410
    assert len(drafts()) == 1
    building.reopen(editor, survey.id, survey.version)
    assert "Til sidst" in words(fill(client, page))


def test_an_answer_is_finished_on_the_version_it_was_begun_on(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="bike")
    editor = make_user("editor")
    building.edit(editor, survey.id, survey.version, lambda document: {**document, "pages": document["pages"][:1]})
    building.publish(editor, survey.id, survey.version)
    review = fill(client, fill(client, page))
    client.submit(review, button="Send mine svar")
    assert responses()[0].version.number == 1
    assert "Side 1 af 1" in words(first_page(another(client), survey))


def test_old_drafts_are_swept_away(client: PageClient, clock: Clock) -> None:
    fill(client, first_page(client, published_survey()), how="bike")
    clock.advance(days=service.DRAFT_DAYS)
    assert service.clear_old_drafts() == 0
    clock.advance(days=1)
    assert service.clear_old_drafts() == 1
