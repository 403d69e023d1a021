"""Getting in without being asked: guessing, other people's sessions, forged addresses to go on to, tokens."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urljoin, urlsplit

import pytest
from argon2 import Type, extract_parameters
from flask import Flask
from flask_security import hash_password

from engage.accounts import service
from engage.accounts.models import User
from engage.app import create_app
from engage.config import load_settings
from engage.core import db as database
from engage.core import tokens
from engage.core.db import session, transaction
from engage.core.limits import caller, limiter
from engage.ideas import supporting
from engage.triage.intake import trace_token
from tests.factories import make_user
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient, StaffClient
from tests.security.walking import Walker, as_walker
from tests.surveys.walking import another
from tests.triage.factories import make_trace

pytestmark = pytest.mark.usefixtures("app")

LOGIN = "/staff/account/login"
PASSWORD = "tre ord og et fjerde ord"
ASTRAY = (
    "//ond.example",
    "///ond.example",
    "////ond.example/x",
    "/\\ond.example",
    "\\\\ond.example",
    "http://ond.example",
    "https:ond.example",
    "https:/ond.example",
    "http://localhost@ond.example",
    "http://localhost.ond.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\t//ond.example",
    "/\t/ond.example",
    "%2f%2fond.example",
    "/%09/ond.example",
    "//ond.example\r\nSet-Cookie: x=1",
)


@pytest.fixture
def limited(app: Flask, make_app: MakeApp, database: str) -> Iterator[Walker]:
    """Nobody's browser before a server with limits, counted from nothing."""
    server = make_app(DATABASE_URL=database, RATE_LIMITS="1")
    limiter.reset()
    server.test_client_class = Walker
    yield cast("Walker", server.test_client())
    limiter.reset()


@pytest.fixture
def user(app: Flask) -> User:
    """An administrator with a password."""
    made = make_user("administrator", email="karen@kommunen.example")
    with transaction():
        made.password = hash_password(PASSWORD)
    return made


@pytest.fixture
def browser(client: PageClient) -> Walker:
    """Nobody's."""
    return as_walker(client)


def sign_in(browser: Walker, password: str, *, next_page: str = "", ip: str = "192.0.2.1") -> tuple[int, str]:
    answer = browser.post(
        LOGIN,
        query_string={"next": next_page} if next_page else None,
        data={"email": "karen@kommunen.example", "password": password},
        environ_base={"REMOTE_ADDR": ip},
    )
    return answer.status_code, answer.location or ""


@pytest.mark.same_on_both
def test_guessing_from_one_address_ends(limited: Walker, user: User) -> None:
    statuses = [sign_in(limited, f"gæt nummer {number}")[0] for number in range(12)]
    assert statuses.count(429) == 2


@pytest.mark.same_on_both
def test_guessing_one_account_from_many_addresses_ends(limited: Walker, user: User) -> None:
    statuses = [sign_in(limited, f"gæt nummer {number}", ip=f"198.51.100.{number}")[0] for number in range(22)]
    assert statuses.count(429) == 2
    other = limited.post(LOGIN, data={"email": "bo@kommunen.example", "password": "x"})
    assert other.status_code == 200, "another account is not shut out"


@pytest.mark.same_on_both
def test_signing_in_rightly_uses_up_nothing_of_the_account(limited: Walker, user: User) -> None:
    for number in range(22):
        assert sign_in(another_walker(limited), PASSWORD, ip=f"198.51.100.{number}")[0] == 302


def another_walker(browser: Walker) -> Walker:
    return as_walker(another(browser))


@pytest.mark.same_on_both
def test_whoever_has_stolen_the_table_pays_for_every_guess(tmp_path: Path) -> None:
    real = create_app(load_settings({"DATA_DIR": str(tmp_path)}))  # `make_app` makes its passwords cheap
    with real.app_context():
        costs = extract_parameters(hash_password(PASSWORD))
    assert costs.type is Type.ID
    assert costs.memory_cost * costs.time_cost >= 2**16  # OWASP's least is 19 MiB twice


