"""Pages that say what went wrong: each helps on, none loses what was typed, and none needs the database."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, default_exceptions

from engage.core.db import db
from engage.core.errors import Conflict, Gone
from engage.ideas import service as ideas
from tests.consultations.factories import make_consultation
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient, StaffClient
from tests.ideas.factories import areas

pytestmark = pytest.mark.usefixtures("app")
WORDS = "To bænke ved fjorden, hvor man kan se solen gå ned."


@pytest.fixture
def database_away(app: Flask) -> Iterator[None]:
    """Every statement fails, as when the database's machine is down."""

    def fail(*_arguments: object) -> None:
        raise OperationalError("SELECT", {}, Exception("the server is down"))

    engine: sa.Engine = db.engine
    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


def _send_idea(client: PageClient) -> str:
    area = areas()[0]
    page = client.get("/ideas/new?lang=da")
    answer = client.submit(page, {"title": "Bænke", "text": WORDS, "focus_area_ids": [str(area.id)]})
    assert answer.status_code >= 400
    return answer.text


def test_a_missing_page_offers_a_search_and_the_main_places(client: PageClient) -> None:
    page = client.get("/findes/ikke?lang=da")
    assert page.status_code == 404
    for address in ("/consultations", "/ideas", "/strategy", "/contact"):
        assert f'href="{address}?lang=da"' in page.text
    found = client.submit(page, {"q": "bænke"})
    assert (found.status_code, found.request.path) == (200, "/ideas")


def test_staff_are_led_to_their_own_start(staff_client: StaffClient) -> None:
    page = staff_client("reader").get("/staff/findes-ikke")
    assert page.status_code == 404
    assert "Gå til din startside" in page.text
    assert "Søg i borgernes idéer" not in page.text


@pytest.mark.parametrize("status", [400, 403, 405, 409, 410, 413, 422, 429, 500, 503])
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_refusal_has_a_page_that_leads_on(
    client: PageClient, monkeypatch: pytest.MonkeyPatch, status: int, language: str
) -> None:
    kinds: dict[int, type[HTTPException]] = default_exceptions

    def refuse() -> None:
        raise kinds[status]

    monkeypatch.setitem(client.application.view_functions, "overview.about", _public(refuse))
    page = client.get(f"/about?lang={language}")
    assert page.status_code == status
    assert 'href="tel:99667000"' in page.text
    assert f'href="/?lang={language}"' in page.text


def _public(view: object) -> object:
    view.is_public = True  # type: ignore[attr-defined]
    return view


def test_too_much_is_told_with_the_limit(client: PageClient) -> None:
    answer = client.post("/ideas/new", data={"text": "æ" * 12_000_000})
    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_what_was_taken_back_leads_to_what_is_open(client: PageClient) -> None:
    page = client.get(f"/consultations/{make_consultation(state='withdrawn').slug}")
    assert page.status_code == 410
    assert 'href="/consultations"' in page.text


@pytest.mark.parametrize("error", [Gone, Conflict])
def test_refused_words_are_shown_to_be_copied(
    client: PageClient, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(ideas, "send_idea", _raising(error()))
    page = _send_idea(client)
    assert WORDS in page
    assert "Kopiér det" in page
    assert "Send igen" not in page


def test_a_form_that_met_a_fault_of_ours_is_sent_again_by_a_button(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = areas()[0]
    page = client.get("/ideas/new")
    with monkeypatch.context() as broken:
        broken.setattr(ideas, "send_idea", _raising(RuntimeError("a fault of ours")))
        client.application.config["PROPAGATE_EXCEPTIONS"] = False
        refused = client.submit(page, {"title": "Bænke", "text": WORDS, "focus_area_ids": [str(area.id)]})
        client.application.config["PROPAGATE_EXCEPTIONS"] = None
    assert refused.status_code == 500
    assert WORDS in refused.text
    sent = client.submit(refused, form="/ideas/new")
    assert sent.status_code == 302
    assert "/ideas/received/" in sent.location


def _raising(error: Exception) -> object:
    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    return fail


def test_pages_come_also_when_the_database_is_away(client: PageClient, database_away: None) -> None:
    page = client.get("/")
    assert page.status_code == 503
    assert "Vi er ikke klar lige nu" in page.text
    assert client.get("/contact").status_code == 200


def test_staff_too_are_told_when_the_database_is_away(
    staff_client: StaffClient, request: pytest.FixtureRequest
) -> None:
    someone = staff_client("reader")
    assert someone.get("/staff/").status_code == 200
    request.getfixturevalue("database_away")
    page = someone.get("/staff/")
    assert page.status_code == 503
    assert "Vi er ikke klar lige nu" in page.text


def test_who_is_stopped_learns_when_to_try_again(make_app: MakeApp, database: str) -> None:
    app = make_app(DATABASE_URL=database, RATE_LIMITS="1")
    client = app.test_client()
    answers = [client.post("/ideas/new", data={"text": WORDS}) for _ in range(140)]
    stopped = [answer for answer in answers if answer.status_code == 429]
    assert stopped
    assert 1 <= int(stopped[0].headers["Retry-After"]) <= 61
    assert "Prøv igen om et minut" in stopped[0].text
    assert WORDS in stopped[0].text
    assert "Retry-After" not in answers[0].headers
