"""Signing in as staff: password, second factor, refusals, and what the audit trail keeps of it."""

import re

import pyotp
import sqlalchemy as sa

from engage.accounts import service
from engage.core.audit import AuditEntry
from engage.core.db import session
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient, StaffClient, _client

PASSWORD = "fire ord er nok her"
LOGIN = "/staff/account/login"


def make_administrator(email: str = "anna@kommunen.example") -> None:
    service.save_user(
        None,
        None,
        name="Anna Aagaard",
        title="",
        email=email,
        roles=["administrator"],
        committee_ids=[],
        password=PASSWORD,
    )


def actions() -> list[str]:
    return list(session().scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


def test_right_password_opens_the_page_that_was_asked_for(client: PageClient) -> None:
    make_administrator()
    asked = client.get("/staff/users?x=1")
    assert asked.status_code == 302
    page = client.get(asked.location)
    done = client.submit(page, {"email": "ANNA@kommunen.example", "password": PASSWORD})
    assert done.status_code == 302
    assert done.location.endswith("/staff/users?x=1")
    assert client.get("/staff/users").status_code == 200
    assert "signin.accepted" in actions()


def test_wrong_password_and_unknown_address_get_the_same_answer(client: PageClient) -> None:
    make_administrator()
    page = client.get(LOGIN)
    wrong = client.submit(page, {"email": "anna@kommunen.example", "password": "noget helt andet"})
    unknown = client.submit(page, {"email": "ingen@kommunen.example", "password": "noget helt andet"})
    told = re.findall(r"E-mail og adgangskode passer ikke sammen[^<]*", wrong.text)
    assert told
    assert told == re.findall(r"E-mail og adgangskode passer ikke sammen[^<]*", unknown.text)
    assert actions().count("signin.refused") == 2


def test_sign_in_never_leads_to_another_site(client: PageClient) -> None:
    make_administrator()
    page = client.get(f"{LOGIN}?next=https://evil.example/")
    done = client.submit(page, {"email": "anna@kommunen.example", "password": PASSWORD})
    assert "evil.example" not in (done.location or "")


def test_second_factor_is_set_up_and_then_asked_for(client: PageClient) -> None:
    make_administrator()
    client.submit(client.get(LOGIN), {"email": "anna@kommunen.example", "password": PASSWORD})
    setup = client.submit(client.get("/staff/account/tf-setup"), button="Sæt en kode-app op")
    key = re.search(r"<code>([A-Z2-7-]+)</code>", setup.text)
    assert key is not None
    code = pyotp.TOTP(key.group(1).replace("-", "")).now()
    done = client.submit(setup, {"code": code}, follow_redirects=True)
    assert re.search(
        r'class="flash flash--success"[^>]*>(?:(?!class="flash ).)*Totrinslogin er slået til', done.text, re.S
    )
    client.post("/staff/account/logout")
    step = client.submit(client.get(LOGIN), {"email": "anna@kommunen.example", "password": PASSWORD})
    assert "tf-validate" in step.location
    assert client.get("/staff/users").status_code == 302, "the password alone is not enough"
    ask = client.get(step.location)
    assert "Koden passer ikke" in client.submit(ask, {"code": code}).text, "a code is good once"
    refused = client.submit(ask, {"code": "000000"})
    assert "Koden passer ikke" in refused.text
    assert client.get("/staff/users").status_code == 302


def test_production_lets_nobody_in_without_a_second_factor(make_app: MakeApp, database: str) -> None:
    app = make_app(DATABASE_URL=database, REQUIRE_SECOND_FACTOR="1")
    with app.app_context():
        make_administrator("bo@kommunen.example")
        client = _client(app)
        step = client.submit(client.get(LOGIN), {"email": "bo@kommunen.example", "password": PASSWORD})
        assert "tf-setup" in step.location or "tf-validate" in step.location
        assert client.get("/staff/users").status_code == 302


def test_closed_account_is_out_at_once(client: PageClient, staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    other = staff_client("editor")
    assert other.get("/staff/me").status_code == 200
    assert other.user is not None
    page = boss.get(f"/staff/users/{other.user.id}")
    form = {"roles": ["editor"], "name": other.user.name, "email": other.user.email}
    boss.post(page.request.path, data=form)  # "Må logge ind" is not ticked
    assert other.get("/staff/me").status_code == 302


def test_too_many_tries_are_stopped(make_app: MakeApp, database: str) -> None:
    app = make_app(DATABASE_URL=database, RATE_LIMITS="1")
    with app.app_context():
        client = _client(app)
        _knock_until_stopped(client)


def _knock_until_stopped(client: PageClient) -> None:
    statuses = [client.post(LOGIN, data={"email": "a@b.example", "password": "x"}).status_code for _ in range(12)]
    assert statuses[-1] == 429
    assert statuses.count(429) == 2
