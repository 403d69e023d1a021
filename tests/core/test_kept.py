"""Pages that are kept: made once, made anew when something they show changes, and never one person's for another."""

import contextlib
import datetime as dt
import gzip
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engage.core import kept
from engage.core.changes import stamps
from engage.core.db import Base, transaction
from engage.ideas.models import Idea, IdeaStatus
from tests.consultations.factories import make_consultation
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.ideas.factories import make_idea
from tests.strategy.factories import make_strategy
from tests.surveys.factories import everyday_document, make_survey, published_survey, question, texts
from tests.surveys.walking import fill, first_page

WITH_WORDS_FIRST = [
    {"key": "first", "title": texts("Først"), "questions": [question("short_text", "words", "Hvad mener du?")]},
    {"key": "then", "title": texts("Så"), "questions": [question("yes_no", "more", "Er der mere?")]},
]
KEPT = ("/", "/ideas", "/strategy", "/strategy/growth", "/consultations", "/privacy", "/about")


def a_browser(app: Flask) -> PageClient:
    return PageClient(app)


@pytest.mark.parametrize("address", KEPT)
def test_the_second_visitor_costs_one_query(
    clock: Clock, client: PageClient, counting_queries: CountQueries, address: str
) -> None:
    make_strategy()
    first = client.get(address)
    with counting_queries() as sent:
        second = client.get(address)
    assert second.data == first.data
    assert [one for one in sent if not one.startswith("BEGIN")] == ["SELECT name, stamp FROM table_changes"]


def test_a_page_with_a_form_is_kept_too(clock: Clock, app: Flask, counting_queries: CountQueries) -> None:
    address = f"/surveys/{published_survey().slug}/pages/way"
    a_browser(app).get(address)
    with counting_queries() as sent:
        assert a_browser(app).get(address).headers["Cache-Control"] == "no-store"
    assert [one for one in sent if not one.startswith("BEGIN")] == ["SELECT name, stamp FROM table_changes"]


def test_what_is_published_and_taken_down_is_seen_at_once(clock: Clock, client: PageClient) -> None:
    idea = make_idea(title="Bænke ved fjorden")
    assert "Bænke ved fjorden" in client.get("/ideas").text
    with transaction():
        idea.status = IdeaStatus.WITHDRAWN
    assert "Bænke ved fjorden" not in client.get("/ideas").text
    with transaction() as session:
        session.execute(sa.update(Idea).values(status=IdeaStatus.PUBLISHED))
    assert "Bænke ved fjorden" in client.get("/ideas").text


def test_what_is_rolled_back_changes_nothing(clock: Clock, client: PageClient, app: Flask) -> None:
    idea = make_idea(title="Bænke ved fjorden")
    before = stamps()
    with contextlib.suppress(ZeroDivisionError), transaction() as session:
        idea.title = "Noget andet"
        session.flush()
        raise ZeroDivisionError
    make_consultation()
    after = stamps()
    assert before["ideas"] == after["ideas"]
    assert before.get("consultations") != after["consultations"]


def test_a_deleted_row_takes_others_along(app: Flask) -> None:
    idea = make_idea()
    before = stamps()
    with transaction() as session:
        session.execute(sa.delete(Idea).where(Idea.id == idea.id))
    assert before["idea_focus_areas"] != stamps()["idea_focus_areas"]


def test_each_language_and_each_address_has_its_own(clock: Clock, client: PageClient) -> None:
    assert 'lang="da"' in client.get("/").text
    assert 'lang="en"' in client.get("/", headers={"Accept-Language": "en"}).text
    assert 'lang="en"' in client.get("/?lang=en").text
    assert "http://deltag.example" not in client.get("/", headers={"Host": "localhost"}).text


def test_a_consultation_opens_and_closes_by_itself(clock: Clock, client: PageClient) -> None:
    survey = published_survey(make_consultation(closes_at=clock.now + dt.timedelta(minutes=5)))
    assert client.get(f"/surveys/{survey.slug}").status_code == 200
    clock.advance(minutes=5)
    assert client.get(f"/surveys/{survey.slug}").status_code == 410


def test_a_visitor_with_a_cookie_gets_a_page_of_the_own(clock: Clock, client: PageClient, app: Flask) -> None:
    idea = make_idea()
    address = f"/ideas/{idea.public_id}"
    client.get(address)
    client.post(f"{address}/support", data={"method": "browser"})
    mine, other = client.get(address).text, a_browser(app).get(address).text
    assert "støtte" in mine
    assert mine != other


