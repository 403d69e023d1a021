"""A forged host name reaches no page, no mail and no cache."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask

from tests.fixtures.apps import MakeApp
from tests.security.walking import Walker
from tests.strategy.factories import make_strategy

EVIL = "ond.example"
PLACES = ("/", "/ideas", "/ideas/new", "/consultations", "/strategy", "/api/v1/ideas", "/api/v1/openapi.json")
FORGED = (EVIL, f"deltag.kommunen.example.{EVIL}", f"deltag.kommunen.example@{EVIL}", f"{EVIL}:443", "", "x y")
FORWARDED = ("X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-Forwarded-Server", "X-Original-URL")


@pytest.fixture(params=["0", "1"], ids=["alone", "behind-a-proxy"])
def server(app: Flask, make_app: MakeApp, database: str, request: pytest.FixtureRequest) -> Walker:
    """A browser before a server set up as in production."""
    make_strategy()
    made = make_app(
        DATABASE_URL=database,
        ENGAGE_ENV="production",
        PUBLIC_URL="https://deltag.kommunen.example",
        TRUSTED_PROXIES=request.param,
    )
    made.test_client_class = Walker
    return cast("Walker", made.test_client())


def test_a_forged_host_is_refused(server: Walker) -> None:
    for place in PLACES:
        for host in FORGED:
            answer = server.get(place, base_url="https://deltag.kommunen.example", headers={"Host": host})
            assert answer.status_code == 400, (place, host)
            assert EVIL not in answer.get_data(as_text=True)


def test_a_forged_forwarding_never_gets_into_a_page(server: Walker) -> None:
    for place in PLACES:
        for name in FORWARDED:
            value = f"host={EVIL}" if name == "Forwarded" else EVIL
            answer = server.get(place, base_url="https://deltag.kommunen.example", headers={name: value})
            assert EVIL not in answer.get_data(as_text=True), (place, name)
            assert EVIL not in str(answer.headers), (place, name)


def test_a_page_with_a_cookie_in_it_is_kept_by_no_cache(server: Walker) -> None:
    for place in ("/ideas/new", "/staff/account/login"):
        answer = server.get(place, base_url="https://deltag.kommunen.example")
        cookie = answer.headers["Set-Cookie"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "max-age=" in answer.headers["Strict-Transport-Security"]


def test_a_page_says_what_it_varies_by(server: Walker) -> None:
    answer = server.get("/", base_url="https://deltag.kommunen.example")
    assert "Accept-Language" in answer.headers["Vary"]
