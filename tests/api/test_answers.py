"""How the interface answers: problems in words, ETags, other sites' scripts, limits."""

import base64
import json

import pytest

from engage.core.errors import NotFound
from engage.ideas import queries
from tests.api.conftest import Read
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient, StaffClient
from tests.ideas.factories import make_idea

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("/ideas?fokus=growth", "unknown_parameter", "fokus"),
        ("/ideas?sort=oldest", "not_a_choice", "newest, supported"),
        ("/ideas?focus=nowhere", "not_a_choice", "growth"),
        ("/ideas?area=Paris", "not_a_choice", "Løgstør"),
        ("/ideas?limit=0", "not_a_number", "1 til 100"),
        ("/ideas?limit=mange", "not_a_number", "limit"),
        ("/ideas?limit=101", "not_a_number", "limit"),
        (f"/ideas?q={'a' * 201}", "too_long", "200"),
        ("/ideas?cursor=rubbish", "cursor_unreadable", "next"),
        ("/consultations?state=draft", "not_a_choice", "open, coming, closed"),
        ("/strategy?lang=de", "not_a_choice", "da, en"),
    ],
)
def test_what_cannot_be_asked_is_answered_in_words(read: Read, address: str, code: str, words: str) -> None:
    make_idea()
    problem = read(address, status=400)
    assert (problem["status"], problem["title"], problem["code"]) == (400, "Bad Request", code)
    assert words in problem["detail"]


def test_a_cursor_of_another_order_is_refused(read: Read) -> None:
    for _ in range(3):
        make_idea()
    cursor = read("/ideas?limit=1")["next_cursor"]
    assert read(f"/ideas?sort=supported&cursor={cursor}", status=400)["code"] == "cursor_unreadable"


@pytest.mark.parametrize("values", [[["t", "0001-01-01T00:00:00+14:00"], ["v", 1]], [["t", "2026-01-01"], ["v", 1]]])
def test_a_cursor_beyond_all_times_is_refused(read: Read, values: list[list[object]]) -> None:
    _refused(read, "newest", values)


def test_a_cursor_beyond_all_numbers_is_refused(read: Read) -> None:
    _refused(read, "supported", [["v", 10**30], ["v", 1]])


def _refused(read: Read, sort: str, values: list[list[object]]) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps([False, values]).encode()).decode().rstrip("=")
    assert read(f"/ideas?sort={sort}&cursor={cursor}", status=400)["code"] == "cursor_unreadable"


def test_unknown_addresses_are_problems_too(read: Read, client: PageClient) -> None:
    for address in ("/nothing", "/ideas/nothing", "/consultations/nothing", "/plans/nothing", "/ideas/a/b"):
        assert read(address, status=404)["code"] == "not_found"
    assert client.get("/api/v2/ideas").mimetype == "application/problem+json"
    assert client.get("/nothing").mimetype == "text/html"


def test_an_address_that_no_database_can_look_up_is_a_problem(client: PageClient) -> None:
    response = client.get("/api/v1/ideas/%00")
    assert response.status_code in {400, 404}
    assert response.mimetype == "application/problem+json"


def test_writing_is_refused(csrf: None, client: PageClient) -> None:
    response = client.post("/api/v1/ideas", json={"title": "Bænke"})
    assert response.status_code == 405
    assert response.mimetype == "application/problem+json"
    assert "GET" in response.headers["Allow"]


def test_our_own_faults_are_told_without_their_cause(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hemmeligt")

    monkeypatch.setattr(queries, "listed", broken)
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    response = client.get("/api/v1/ideas")
    assert (response.status_code, response.mimetype) == (500, "application/problem+json")
    assert "hemmeligt" not in response.text


def test_undescribed_refusals_speak_by_their_status(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise NotFound

    monkeypatch.setattr(queries, "published_idea", gone)
    assert "openapi.json" in (client.get("/api/v1/ideas/x").json or {})["detail"]


def test_an_answer_is_fetched_once(client: PageClient) -> None:
    make_idea()
    first = client.get("/api/v1/ideas")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/api/v1/ideas", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    make_idea()
    assert client.get("/api/v1/ideas", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_scripts_of_other_sites_may_ask_conditionally(client: PageClient) -> None:
    response = client.options("/api/v1/ideas", headers={"Origin": "https://kort.example"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Access-Control-Allow-Origin" not in client.get("/ideas").headers


def test_staff_read_the_same_as_everyone(client: PageClient, staff_client: StaffClient) -> None:
    make_idea()
    make_idea(status="waiting")
    theirs = staff_client("administrator").get("/api/v1/ideas")
    assert theirs.data == client.get("/api/v1/ideas").data
    assert "Set-Cookie" not in theirs.headers
    assert "Cookie" not in theirs.headers.get("Vary", "")


def test_problems_speak_the_language_asked_for(client: PageClient) -> None:
    for address, headers in (("/api/v1/ideas?lang=en&limit=0", {}), ("/api/v1/x", {"Accept-Language": "en"})):
        response = client.get(address, headers=headers)
        assert response.headers["Content-Language"] == "en"
        assert "Accept-Language" in response.headers["Vary"]


def test_too_much_asking_is_stopped_with_a_time_to_wait(make_app: MakeApp, database: str) -> None:
    asker = make_app(DATABASE_URL=database, RATE_LIMITS="1").test_client()
    answers = (asker.get("/api/v1/openapi.json") for _ in range(700))
    stopped = next(answer for answer in answers if answer.status_code != 200)
    assert (stopped.status_code, stopped.mimetype) == (429, "application/problem+json")
    assert 1 <= int(stopped.headers["Retry-After"]) <= 61
    assert (stopped.json or {})["code"] == "too_many_requests"
