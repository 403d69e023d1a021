"""A worker killed in the middle of a campaign (F1): nobody gets none, and a double can be recognised."""

import datetime as dt
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from engage.core import clock
from engage.messages import delivery, pace, service
from engage.messages.models import MessageState
from tests.messages.conftest import Queue
from tests.services import SmtpSink
from tests.services.server import wait_until

ROOT = Path(__file__).parents[2]
WORKER = """
from engage.app import create_app
from engage.messages import delivery
import tests.messages.conftest
with create_app().app_context():
    while True:
        delivery.deliver_due()
"""


def test_a_killed_worker_leaves_nobody_out(
    app: Flask, database: str, queue: Queue, smtp_sink: SmtpSink, db_session: Session
) -> None:
    service.open_batch("b", per_minute=60_000)
    messages = [queue(f"{number}@borger.example", id=number, batch="b") for number in range(60)]
    settings = app.config["SETTINGS"]
    environment = {
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "SMTP_HOST": smtp_sink.host,
        "SMTP_PORT": str(smtp_sink.port),
        "MAIL_PER_MINUTE": "60000",
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], cwd=ROOT, env=os.environ | environment, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: len(smtp_sink.messages) >= 5, 30, "the worker sends")
    finally:
        worker.kill()
        worker.wait()
    with time_machine.travel(clock.now() + dt.timedelta(minutes=11)) as later:
        service.sweep()
        while pace.has_due():
            delivery.deliver_due()
            later.shift(5)
    db_session.expire_all()
    assert {message.state for message in messages} == {MessageState.SENT}
    received = Counter(mail.recipients[0] for mail in smtp_sink.messages)
    assert received.keys() == {message.to_address for message in messages}
    assert received.total() <= len(messages) + 1  # the one on its way when the worker died
    assert {mail.message["Message-ID"] for mail in smtp_sink.messages} == {message.message_id for message in messages}
