"""The clock is moved by a day, and over both changes to summer time: nothing comes twice, and nothing waits a day."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from engage.consultations.service import mark_changed
from engage.core import builds, clock
from engage.core.db import session, transaction
from engage.messages import delivery, pace, service
from engage.messages.models import Message, MessageState
from engage.summaries import service as summaries
from engage.summaries.models import Summary
from tests.consultations.factories import make_consultation
from tests.invitations.factories import make_campaign
from tests.services import SmtpSink
from tests.services.program import ROOT
from tests.surveys.factories import published_survey

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    "night",
    [dt.datetime(2026, 3, 29, 2, 30, tzinfo=COPENHAGEN), dt.datetime(2026, 10, 25, 2, 30, tzinfo=COPENHAGEN)],
    ids=["spring", "autumn"],
)
def test_a_consultation_opens_and_closes_once_over_a_change_of_the_clock(app: Flask, night: dt.datetime) -> None:
    opens, closes = night - dt.timedelta(hours=1), night + dt.timedelta(hours=2)
    one = make_consultation(opens_at=opens.astimezone(dt.UTC), closes_at=closes.astimezone(dt.UTC))
    start = opens.astimezone(dt.UTC) - dt.timedelta(minutes=30)
    states = [one.state_at(start + dt.timedelta(minutes=minutes)) for minutes in range(0, 360, 10)]
    assert [state for state, before in zip(states, ["", *states], strict=False) if state != before] == [
        "coming",
        "open",
        "closed",
    ]


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_moved_by_a_day_sends_no_mail_twice_and_forgets_none(
    app: Flask, smtp_sink: SmtpSink, days: int
) -> None:
    published_survey()
    service.open_batch("fault", per_minute=60_000)
    for number in range(4):
        service.queue_message(
            "invitation_test", f"nr{number}@borger.example", context={"campaign_id": make_campaign().id}, batch="fault"
        )
    with time_machine.travel(clock.now()) as moment:
        delivery.deliver_due()
        moment.shift(dt.timedelta(days=days))
        for _ in range(3):
            service.sweep()
            delivery.deliver_due()
        moment.shift(dt.timedelta(days=-days, minutes=15))
        service.sweep()
        delivery.deliver_due()
    session().expire_all()
    assert set(session().scalars(sa.select(Message.state))) == {MessageState.SENT}
    assert sorted(mail.recipients[0] for mail in smtp_sink.messages) == [f"nr{n}@borger.example" for n in range(4)]


@pytest.mark.parametrize("days", [1, -1])
def test_a_campaign_goes_on_at_its_pace_after_the_clock_was_put_right(
    app: Flask, smtp_sink: SmtpSink, days: int
) -> None:
    """Sent in part by a clock that was wrong, with a worker killed meanwhile; a wrong day must not cost a day."""
    service.open_batch("fault", per_minute=60)
    for number in range(12):
        service.queue_message(
            "invitation_test", f"nr{number}@borger.example", context={"campaign_id": make_campaign().id}, batch="fault"
        )
    with time_machine.travel(clock.now() + dt.timedelta(days=max(days, 0))) as moment:
        delivery.deliver_due()
        assert len(smtp_sink.messages) == 5
        moment.shift(6)
        assert len(pace.claim_portion()) == 5  # by a worker that is killed before it has sent any
        moment.shift(dt.timedelta(days=-days))
        for _ in range(15):
            moment.shift(60)
            service.sweep()
            delivery.deliver_due()
    assert sorted(mail.recipients[0] for mail in smtp_sink.messages) == sorted(
        f"nr{number}@borger.example" for number in range(12)
    )


def test_the_schedule_goes_on_when_the_clock_is_put_back(tmp_path: Path) -> None:
    """A day's wait for the next sweep would be a day without retries, and /readyz would call the platform ill."""
    code = """
import datetime as dt, time_machine
from celery.utils.imports import instantiate
from worker.schedule import celery

sent = []
with time_machine.travel(dt.datetime(2026, 5, 5, 12, tzinfo=dt.UTC), tick=False) as moment:
    place = celery.conf.beat_schedule_filename
    scheduler = instantiate(celery.conf.beat_scheduler, app=celery, schedule_filename=place)
    scheduler.send_task = lambda name, *args, **kwargs: sent.append(name)

    def minutes(count):
        del sent[:]
        for _ in range(count * 6):
            moment.shift(10)
            while scheduler.tick() == 0:
                pass
        return sent.count("core.sweep") >= count - 1

    print(minutes(10))
    moment.shift(dt.timedelta(days=-1))
    print(minutes(10))
    moment.shift(dt.timedelta(days=1))
    print(minutes(10))
"""
    told = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": "", "REDIS_URL": ""}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=told, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_summary_is_built_at_once_after_the_clock_was_put_back(app: Flask, is_killed: bool) -> None:
    consultation_id = published_survey().consultation_id
    with time_machine.travel(clock.now() + dt.timedelta(days=1)) as moment:
        assert summaries.build(consultation_id)
        if is_killed:
            moment.shift(60)
            with transaction():
                whole = sa.and_(Summary.consultation_id == consultation_id, Summary.survey_id.is_(None))
                assert builds.claim(Summary, whole)
        moment.shift(dt.timedelta(days=-1))
        with transaction():
            mark_changed(consultation_id)
        assert summaries.sweep() == 1
        assert summaries.build(consultation_id)
