"""Database, queue, mail server, disk and clock: each goes wrong and comes back, and nothing afterwards needs a hand."""

from __future__ import annotations

import datetime as dt
import signal
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
from engage.messages import delivery, service, smtp
from engage.messages.models import Message, MessageState
from engage.surveys.models import Response, Survey
from tests.faults.citizens import Citizen
from tests.faults.platform import Platform, eventually
from tests.fixtures.apps import MakeApp
from tests.ideas.factories import make_idea
from tests.invitations.factories import make_campaign
from tests.services import Redis, SmtpSink
from tests.services.server import wait_until
from tests.services.smtp import Mood

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


def test_a_mail_server_that_refuses_hangs_or_drops_loses_no_mail(
    app: Flask, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each message is tried again until it is taken; one taken before the line went dead is known by its id."""
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.5)
    smtp.hang_up()  # the line that was opened with more patience
    moods = (Mood.REFUSES, Mood.HANGS, Mood.DROPS, *[Mood.ACCEPTS] * 8)
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
