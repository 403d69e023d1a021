"""Database, queue, mail server, disk and clock: each goes wrong and comes back, and nothing afterwards needs a hand."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import redis
import sqlalchemy as sa
import time_machine
from flask import Flask

from engage.consultations import files
from engage.core import clock
from engage.core.db import db, session
from engage.messages import delivery, pace, service
from engage.messages.models import Message, MessageState
from engage.surveys.models import Response, Survey
from tests.consultations.factories import make_consultation
from tests.faults.citizens import Citizen
from tests.faults.platform import Platform, eventually
from tests.fixtures.apps import MakeApp
from tests.ideas.factories import make_idea
from tests.invitations.factories import make_campaign
from tests.services import Redis, SmtpSink
from tests.services.program import ROOT
from tests.services.server import wait_until
from tests.services.smtp import Mood
from tests.surveys.factories import published_survey

NO_WORSE_SECONDS = 2.0
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def stored(words: str) -> int:
    """How many responses hold these words."""
    session().rollback()
    return sum(response.answers.get("more") == words for response in session().scalars(sa.select(Response)))


def status_of(url: str) -> tuple[int, str]:
    """The status and text of a page."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_stopped_database_is_told_of_and_no_answer_is_lost(hurt: Platform, survey: Survey) -> None:
    assert hurt.postgresql is not None
    citizen, words = Citizen(hurt.url), "Skrevet, mens databasen var væk."
    slug = survey.slug
    address, page = citizen.get(f"/surveys/{slug}/pages/way")
    db.session.remove()
    db.engine.dispose()
    hurt.postgresql.halt()
    try:
        status, text = status_of(f"{hurt.url}/ideas")
        assert (status, "Vi er ikke klar lige nu" in text) == (503, True)
        assert status_of(f"{hurt.url}/healthz")[0] == 200
        assert status_of(f"{hurt.url}/readyz")[0] == 503
        with ThreadPoolExecutor(1) as waiting:
            sending = waiting.submit(citizen.send, address, page, {"q-how": "bike"})  # again until it is taken
            wait_until(lambda: citizen.refused > 0, 60, "the page says that it cannot be saved now")
            hurt.postgresql.resume()
            address, page = sending.result()
    finally:
        if not hurt.postgresql.is_running:
            hurt.postgresql.resume()
    address, page = citizen.send(address, page, {"q-minutes": "12"})
    address, page = citizen.send(address, page, {"q-more": words})
    address, page = citizen.send(address, page, {})
    assert address.endswith("/receipt")
    assert stored(words) == 1
    hurt.sweep_soon()
    eventually(lambda: status_of(f"{hurt.url}/readyz")[0] == 200, 180, "all is well again")


@pytest.mark.parametrize("state", ["stopped", "frozen", "emptied"])
def test_without_its_queue_the_platform_takes_answers_as_fast_and_catches_up(
    hurt: Platform, survey: Survey, state: str
) -> None:
    assert hurt.redis is not None
    idea, asked = make_idea(status="published"), f"{state}@borger.example"
    calm = Citizen(hurt.url)
    calm.answer(survey.slug, f"Skrevet i fred, før køen var {state}.")
    _hurt(hurt, state)
    citizen = Citizen(hurt.url)
    try:
        citizen.answer(survey.slug, f"Skrevet, mens køen var {state}.")
        address, page = citizen.get(f"/ideas/{idea.public_id}/support")
        citizen.send(address, page, {"method": "email", "email": asked})
    finally:
        _mend(hurt, state)
    assert stored(f"Skrevet, mens køen var {state}.") == 1
    assert citizen.refused == 0
    assert citizen.slowest <= calm.slowest + NO_WORSE_SECONDS
    hurt.sweep_soon()
    eventually(lambda: bool(hurt.smtp.to(asked)), 180, "the sweep has the mail sent")
    assert len(hurt.smtp.to(asked)) == 1


def _hurt(hurt: Platform, state: str) -> None:
    assert hurt.redis is not None
    if state == "stopped":
        hurt.redis.halt()
    elif state == "frozen":
        hurt.redis.signal(signal.SIGSTOP)
    else:
        redis.Redis.from_url(hurt.redis.url()).flushall()


def _mend(hurt: Platform, state: str) -> None:
    assert hurt.redis is not None
    if state == "stopped":
        hurt.redis.resume()
    elif state == "frozen":
        hurt.redis.signal(signal.SIGCONT)


@pytest.mark.parametrize("state", ["stopped", "frozen"])
def test_forms_are_taken_while_their_limits_cannot_be_counted_in_redis(
    database: str, make_app: MakeApp, built_app: Flask, state: str
) -> None:
    server = Redis().start()
    limited = make_app(DATABASE_URL=database, REDIS_URL=server.url(), RATE_LIMITS="1")
    client = limited.test_client()
    try:
        assert client.post("/ideas/new", data={"title": "Lys"}).status_code == 200
        server.halt() if state == "stopped" else server.signal(signal.SIGSTOP)
        begun = time.monotonic()
        assert client.post("/ideas/new", data={"title": "Lys"}).status_code == 200
        assert time.monotonic() - begun < NO_WORSE_SECONDS
        statuses = {client.post("/ideas/new", data={"title": "Lys"}).status_code for _ in range(40)}
        assert statuses == {200, 429}  # counted here instead
    finally:
        server.stop()


def test_a_mail_server_that_refuses_hangs_or_drops_loses_no_mail(app: Flask, smtp_sink: SmtpSink) -> None:
    """Each message is tried again until it is taken; one taken before the line went dead is known by its id."""
    moods = (Mood.REFUSES, Mood.DROPS, *[Mood.ACCEPTS] * 8)
    service.open_batch("fault", per_minute=60_000)
    for number in range(3):
        service.queue_message(
            "invitation_test", f"nr{number}@borger.example", context={"campaign_id": _campaign()}, batch="fault"
        )
    with time_machine.travel(clock.now()) as moment:
        for mood in moods:
            smtp_sink.mood = mood
            delivery.deliver_due()
            moment.shift(dt.timedelta(minutes=40))
            service.sweep()
    session().expire_all()
    assert set(session().scalars(sa.select(Message.state))) == {MessageState.SENT}
    ids = {mail.recipients[0]: mail.message["Message-ID"] for mail in smtp_sink.messages}
    assert len(ids) == 3
    assert len({(mail.recipients[0], mail.message["Message-ID"]) for mail in smtp_sink.messages}) == 3


def _campaign() -> int:
    return make_campaign().id


def test_a_full_disk_keeps_nothing_by_half(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A real device that is always full stands where the file is to be written."""
    monkeypatch.setitem(app.config, "SETTINGS", app.config["SETTINGS"].model_copy(update={"data_dir": tmp_path}))
    files.path_of("x.part").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        files.write("x", b"%PDF-1.7 " + b"x" * 100_000)
    assert not files.path_of("x").exists()


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
            "invitation_test", f"nr{number}@borger.example", context={"campaign_id": _campaign()}, batch="fault"
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
            "invitation_test", f"nr{number}@borger.example", context={"campaign_id": _campaign()}, batch="fault"
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
