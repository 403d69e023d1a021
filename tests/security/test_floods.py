"""A public form is no machine for sending mail to others or for filling the municipality's tray."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_limiter.util import get_qualified_name

from engage.core.db import session
from engage.core.limits import limiter
from engage.core.security import csrf, is_public_endpoint
from engage.ideas.models import Idea
from engage.messages.models import Message
from engage.messages.service import UNASKED_A_DAY
from engage.triage.intake import trace_token
from tests.fixtures.apps import MakeApp
from tests.fixtures.surroundings import Clock
from tests.ideas.factories import areas, make_idea
from tests.security.walking import Walker
from tests.strategy.factories import make_strategy
from tests.triage.factories import make_trace

pytestmark = pytest.mark.usefixtures("app")
VICTIM = "offer@posten.example"

# Public forms that take a token nobody can guess, write nothing new and send nothing.
NO_NEED = {"messages.decline", "messages.take_back", "trace.confirm", "trace.stop"}


def idea_for(email: str, number: int = 0) -> dict[str, str]:
    return {
        "title": f"Idé nummer {number}",
        "text": "Flere træer.",
        "focus_area_ids": str(areas()[0].id),
        "email": email,
        "step": "send",
    }


@pytest.fixture
def limited(app: Flask, make_app: MakeApp, database: str) -> Iterator[Walker]:
    """Nobody's browser before a server with limits, counted from nothing."""
    server = make_app(DATABASE_URL=database, RATE_LIMITS="1")
    limiter.reset()
    server.test_client_class = Walker
    yield cast("Walker", server.test_client())
    limiter.reset()


def mails_to(address: str) -> int:
    return session().scalar(sa.select(sa.func.count()).where(Message.to_address == address)) or 0


def test_an_address_typed_by_others_gets_few_mails_a_day(client: Walker, clock: Clock) -> None:
    """However many addresses of their own the attackers have, and whichever forms they use."""
    make_strategy()
    for number in range(UNASKED_A_DAY - 3):
        assert client.post("/ideas/new", data=idea_for(VICTIM, number)).status_code == 302
    for _each in range(8):
        idea = make_idea()
        client.post(f"/ideas/{idea.public_id}/support", data={"method": "email", "email": VICTIM.upper()})
    for _each in range(3):
        client.post(f"/trace/{trace_token(make_trace())}/email", data={"email": VICTIM})
    assert mails_to(VICTIM) == UNASKED_A_DAY
    clock.advance(hours=25)
    client.post(f"/ideas/{make_idea().public_id}/support", data={"method": "email", "email": VICTIM})
    assert mails_to(VICTIM) == UNASKED_A_DAY + 1


def test_an_idea_is_kept_when_its_address_gets_no_more_mails(client: Walker) -> None:
    make_strategy()
    for number in range(UNASKED_A_DAY + 2):
        assert client.post("/ideas/new", data=idea_for(VICTIM, number)).status_code == 302
    assert session().scalar(sa.select(sa.func.count()).select_from(Idea)) == UNASKED_A_DAY + 2


def test_whoever_is_refused_a_mail_is_told_why(client: Walker) -> None:
    make_strategy()
    for _each in range(UNASKED_A_DAY):
        client.post(f"/ideas/{make_idea().public_id}/support", data={"method": "email", "email": VICTIM})
    answer = client.post(f"/ideas/{make_idea().public_id}/support", data={"method": "email", "email": VICTIM})
    assert answer.status_code == 429
    assert "Prøv igen i morgen" in answer.get_data(as_text=True)


def test_one_caller_sends_few_mails_and_not_endless_ideas(limited: Walker) -> None:
    make_strategy()
    statuses = [
        limited.post("/ideas/new", data=idea_for(f"offer{number}@posten.example", number)).status_code
        for number in range(14)
    ]
    assert statuses.count(302) <= 10
    assert statuses[-1] == 429
    silent = [limited.post("/ideas/new", data=idea_for("", number)).status_code for number in range(40)]
    assert silent[-1] == 429
    assert silent.count(302) <= 30


def test_every_public_form_has_a_limit_or_needs_none(app: Flask) -> None:
    limits = limiter.limit_manager
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or not is_public_endpoint(app, rule.endpoint):
            continue
        if rule.endpoint in NO_NEED or rule.endpoint.startswith(("security.", "static")):
            continue
        view = app.view_functions[rule.endpoint]
        name = get_qualified_name(view)
        assert limits.decorated_limits(name), f"{rule.endpoint} ({name})"


def test_only_the_forms_of_mail_programs_need_no_token(app: Flask) -> None:
    assert csrf._exempt_views == {"engage.messages.views.decline", "engage.messages.views.take_back"}