@pytest.mark.same_on_both
def test_one_household_has_one_address(app: Flask) -> None:
    for address, known_as in (
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            assert caller() == known_as


def test_a_refusal_is_the_same_for_a_known_and_an_unknown_address(user: User, browser: Walker) -> None:
    def words(email: str) -> str:
        page = browser.post(LOGIN, data={"email": email, "password": "forkert kode her"}).get_data(as_text=True)
        return re.sub(r"nonce-?\S*|value=\"[^\"]*\"", "", page.replace(email, ""))

    assert words("karen@kommunen.example") == words("ukendt@kommunen.example")


@pytest.mark.same_on_both
@pytest.mark.parametrize("place", ASTRAY)
def test_signing_in_leads_nowhere_else(user: User, browser: Walker, place: str) -> None:
    status, location = sign_in(browser, PASSWORD, next_page=place)
    assert urlsplit(urljoin("http://localhost/staff/account/login", location)).netloc == "localhost", (status, location)


@pytest.mark.same_on_both
@pytest.mark.parametrize("place", ASTRAY)
def test_no_address_leads_astray(browser: Walker, place: str) -> None:
    for start in ("/?lang=", "/ideas?lang=", f"{LOGIN}?next=", "/consultations?next=", "/staff/?next="):
        answer = browser.get(start + place.replace("\r", "%0d").replace("\n", "%0a").replace("\t", "%09"))
        assert answer.status_code < 500
        assert urlsplit(urljoin("http://localhost/", answer.location or "/")).netloc == "localhost"
        assert not re.search(r'(href|action)="[^"?]*//ond\.example', answer.get_data(as_text=True))
    moved = browser.get("//ond.example/%2e%2e/ideas")
    assert urlsplit(urljoin("http://localhost/", moved.location or "/")).netloc == "localhost"


def test_a_session_from_before_signing_in_is_not_carried_over(user: User, browser: Walker) -> None:
    browser.get(LOGIN)
    planted = browser.get_cookie("session")
    assert sign_in(browser, PASSWORD)[0] == 302
    after = browser.get_cookie("session")
    assert planted is not None
    assert after is not None
    assert planted.value != after.value
    attacker = another_walker(browser)
    attacker.set_cookie("session", planted.value)
    assert attacker.get("/staff/").status_code == 302


def test_a_copied_session_ends_with_the_original(staff_client: StaffClient, browser: Walker) -> None:
    original, thief = as_walker(staff_client("editor")), browser
    cookie = original.get_cookie("session")
    assert cookie is not None
    thief.set_cookie("session", cookie.value)
    assert thief.get("/staff/").status_code == 200
    original.post("/staff/account/logout")
    assert thief.get("/staff/").status_code == 302
    assert original.get("/staff/").status_code == 302


def test_nobody_stays_signed_in_for_longer_by_a_field_of_their_own(user: User, browser: Walker) -> None:
    signed_in = browser.post(LOGIN, data={"email": user.email, "password": PASSWORD, "remember": "y"})
    assert signed_in.status_code == 302
    assert browser.get_cookie("remember_token") is None


def test_a_session_ends_when_the_rights_change(staff_client: StaffClient) -> None:
    boss, someone = staff_client("administrator"), as_walker(staff_client("editor"))
    assert someone.user is not None
    assert someone.get("/staff/").status_code == 200
    user = someone.user
    service.save_user(boss.user, user, name=user.name, title="", email=user.email, roles=["reader"], committee_ids=[])
    assert someone.get("/staff/").status_code == 302


def bits(token: str, known: int = 0) -> float:
    """How many bits of a token in base 64 letters nobody can know."""
    return (len(token) - known) * math.log2(64)


def test_guessing_a_private_link_costs_more_than_anybody_has(app: Flask) -> None:
    """A public id has 96 bits, a signature 120: who knows the id, as from a dump, still lacks the signature."""
    token = trace_token(make_trace())
    assert bits(database.new_public_id()) >= 96
    assert bits(token) >= 200
    assert bits(token, known=16) >= 120
    assert bits(supporting.new_browser_token(), known=16) >= 120
    signature = service.welcome_token(make_user()).rpartition(".")[2]
    assert bits(signature) >= 128
    ids = {database.random_id() for _each in range(500)}
    assert len(ids) == 500
    assert max(ids) > 2**60


def test_a_token_is_good_for_one_purpose_and_every_letter_of_it_counts(app: Flask) -> None:
    token = tokens.derive("trace", database.new_public_id())
    assert tokens.read("trace", token)
    assert tokens.read("unsubscribe", token) is None
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert tokens.read("trace", changed) is None
    for forged in ("", token[:16], token[:-1], token + "A", "æ" * 36, "\0" * 36):
        assert tokens.read("trace", forged) is None


def test_a_forged_link_opens_nothing_and_says_nothing(browser: Walker) -> None:
    token = trace_token(make_trace("ida@posten.example"))
    for forged in (token[:16] + "A" * 20, "x", "A" * 5000, "%00", "..%2f..%2fetc"):
        for place in ("/trace/{}", "/trace/{}/email", "/unsubscribe/{}", "/ideas/received/{}", "/ideas/support/{}"):
            answer = browser.get(place.format(forged))
            assert answer.status_code in {404, 410, 400}, place
            assert "ida@posten" not in answer.get_data(as_text=True)
    assert session().is_active