def test_every_visitor_gets_a_token_of_the_own(csrf: None, clock: Clock, app: Flask) -> None:
    survey = published_survey()
    address = f"/surveys/{survey.slug}/pages/way"
    one, two = a_browser(app), a_browser(app)
    pages = [browser.get(address).text for browser in (one, two)]
    first, second = (re.search('name="csrf_token" value="([^"]+)"', page)[1] for page in pages)  # type: ignore[index]
    keys = [re.search('name="carry" value="([^"]+)"', page)[1] for page in pages]  # type: ignore[index]
    assert first != second
    assert keys[0] != keys[1]
    form = {"csrf_token": second, "q-how": "bike", "go": "next"}
    assert one.post(address, data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert two.post(address, data=form).status_code == 302


def test_a_browser_that_has_the_page_is_told_so(clock: Clock, client: PageClient) -> None:
    make_idea()
    first = client.get("/ideas")
    again = client.get("/ideas", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make_idea()
    assert client.get("/ideas", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(first.vary)
    assert first.headers["Cache-Control"] == "no-cache"


def test_pages_and_files_are_compressed_for_those_who_can_read_it(clock: Clock, app: Flask) -> None:
    client = FlaskClient(app)  # it reads no pages, as ours would
    survey = make_survey(published=True)
    for address in ("/ideas", f"/surveys/{survey.slug}/pages/way", "/ideas/new", "/static/css/citizen.css"):
        plain = client.get(address)
        packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert packed.headers["Content-Encoding"] == "gzip", address
        assert len(packed.data) < len(plain.data), address
        assert len(gzip.decompress(packed.data)) == pytest.approx(len(plain.data), abs=200), address
        assert "Accept-Encoding" in packed.vary, address


def test_no_more_is_kept_than_there_is_room_for(
    clock: Clock, client: PageClient, monkeypatch: pytest.MonkeyPatch, counting_queries: CountQueries
) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    for number in range(4):
        client.get(f"/privacy?{number}")
    with counting_queries() as sent:
        client.get("/privacy?3")
    assert len(sent) <= 2
    assert len(client.application.extensions["kept_pages"]._things) == 2


def test_every_table_is_watched_but_those_that_are_marked(app: Flask) -> None:
    with transaction() as session:
        for table in ("drafts", "ideas", "tallies"):
            session.execute(sa.delete(Base.metadata.tables[table]))
    assert {"drafts", "tallies"}.isdisjoint(stamps())
    assert "ideas" in stamps()


def own_words(page: TestResponse) -> dict[str, str]:
    """The token of a form, and the key to its draft."""
    return dict(re.findall(r'name="(csrf_token|carry)" value="([^"]+)"', page.text))


def test_a_page_further_on_is_kept_but_for_each_ones_own_words(app: Flask) -> None:
    """Two who answer alike get the same page, each with an own token and an own key to the draft."""
    survey = published_survey()
    pages = [fill(browser, first_page(browser, survey), how="bike") for browser in (a_browser(app), a_browser(app))]
    one, two = map(own_words, pages)
    assert one.keys() == two.keys() == {"csrf_token", "carry"}
    assert all(one[name] != two[name] for name in one)
    plain = [page.text for page in pages]
    for name in one:
        plain = [text.replace(words[name], "") for text, words in zip(plain, (one, two), strict=True)]
    assert plain[0] == plain[1]


def test_a_page_that_was_answered_is_nobody_elses(app: Flask) -> None:
    survey = published_survey()
    one, two = a_browser(app), a_browser(app)
    fill(one, fill(one, first_page(one, survey), how="bike"), minutes="47")
    assert 'value="47"' in one.get(f"/surveys/{survey.slug}/pages/about").text
    assert 'value="47"' not in fill(two, first_page(two, survey), how="bike").text


def test_a_page_follows_what_was_answered_before_it(app: Flask) -> None:
    survey = published_survey()
    pages = {
        how: fill(browser, first_page(browser, survey), how=how)
        for browser, how in ((a_browser(app), "bike"), (a_browser(app), "car"))
    }
    assert {how: "q-why_car" in page.text for how, page in pages.items()} == {"bike": False, "car": True}


def test_a_message_is_shown_to_the_one_it_is_for(app: Flask) -> None:
    """The number that was masked on the way here is told of on this page, and on nobody else's."""
    survey = published_survey(document={**everyday_document(), "pages": WITH_WORDS_FIRST})
    one, two = a_browser(app), a_browser(app)
    told, silent = (
        fill(browser, first_page(browser, survey), words=words)
        for browser, words in ((one, "Ring til 010203-1234"), (two, "Bedre lys"))
    )
    assert "CPR-nummer" in told.text
    assert "CPR-nummer" not in silent.text
