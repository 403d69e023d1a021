"""How pages grow with what is stored: p95 at 100,000 rows over p95 at 1,000, the same page of the same app in turn."""

import functools
from collections.abc import Callable

from flask import Flask

from benchmarks import seeding
from benchmarks.bench import Bench, Site
from benchmarks.figures import Result, figure
from benchmarks.rounds import in_turn
from engage.accounts.models import RoleName
from engage.core import clock
from engage.core.db import db, transaction
from engage.invitations.models import CampaignStatus
from engage.messages.counting import count_on
from tests.factories import make_user
from tests.fixtures.clients import signed_in_session
from tests.invitations.factories import make_campaign
from tests.strategy.factories import make_strategy

_FEW, _MANY = 1_000, 100_000
_REQUESTS = 40
_AIM = 1.5
Fill = Callable[[Flask, int], str]


@figure("idea_list_growth", unit="ratio", at_most=_AIM)
def idea_list(bench: Bench) -> Result:
    """The first page of all ideas, for a visitor with a cookie: nothing is kept."""
    return _growth(bench, _ideas, "/ideas")


@figure("idea_search_growth", unit="ratio", at_most=_AIM)
def idea_search(bench: Bench) -> Result:
    """Ideas with two words in them."""
    return _growth(bench, _ideas, "/ideas?q=cykelsti+skole")


@figure("triage_list_growth", unit="ratio", at_most=_AIM)
def triage_list(bench: Bench) -> Result:
    """The tray as it opens: what waits, with the counts of every state."""
    return _growth(bench, _inputs, "/staff/inputs")


@figure("triage_search_growth", unit="ratio", at_most=_AIM)
def triage_search(bench: Bench) -> Result:
    """Everything in the tray with two words in it."""
    return _growth(bench, _inputs, "/staff/inputs?state=all&q=cykelsti+skole")


@figure("campaign_page_growth", unit="ratio", at_most=_AIM)
def campaign_page(bench: Bench) -> Result:
    """A campaign under way, with its counts."""
    return _growth(bench, _campaign, "")


def _ideas(app: Flask, count: int) -> str:
    make_strategy()
    seeding.ideas(db.engine, count)
    return ""


def _inputs(app: Flask, count: int) -> str:
    make_strategy()
    seeding.inputs(db.engine, count)
    return ""


def _campaign(app: Flask, count: int) -> str:
    campaign = make_campaign()
    with transaction():
        campaign.status, campaign.fanned_out_at = CampaignStatus.RELEASED, clock.now()
    seeding.campaign(db.engine, campaign.id, count)
    count_on()  # as the sweep does every minute
    return f"/staff/campaigns/{campaign.id}"


def _growth(bench: Bench, fill: Fill, path: str) -> Result:
    few, few_cookie, few_path = _filled(bench, fill, _FEW)
    many, many_cookie, many_path = _filled(bench, fill, _MANY)
    with bench.site(few) as small, bench.site(many) as large:
        ratio, slow, quick = in_turn(
            lambda: _p95(bench, large, many_path or path, many_cookie),
            lambda: _p95(bench, small, few_path or path, few_cookie),
        )
    return Result(ratio, f"p95 {slow:.1f} ms at {_MANY:,} rows, {quick:.1f} ms at {_FEW:,}")


@functools.cache
def _filled(bench: Bench, fill: Fill, count: int) -> tuple[str, str, str]:
    """A database with so many rows, the cookie of an administrator, and the address to ask for where that differs."""
    database = bench.empty(f"growth_{fill.__name__.strip('_')}_{count}")
    app = bench.app(database)
    with app.app_context():
        path = fill(app, count)
        user = make_user(RoleName.ADMINISTRATOR)
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = signer.dumps(signed_in_session(app, user))
    return database, str(cookie), path


def _p95(bench: Bench, site: Site, path: str, cookie: str) -> float:
    cookies = {"session": cookie}
    return float(bench.load("hammer", site, path=path, cookies=cookies, count=_REQUESTS)["p95_ms"])
