"""A worker that is told to stop: it ends soon, whatever it is doing, and puts back what it has not begun."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from engage.core.db import session
from engage.core.jobs import Job
from engage.messages import service
from engage.messages.models import Message, MessageState
from engage.pulse import Pulse
from tests.faults.platform import children, send_job
from tests.fixtures.apps import MakeApp, build_schema
from tests.invitations.factories import make_campaign
from tests.services import Redis, SmtpSink
from tests.services.program import running
from tests.services.server import wait_until
from tests.services.smtp import Mood

SOON_SECONDS = 15  # it takes two or three where nobody else wants the processors
WORKER: list[str | Path] = [Path(sys.executable).with_name("engage"), "worker", "mail", "--concurrency", "1"]
STUBBORN = """
import sys, time
from celery.exceptions import SoftTimeLimitExceeded
from worker import stopping
from worker.app import celery

stopping.SOFT_SECONDS, stopping.HARD_SECONDS = 1.0, 2.0

@celery.task(name="stubborn")
def stubborn():
    print("BEGUN", flush=True)
    while True:
        try:
            time.sleep(60)
        except SoftTimeLimitExceeded:
            print("ASKED", flush=True)

celery.worker_main(["--quiet", "worker", "--queues", "mail", "--concurrency", "1"])
"""


@pytest.fixture
def settings(tmp_path: Path, smtp_sink: SmtpSink) -> dict[str, str]:
    """What a worker on an empty embedded database is told."""
    (tmp_path / "data").mkdir()
    return {
        "DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "SMTP_HOST": smtp_sink.host,
        "SMTP_PORT": str(smtp_sink.port),
        "MAIL_PER_MINUTE": "60000",
    }


@pytest.fixture
def told(make_app: MakeApp, settings: dict[str, str]) -> Iterator[Flask]:
    """An app that sends jobs to the worker of these settings."""
    app = make_app(**settings)
    build_schema(app)
    with app.app_context():
        yield app


@contextlib.contextmanager
def working(settings: dict[str, str], command: Sequence[str | Path] = WORKER) -> Iterator[tuple[int, Path]]:
    """A worker that is at work: its process and its log. Inside, it is told to stop; it must have ended soon."""
    data = Path(settings["DATA_DIR"])
    log = data / "log"
    with running(command, settings, log, lambda: any(Pulse(data).folder.glob("*"))) as process:
        wait_until(lambda: bool(children(process.pid)), 20, "the pool has begun")
        yield process.pid, log
        assert process.wait(SOON_SECONDS) == 0, log.read_text()


def test_a_worker_stopped_in_the_moment_it_gets_a_job_ends_soon(
    settings: dict[str, str], redis: Redis, make_app: MakeApp
) -> None:
    """A job that has been handed to a process, but not been seen to begin, is forgotten by celery at the end."""
    settings["REDIS_URL"] = redis.url(9)
    build_schema(make_app(**settings))
    with working(settings) as (worker, _log):
        time.sleep(0.5)
        (process,) = children(worker)
        os.kill(process, signal.SIGSTOP)
        send_job(Job.DELIVER_DUE, "mail", settings)
        time.sleep(1)
        os.kill(worker, signal.SIGTERM)
        time.sleep(1)
        os.kill(process, signal.SIGCONT)


def test_a_worker_told_to_stop_sends_no_other_mail_and_puts_back_what_it_had_taken(
    told: Flask, settings: dict[str, str], smtp_sink: SmtpSink
) -> None:
    campaign = make_campaign().id
    service.open_batch("stopped", per_minute=60_000)
    smtp_sink.mood = Mood.HANGS
    for number in range(30):
        service.queue_message(
            "invitation_test", f"nr{number}@borger.example", context={"campaign_id": campaign}, batch="stopped"
        )
    with working(settings) as (worker, _log):
        send_job(Job.DELIVER_DUE, "mail", settings)
        wait_until(lambda: smtp_sink.hanging > 0, 20, "the first mail is on its way")
        os.kill(worker, signal.SIGTERM)
        time.sleep(0.5)
        smtp_sink.mood = Mood.ACCEPTS
    assert smtp_sink.messages == []
    session().rollback()
    assert session().scalars(sa.select(Message.state).distinct()).all() == [MessageState.QUEUED]
    assert sorted(session().scalars(sa.select(Message.attempts))) == [*[0] * 29, 1]


def test_a_job_that_will_not_end_is_ended(settings: dict[str, str], redis: Redis, make_app: MakeApp) -> None:
    settings["REDIS_URL"] = redis.url(10)
    build_schema(make_app(**settings))
    with working(settings, [sys.executable, "-c", STUBBORN]) as (worker, log):
        send_job("stubborn", "mail", settings)
        wait_until(lambda: "BEGUN" in log.read_text(), 20, "the job has begun")
        os.kill(worker, signal.SIGTERM)
    assert "ASKED" in log.read_text()
