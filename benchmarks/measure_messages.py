"""Mails a second of our worker against a bare loop of smtplib, and of two worker processes against one."""

import smtplib
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage

import sqlalchemy as sa
from flask import Flask

from benchmarks.bench import ENGAGE, Bench
from benchmarks.figures import Result, figure
from benchmarks.rounds import in_turn
from engage.core.db import let_go, session, transaction
from engage.core.jobs import Job, send
from engage.invitations.fan_out import fan_out
from engage.invitations.models import CampaignStatus
from engage.invitations.queries import is_waiting
from engage.messages.models import Message, MessageState
from engage.messages.service import open_batch
from engage.processes import free_port, listens
from tests.invitations.factories import make_campaign
from tests.services.program import running
from tests.services.server import wait_until

_MAILS = 300
_PER_MINUTE = 60_000
_TEXT = "Kære borger. Kommunen spørger om vejene, og vi vil gerne høre fra dig.\r\n" * 12


@figure("messages_vs_floor", unit="ratio", at_least=0.5)
def messages_vs_floor(bench: Bench) -> Result:
    """One worker process: each mail claimed, written, sent and recorded; the floor sends one text on an open line."""
    with ExitStack() as stack:
        app, environment, port = _ready(bench, stack, "messages")
        ratio, ours, bare = in_turn(lambda: _sent_by(bench, app, environment, 1), lambda: _bare(port))
    return Result(ratio, f"{ours:.0f}/s against {bare:.0f}/s")


@figure("messages_two_workers", unit="ratio", at_least=1.7)
def messages_two_workers(bench: Bench) -> Result:
    """Two worker processes over one."""
    with ExitStack() as stack:
        app, environment, _port = _ready(bench, stack, "two_workers")
        ratio, two, one = in_turn(
            lambda: _sent_by(bench, app, environment, 2), lambda: _sent_by(bench, app, environment, 1)
        )
    return Result(ratio, f"{two:.0f}/s against {one:.0f}/s")


def _ready(bench: Bench, stack: ExitStack, name: str) -> tuple[Flask, dict[str, str], int]:
    """An app on an empty database, the settings of its workers, and the port of a mail server in its own process."""
    port = stack.enter_context(mail_server(bench))
    database = bench.empty(name)
    return bench.app(database), bench.environment(database, SMTP_PORT=str(port)), port


@contextmanager
def mail_server(bench: Bench) -> Iterator[int]:
    """A mail server in a process of its own, which forgets what it takes; its port."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", "aiosmtpd.handlers.Sink", "-l", f"127.0.0.1:{port}"]
    with running(command, {}, bench.folder / "log-sink", lambda: listens(port)):
        yield port


def _sent_by(bench: Bench, app: Flask, environment: dict[str, str], workers: int) -> float:
    """Mails a second of a campaign sent by so many worker processes."""
    command = [ENGAGE, "worker", "mail", "--concurrency", str(workers)]
    with app.app_context():
        batch = written(_MAILS)
        with bench.program(command, environment, "mail"):
            return sent_per_second(batch, _MAILS, workers)


def written(count: int) -> str:
    """A released campaign whose messages wait; nobody else is told."""
    campaign = make_campaign(*(f"borger{number}@borger.example" for number in range(count)), per_minute=_PER_MINUTE)
    with transaction():
        campaign.status = CampaignStatus.RELEASED
        open_batch(campaign.batch, _PER_MINUTE)
    fan_out(campaign.id)
    return campaign.batch


def sent_per_second(batch: str, count: int, workers: int = 1) -> float:
    """Have so many workers begin; mails a second, from the first that was sent to the last."""
    for _ in range(workers):
        send(Job.DELIVER_DUE)
    wait_until(lambda: not _is_waiting(batch), 120, "all mail is sent")
    times = sa.select(Message.sent_at).where(Message.batch == batch, Message.state == MessageState.SENT)
    moments = sorted(moment for moment in session().scalars(times) if moment is not None)
    if len(moments) != count:
        raise AssertionError(f"{len(moments)} of {count} were sent")
    return (len(moments) - 1) / (moments[-1] - moments[0]).total_seconds()


def _is_waiting(batch: str) -> bool:
    let_go()  # SQLite shows a session what was there when it began to read
    return is_waiting(batch)


def _bare(port: int) -> float:
    """Mails a second of smtplib on one open line."""
    with smtplib.SMTP("127.0.0.1", port) as line:
        begun = time.perf_counter()
        for number in range(_MAILS):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "a@x.example", f"b{number}@x.example", "Vil du svare?"
            mail.set_content(_TEXT)
            mail.add_alternative(f"<p>{_TEXT}</p>", subtype="html")
            line.send_message(mail)
        return _MAILS / (time.perf_counter() - begun)
