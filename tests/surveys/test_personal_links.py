"""One answer for each personal link: swapped, resumed, used, forged, expired, and raced for."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from engage.core.db import db, session
from engage.surveys import service
from engage.surveys.links import LinkUsed, personal_url
from engage.surveys.models import PersonalLink, Survey
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.surveys.factories import everyday_document, make_draft, make_link, published_survey, question, texts
from tests.surveys.walking import address, another, drafts, fill, first_page, responses, to_review, words

pytestmark = pytest.mark.usefixtures("app")


def is_used(link_id: int) -> bool:
    return session().scalar(sa.select(PersonalLink.id).where(PersonalLink.id == link_id)) is None


def path_of(link: PersonalLink, survey: Survey) -> str:
    return urlsplit(personal_url(link, survey.slug)).path


def test_the_token_disappears_from_the_address(client: PageClient) -> None:
    survey = published_survey(open_link=False)
    path = path_of(make_link(survey), survey)
    token = path.rsplit("/", 1)[1]
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location == address(survey)
    pages = [client.get(answer.location), first_page(client, survey)]
    pages.append(fill(client, pages[-1], how="bike"))
    pages.append(client.get(address(survey, "later")))
    for page in pages:
        # a form may carry it, an address may not
        assert not re.search(rf'(href|action|src)="[^"]*{token}', page.get_data(as_text=True))
        assert token not in page.request.url


def test_opening_the_link_uses_nothing_up(client: PageClient) -> None:
    survey = published_survey(open_link=False)
    link = make_link(survey)
    for _scanner in range(3):
        client.get(path_of(link, survey), follow_redirects=True)
    assert not is_used(link.id)
    assert drafts() == []


def test_the_same_link_resumes_on_another_telephone(client: PageClient) -> None:
    survey = published_survey(open_link=False)
    path = path_of(make_link(survey), survey)
    client.get(path)
    fill(client, first_page(client, survey), how="bus")
    other = another(client)
    start = other.get(path, follow_redirects=True)
    assert "Fortsæt, hvor du slap" in words(start)
    assert "Om turen" in words(first_page(other, survey))


def test_a_form_left_open_overnight_keeps_its_link(client: PageClient) -> None:
    survey = published_survey(open_link=False)
    link = make_link(survey)
    link_id = link.id
    client.get(path_of(link, survey))
    page = fill(client, first_page(client, survey), how="bus")
    client.delete_cookie("session")
    review = fill(client, fill(client, page))
    client.submit(review, button="Send mine svar")
    assert is_used(link_id)


def test_a_used_link_says_so(client: PageClient) -> None:
    survey = published_survey(open_link=False)
    link = make_link(survey)
    link_id, path = link.id, path_of(link, survey)
    client.get(path)
    review = to_review(client, survey)
    client.submit(review, button="Send mine svar")
    assert is_used(link_id)
    again = another(client).get(path)
    assert again.status_code == 410
    assert "allerede svaret med dette link" in words(again)
    assert responses()[0].channel == "personal"


def test_a_forged_link_says_so(client: PageClient) -> None:
    survey, other = published_survey(), published_survey()
    path = path_of(make_link(survey), survey)
    strange = path_of(make_link(other), survey)
    for forged in (path[:-1] + ("a" if path[-1] != "a" else "b"), path[:-5], strange):
        answer = client.get(forged)
        assert answer.status_code == 410
        assert "Linket virker ikke" in words(answer)


def test_an_expired_link_says_so_even_midway(client: PageClient, clock: Clock) -> None:
    survey = published_survey(open_link=False)
    path = path_of(make_link(survey, clock.now + dt.timedelta(days=2)), survey)
    client.get(path)
    page = fill(client, first_page(client, survey), how="bike")
    clock.advance(days=3)
    late = client.get(path)
    assert late.status_code == 410
    assert "Dit link gælder ikke længere" in words(late)
    assert client.submit(page, button="Næste").status_code == 410
    assert len(drafts()) == 1


def test_without_open_link_and_without_invitation(client: PageClient) -> None:
    survey = published_survey(open_link=False)
    for answer in (
        client.get(address(survey)),
        client.get(address(survey, "pages", "way")),
        client.post(address(survey, "pages", "way"), data={"q-how": "bike"}),
    ):
        assert answer.status_code == 410
        assert "personlige link" in words(answer)
    assert drafts() == []


def together(app: Flask, *actions: Callable[[], None]) -> None:
    """Do things at the same time, each in a context and session of its own."""
    barrier = threading.Barrier(len(actions))

    def run(action: Callable[[], None]) -> None:
        with app.app_context():
            barrier.wait()
            action()
            db.session.remove()

    db.session.commit()
    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()  # what the others did is seen from here on


def test_of_two_drafts_racing_for_one_link_one_is_sent(app: Flask) -> None:
    survey = published_survey(open_link=False)
    link = make_link(survey)
    sent = [(key, make_draft(survey, {"how": "bike", "more": key}, key=key).submission_key) for key in ("one", "two")]
    outcomes: list[str] = []

    def send(key: str, submission_key: str) -> None:
        try:
            service.submit_response(survey.slug, key, submission_key, link, "da")
        except LinkUsed:
            outcomes.append("used")
        else:
            outcomes.append("sent")

    together(app, *(lambda key=key, sub=sub: send(key, sub) for key, sub in sent))
    assert sorted(outcomes) == ["sent", "used"]
    assert len(responses()) == 1
    assert len(drafts()) == 1


def test_two_tabs_pressing_send_at_once_make_one_response(app: Flask, client: PageClient) -> None:
    survey = published_survey(open_link=False)
    path = path_of(make_link(survey), survey)
    client.get(path)
    to_review(client, survey)
    other = another(client)
    other.get(path)
    tabs = [(tab, tab.get(address(survey, "review"))) for tab in (client, other)]
    places: list[str | None] = []

    def press(tab: PageClient, page: TestResponse) -> None:
        places.append(tab.submit(page, button="Send mine svar").location)

    together(app, *(lambda tab=tab, page=page: press(tab, page) for tab, page in tabs))
    assert places == [address(survey, "receipt")] * 2
    assert len(responses()) == 1


def test_two_tabs_sending_their_first_page_at_once_share_a_draft(app: Flask, client: PageClient) -> None:
    survey = published_survey(open_link=False)
    path = path_of(make_link(survey), survey)
    tabs = [client, another(client)]
    for tab in tabs:
        tab.get(path)
    page = address(survey, "pages", "way")
    statuses: list[int] = []

    def send(tab: PageClient) -> None:
        statuses.append(tab.post(page, data={"q-how": "bike"}).status_code)

    together(app, *(lambda tab=tab: send(tab) for tab in tabs))
    assert statuses == [302, 302]
    assert len(drafts()) == 1


def test_pages_sent_at_once_from_several_tabs_are_all_kept(app: Flask, client: PageClient) -> None:
    """Each reads the draft before the others have written it; none takes another's answer away."""
    names = [f"p{number}" for number in range(8)]
    pages = [{"key": name, "title": texts(name), "questions": [question("yes_no", f"q{name}", name)]} for name in names]
    survey = published_survey(document={**everyday_document(), "pages": pages}, open_link=False)
    path = path_of(make_link(survey), survey)
    tabs = [another(client) for _ in names]
    for tab in tabs:
        tab.get(path)
    sent = [(address(survey, "pages", name), {f"q-q{name}": "yes"}) for name in names]
    tabs[0].post(sent[0][0], data=sent[0][1])
    statuses: list[int] = []

    def send(tab: PageClient, place: str, form: dict[str, str]) -> None:
        statuses.append(tab.post(place, data=form).status_code)

    together(app, *(lambda tab=tab, page=page: send(tab, *page) for tab, page in zip(tabs, sent, strict=True)))
    assert statuses == [302] * len(names)
    (draft,) = drafts()
    assert draft.answers == {f"q{name}": "yes" for name in names}
    assert draft.sent_pages == names
