"""kill -9 at random moments, and SIGTERM: what was acknowledged is there once, and nobody gets two or none."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from engage.core import clock
from engage.core.db import db, session, transaction
from engage.invitations import service as invitations
from engage.invitations.models import Campaign
from engage.messages.models import Message, MessageState
from engage.summaries import queries as summaries
from engage.surveys.models import Response, Survey
from tests.factories import make_user
from tests.faults.citizens import Crowd
from tests.faults.platform import Platform, eventually, platform
from tests.fixtures.apps import MakeApp
from tests.invitations.factories import make_campaign
from tests.services.smtp import Mail
from tests.surveys.factories import published_survey


@dataclass
class Tally:
    """What was tried and what was counted; `make test-long` prints it."""

    kills: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    acknowledged: int = 0
    responses: int = 0
    recipients: int = 0
    mails: int = 0
    doubles: int = 0

    def __str__(self) -> str:
        killed = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items()))
        return (
            f"killed {killed}; answers begun {self.begun}, acknowledged {self.acknowledged}, stored {self.responses}; "
            f"recipients {self.recipients}, mails {self.mails}, doubles {self.doubles}"
        )


def released(hurt: Platform, survey: Survey, people: int) -> Campaign:
    """A campaign to so many people, on its way."""
    addresses = (f"nr{number}.{survey.id}@borger.example" for number in range(people))
    campaign = make_campaign(*addresses, survey=survey, per_minute=30_000)
    invitations.release(make_user("editor"), campaign.id)
    hurt.sweep_soon()
    return campaign


def invited(hurt: Platform, survey: Survey) -> list[Mail]:
    """The invitations that were taken by the mail server."""
    return [mail for mail in list(hurt.smtp.messages) if mail.recipients[0].endswith(f".{survey.id}@borger.example")]


def let_ten_minutes_pass() -> None:
    """What a killed worker had claimed is taken back after ten minutes; here they pass at once."""
    with transaction() as db_session:
        claimed = sa.update(Message).where(Message.state == MessageState.SENDING)
        db_session.execute(claimed.values(claimed_at=clock.now() - dt.timedelta(minutes=11)))


def all_sent(survey: Survey, people: int) -> bool:
    """True when everybody has been written to."""
    session().rollback()
    to_them = Message.to_address.endswith(f".{survey.id}@borger.example")
    sent = session().scalar(sa.select(sa.func.count()).where(to_them, Message.state == MessageState.SENT))
    return sent == people


def come_right(hurt: Platform, people: int, survey: Survey, seconds: float) -> None:
    """Wait until invitations and summary are whole, with nobody lending a hand but the clock."""
    ends = time.monotonic() + seconds
    while not all_sent(survey, people) and time.monotonic() < ends:
        before = len(hurt.smtp.messages)
        time.sleep(4)
        if len(hurt.smtp.messages) == before:  # nothing moves any more: the rest was claimed by the dead
            let_ten_minutes_pass()
            hurt.sweep_soon()
            time.sleep(4)
    assert all_sent(survey, people)

    def is_summed_up() -> bool:
        session().rollback()
        summary = summaries.whole_summary(survey.consultation_id)
        return summary is not None and summary.totals["responses"] == stored(survey)

    eventually(is_summed_up, 240, "the summary counts every answer")


def stored(survey: Survey) -> int:
    """How many responses there are."""
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).where(Response.survey_id == survey.id)) or 0


def count(hurt: Platform, survey: Survey, crowd: Crowd, people: int, kills: Counter[str]) -> Tally:
    """Count everything, and hold it against what was promised."""
    assert crowd.faults == []
    session().rollback()
    words = Counter(
        response.answers.get("more")
        for response in session().scalars(sa.select(Response).where(Response.survey_id == survey.id))
    )
    mails = invited(hurt, survey)
    received = Counter(mail.recipients[0] for mail in mails)
    tally = Tally(
        kills, len(crowd.begun), len(crowd.acknowledged), words.total(), people, len(mails), len(mails) - len(received)
    )
    assert [word for word in crowd.acknowledged if words[word] != 1] == []
    assert [word for word, times in words.items() if times > 1] == []
    assert set(words) <= set(crowd.begun)
    assert len(received) == people
    assert tally.doubles <= kills["worker"]
    for address, times in received.items():
        if times > 1:
            ids = {mail.message["Message-ID"] for mail in mails if mail.recipients[0] == address}
            assert len(ids) == 1, address
    return tally


def test_killed_processes_lose_nothing_and_double_nothing(hurt: Platform, survey: Survey) -> None:
    tally = play(hurt, survey, people=200, citizens=2, kills=3, pause=1.0, seed=1)
    assert tally.acknowledged >= 2


@pytest.mark.long
def test_twenty_rounds_of_kills_during_five_thousand_invitations(make_app: MakeApp, tmp_path: Path) -> None:
    with platform(tmp_path, make_app) as hurt:
        tally = play(hurt, published_survey(), people=5000, citizens=8, kills=20, pause=4.0, seed=20)
    print(f"\nkill -9: {tally}")  # noqa: T201 - the long tests' table
    assert tally.acknowledged >= 20


@pytest.mark.long
def test_the_embedded_default_survives_kills_too(make_app: MakeApp, tmp_path: Path) -> None:
    with platform(tmp_path, make_app, embedded=True) as hurt:
        tally = play(hurt, published_survey(), people=500, citizens=4, kills=8, pause=3.0, seed=8)
    print(f"\nkill -9, embedded default: {tally}")  # noqa: T201
    assert tally.acknowledged >= 4


def play(hurt: Platform, survey: Survey, *, people: int, citizens: int, kills: int, pause: float, seed: int) -> Tally:
    """People answer, invitations go out, processes die; then everything comes right and is counted."""
    chance = random.Random(seed)
    killed: Counter[str] = Counter()
    released(hurt, survey, people)
    with Crowd(hurt.url, survey.slug, citizens) as crowd:
        for _ in range(kills):
            time.sleep(chance.uniform(pause / 2, pause * 1.5))
            killed[hurt.kill_one(chance)] += 1
        hurt.wait_until_up()
        eventually(lambda: bool(crowd.acknowledged), 120, "an answer is acknowledged")
    come_right(hurt, people, survey, 900)
    db.session.expire_all()
    return count(hurt, survey, crowd, people, killed)


def test_sigterm_ends_web_and_worker_without_a_lost_request_or_a_double(hurt: Platform, survey: Survey) -> None:
    released(hurt, survey, 150)
    with Crowd(hurt.url, survey.slug, 2) as crowd:
        for kind in ("worker", "web", "worker"):
            time.sleep(1.5)
            eventually(lambda: bool(hurt.processes()[kind]), 60, f"the {kind} is back")  # noqa: B023 - asked at once
            os.kill(hurt.processes()[kind][0], signal.SIGTERM)
        eventually(lambda: len(crowd.acknowledged) >= 2, 120, "answers are acknowledged")
    come_right(hurt, 150, survey, 300)
    tally = count(hurt, survey, crowd, 150, Counter())
    assert tally.doubles == 0
