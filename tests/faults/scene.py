"""A scene: citizens answer, invitations go out and a summary builds while things go wrong; then all is counted."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable

import sqlalchemy as sa

from engage.core import clock
from engage.core.builds import BuildState
from engage.core.db import db, session, transaction
from engage.invitations import service as invitations
from engage.invitations.models import Campaign
from engage.messages.models import Message, MessageState
from engage.summaries import queries as summaries
from engage.summaries.models import Summary
from engage.surveys.models import Response, Survey
from tests.factories import make_user
from tests.faults.citizens import Crowd
from tests.faults.platform import Platform, eventually
from tests.faults.tally import Tally
from tests.invitations.factories import make_campaign
from tests.services.smtp import Mail

Strike = Callable[[random.Random], str]  # does harm, mends it, and says what it was


def play(
    hurt: Platform,
    survey: Survey,
    strike: Strike,
    *,
    people: int,
    citizens: int,
    times: int,
    pause: float,
    doubles: Callable[[Counter[str]], int],
) -> Tally:
    """Strike so many times, about `pause` seconds apart; `doubles` says how many mails may then have come twice."""
    chance = random.Random(times)
    tried: Counter[str] = Counter()
    released(hurt, survey, people)
    with Crowd(hurt.url, survey.slug, citizens) as crowd:
        for _ in range(times):
            time.sleep(chance.uniform(pause / 2, pause * 1.5))
            tried[strike(chance)] += 1
        hurt.wait_until_up()
        eventually(lambda: bool(crowd.acknowledged), 120, "an answer is acknowledged")
    come_right(hurt, people, survey, 900)
    db.session.expire_all()
    tally = count(hurt, survey, crowd, people, tried)
    assert tally.doubles <= doubles(tried), tally
    return tally


def released(hurt: Platform, survey: Survey, people: int) -> Campaign:
    """A campaign to so many people, on its way."""
    addresses = (f"nr{number}.{survey.id}@borger.example" for number in range(people))
    campaign = make_campaign(*addresses, survey=survey, per_minute=30_000)
    invitations.release(make_user("editor"), campaign.id)
    hurt.sweep_soon()
    return campaign


def come_right(hurt: Platform, people: int, survey: Survey, seconds: float) -> None:
    """Wait until invitations and summary are whole, with nobody lending a hand but the clock."""
    ends = time.monotonic() + seconds
    while not _all_sent(survey, people) and time.monotonic() < ends:
        before = len(hurt.smtp.messages)
        time.sleep(4)
        if len(hurt.smtp.messages) == before:  # nothing moves any more: the rest waits for its time
            let_time_pass()
            hurt.sweep_soon()
            time.sleep(4)
    assert _all_sent(survey, people)

    def is_summed_up() -> bool:
        session().rollback()
        summary = summaries.whole_summary(survey.consultation_id)
        return summary is not None and summary.totals.get("responses") == _stored(survey)

    for _ in range(10):  # one built just before the last answer rests for ten seconds, one of the dead for minutes
        hurt.sweep_soon()
        with contextlib.suppress(TimeoutError):
            return eventually(is_summed_up, 12, "the summary counts every answer")
        let_time_pass()
    raise AssertionError("the summary does not count every answer")


def count(hurt: Platform, survey: Survey, crowd: Crowd, people: int, tried: Counter[str]) -> Tally:
    """Count everything, and hold it against what was promised."""
    assert crowd.faults == [], crowd.faults[:3]
    session().rollback()
    words = Counter(
        response.answers.get("more")
        for response in session().scalars(sa.select(Response).where(Response.survey_id == survey.id))
    )
    mails = _invited(hurt, survey)
    received = Counter(mail.recipients[0] for mail in mails)
    assert [word for word in crowd.acknowledged if words[word] != 1] == []
    assert [word for word, times in words.items() if times > 1] == []
    assert set(words) <= set(crowd.begun)
    assert len(received) == people
    for address, times in received.items():
        if times > 1:
            ids = {mail.message["Message-ID"] for mail in mails if mail.recipients[0] == address}
            assert len(ids) == 1, address
    return Tally(
        where=hurt.kind,
        tried=tried,
        begun=len(crowd.begun),
        acknowledged=len(crowd.acknowledged),
        stored=words.total(),
        recipients=people,
        mails=len(mails),
        doubles=len(mails) - len(received),
        refused=crowd.refused,
        slowest=crowd.slowest,
    )


def _invited(hurt: Platform, survey: Survey) -> list[Mail]:
    """The invitations that were taken by the mail server."""
    return [mail for mail in list(hurt.smtp.messages) if mail.recipients[0].endswith(f".{survey.id}@borger.example")]


def let_time_pass() -> None:
    """What a killed worker had claimed is taken back after minutes, what failed is tried again: now, not then."""
    now = clock.now()
    with transaction() as db_session:
        claimed = sa.update(Message).where(Message.state == MessageState.SENDING)
        db_session.execute(claimed.values(claimed_at=now - dt.timedelta(minutes=11)))
        failed = sa.update(Message).where(Message.state == MessageState.QUEUED, Message.send_after > now)
        db_session.execute(failed.values(send_after=now))
        being_built = sa.update(Summary).where(Summary.state != BuildState.BUILT)
        before = now - dt.timedelta(minutes=6)
        db_session.execute(being_built.values(claimed_at=before, alive_at=before))


def _all_sent(survey: Survey, people: int) -> bool:
    session().rollback()
    to_them = Message.to_address.endswith(f".{survey.id}@borger.example")
    sent = session().scalar(sa.select(sa.func.count()).where(to_them, Message.state == MessageState.SENT))
    return sent == people


def _stored(survey: Survey) -> int:
    session().rollback()
    return session().scalar(sa.select(sa.func.count()).where(Response.survey_id == survey.id)) or 0
