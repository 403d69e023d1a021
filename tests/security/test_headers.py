"""What every answer carries, and what it must not."""

from flask import Flask

from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient, StaffClient


def test_pages_carry_a_strict_policy(client: PageClient) -> None:
    headers = client.get("/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_reading_sets_no_cookie(client: PageClient) -> None:
    for address in ("/", "/?lang=en", "/consultations", "/ideas", "/strategy", "/privacy", "/was", "/about"):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "Set-Cookie" not in response.headers, address


def test_pages_of_staff_are_kept_by_no_cache(staff_client: StaffClient) -> None:
    assert staff_client("reader").get("/staff/me").headers["Cache-Control"] == "no-store"


def test_form_without_token_is_refused_when_sent_from_elsewhere(csrf: None, client: PageClient) -> None:
    response = client.post(
        "/staff/account/login", data={"email": "a@b.example"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert response.status_code == 400


def test_expired_form_keeps_what_was_typed(csrf: None, client: PageClient) -> None:
    response = client.post(
        "/ideas/new", data={"title": "Bænke ved fjorden", "text": "To bænke"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert response.status_code == 400
    assert "Bænke ved fjorden" in response.text
    assert "Send igen" in response.text


def test_language_follows_the_links_without_a_cookie(client: PageClient) -> None:
    page = client.get("/?lang=en")
    assert 'lang="en"' in page.text
    assert "lang=en" in page.text.split("<main")[1]


def test_unknown_address_helps_on(client: PageClient, app: Flask) -> None:
    page = client.get("/findes-ikke")
    assert page.status_code == 404
    assert "Vi kan ikke finde siden" in page.text


def test_only_a_colour_of_its_own_makes_an_inline_style(
    app: Flask, client: PageClient, database: str, make_app: MakeApp
) -> None:
    assert "<style" not in client.get("/privacy").text
    coloured = PageClient(make_app(DATABASE_URL=database, PRIMARY_COLOUR="#7a1f2b"))
    for _first_and_kept in range(2):
        page = coloured.get("/privacy")  # which checks that the policy names the style
        assert "<style>:root{--colour-brand:#7a1f2b}</style>" in page.text
        assert "sha256-" in page.headers["Content-Security-Policy"]
