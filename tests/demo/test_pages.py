"""Every page that a visitor of the demo is led to answers, for citizens and for staff."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.demo.accounts import ACCOUNTS, PASSWORD
from engage.ideas.models import Idea, IdeaStatus
from engage.invitations.models import Campaign
from engage.strategy.plans import DevelopmentPlan
from engage.triage.decisions import Reply
from engage.triage.intake import trace_token
from engage.triage.models import Input
from tests.fixtures.clients import PageClient, StaffClient

_LINK = re.compile(r'href="(/[^"#]*)"')
_NOT_PAGES = ("/static/", "/api/", "/unsubscribe/")
MOST_PAGES = 150


def _walk(client: PageClient, start: list[str], inside: str) -> int:
    """Follow links from page to page, one of each kind of a list's many; how many pages there were."""
    seen: set[str] = set()
    kinds: dict[str, int] = {}
    waiting = list(start)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        kind = re.sub(r"/[^/]*[0-9_-][^/]*", "/…", address.partition("?")[0])
        if address in seen or kinds.get(kind, 0) >= 3 or address.startswith(_NOT_PAGES):
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        response = client.get(address)
        assert response.status_code in {200, 302}, f"{address}: {response.status_code}"
        if response.status_code == 200 and response.mimetype == "text/html":
            page = response.get_data(as_text=True)
            waiting += [link.replace("&amp;", "&") for link in _LINK.findall(page) if link.startswith(inside)]
    return len(seen)


def test_a_citizen_can_go_everywhere(client: PageClient) -> None:
    assert _walk(client, ["/", "/ideas", "/strategy", "/consultations", "/plans"], "/") > 30


@pytest.mark.parametrize("email", [account.email for account in ACCOUNTS if account.committee in {"", "health"}])
def test_staff_can_go_everywhere(staff_client: StaffClient, db_session: Session, email: str) -> None:
    user = db_session.scalars(sa.select(User).where(User.email == email)).one()
    assert _walk(staff_client(user=user), ["/staff/", "/staff/inputs", "/staff/plans"], "/staff/") > 20


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email.partition("@")[0])
def test_every_account_signs_in_with_the_printed_password(client: PageClient, account: object) -> None:
    email = account.email  # type: ignore[attr-defined]
    done = client.submit(client.get("/staff/account/login"), {"email": email, "password": PASSWORD})
    assert done.status_code == 302
    assert client.get("/staff/").status_code == 200


def test_each_kind_of_thing_has_its_page(client: PageClient, db_session: Session, app: Flask) -> None:
    addresses = [f"/consultations/{each.slug}" for each in db_session.scalars(sa.select(Consultation))]
    addresses += [f"/plans/{each.committee.key}" for each in db_session.scalars(sa.select(DevelopmentPlan))]
    published = sa.select(Idea).where(Idea.status == IdeaStatus.PUBLISHED).limit(8)
    addresses += [f"/ideas/{each.public_id}" for each in db_session.scalars(published)]
    answered = sa.select(Input).join(Reply, Reply.input_id == Input.id).limit(5)
    addresses += [f"/trace/{trace_token(each.trace)}" for each in db_session.scalars(answered) if each.trace]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_a_trace_tells_the_whole_way(client: PageClient, db_session: Session) -> None:
    given = db_session.scalars(sa.select(Input).where(Input.title == "Høns på plejehjemmet")).one()
    assert given.trace is not None
    page = client.get(f"/trace/{trace_token(given.trace)}").get_data(as_text=True)
    assert "hønsehus" in page
    assert "Mad, der dufter" in page


def test_campaigns_can_be_followed(staff_client: StaffClient, db_session: Session) -> None:
    editor = db_session.scalars(sa.select(User).where(User.email == ACCOUNTS[1].email)).one()
    for campaign in db_session.scalars(sa.select(Campaign)):
        assert staff_client(user=editor).get(f"/staff/campaigns/{campaign.id}").status_code == 200
