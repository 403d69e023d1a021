"""Jobs by name: what the web asks the workers to do, and how the queue is set up.

A job carries ids only; the row in the database is the truth. A job that is lost is sent again by the sweep.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
import structlog
from celery import Celery
from kombu import Queue
from kombu.exceptions import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.db import BUSY, Base, on_commit, session, transaction

if TYPE_CHECKING:
    from engage.config import Settings

log = structlog.get_logger()


class Job(StrEnum):
    """Every job there is. The part before the dot says the feature that does it."""

    DELIVER_MESSAGE = "messages.deliver"
    DELIVER_DUE = "messages.deliver_due"
    FAN_OUT_CAMPAIGN = "invitations.fan_out"
    BUILD_SUMMARY = "summaries.build"
    FORM_THEMES = "triage.form_themes"
    TELL_FOLLOWERS = "triage.tell_followers"
    SWEEP = "core.sweep"
    CLEAN_UP = "core.clean_up"
    FORGET_ORDER = "surveys.forget_order"


QUEUES: dict[Job, str] = {
    Job.DELIVER_MESSAGE: "mail",
    Job.DELIVER_DUE: "mail",
    Job.FAN_OUT_CAMPAIGN: "bulk",
    Job.BUILD_SUMMARY: "bulk",
    Job.FORM_THEMES: "bulk",
    Job.TELL_FOLLOWERS: "interactive",
    Job.SWEEP: "sweep",
    Job.CLEAN_UP: "sweep",
    Job.FORGET_ORDER: "bulk",
}
QUEUE_NAMES = ("mail", "interactive", "bulk", "sweep")

# how long nobody tries after the queue could not be reached; trying costs a citizen up to two seconds
AWAY_SECONDS = 10.0

celery = Celery("engage", set_as_current=True)


class Heartbeat(Base):
    """When something that must happen regularly last happened; read by /readyz."""

    __tablename__ = "heartbeats"
    __table_args__ = BUSY

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    beaten_at: Mapped[dt.datetime]


def configure(settings: Settings) -> Celery:
    """Set up the queue: Redis where it is given, else files in the data folder."""
    common = {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_ignore_result": True,
        "task_soft_time_limit": 120,
        "task_time_limit": 240,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_publish_retry": False,
        "task_default_queue": "interactive",
        "task_queues": [Queue(name) for name in QUEUE_NAMES],
        "task_routes": {job.value: {"queue": queue} for job, queue in QUEUES.items()},
        "timezone": "Europe/Copenhagen",
        "broker_connection_retry_on_startup": True,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        # A job goes on while the queue is away. It may be handed out again, which does no harm: each row is claimed.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
    }
    if settings.redis_url:
        celery.conf.update(
            common,
            broker_url=settings.redis_url,
            broker_transport=None,  # the address says it
            broker_transport_options={
                "visibility_timeout": 600,
                "unacked_restore_throttle": 1,
                "socket_timeout": 1.2,
                "socket_connect_timeout": 1.2,
                "max_retries": 0,  # to reach it when a job is sent: a citizen is waiting
            },
        )
    else:
        celery.conf.update(
            common,
            broker_url="filesystem://localhost",
            broker_transport="engage.core.filequeue:Transport",
            broker_transport_options=_queue_folders(settings.data_dir / "queue"),
        )
    return celery


def _queue_folders(folder: Path) -> dict[str, str | bool]:
    folders = {name: folder / name for name in ("messages", "processed", "control")}
    for path in folders.values():
        path.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(folders["messages"]),
        "data_folder_out": str(folders["messages"]),
        "processed_folder": str(folders["processed"]),
        "control_folder": str(folders["control"]),
        "store_processed": False,
    }


def enqueue(job: Job, *args: int | str) -> None:
    """Send a job to its queue when the use case commits. Only ids may be sent."""
    on_commit(partial(send, job, *args))


class _Queue:
    """Whether the queue could be reached last; for a while after it could not, nobody waits for it again."""

    away_until = 0.0  # as time.monotonic() counts


def send(job: Job, *args: int | str, delay: float = 0) -> None:
    """Send a job now; for the sweep and the command line, where no use case is under way.

    `delay`: seconds before a worker does it, at most 300 (Redis would hand out a job again that waits longer).
    A job that cannot be sent because the queue is away is noted in the log; the sweep sends it when it is back.
    """
    if time.monotonic() < _Queue.away_until:
        return
    try:
        celery.send_task(job.value, args=list(args), queue=QUEUES[job], countdown=min(delay, 300) or None)
    except OperationalError as error:
        _Queue.away_until = time.monotonic() + AWAY_SECONDS
        log.warning("queue_away", job=job.value, error=str(error))


class StepsFailed(Exception):
    """Some steps of a regular job failed; the text names them, the log says how."""


def do_each(steps: Mapping[str, Callable[[], object]]) -> None:
    """Do all steps in order; one that fails keeps no other from being done. Raises StepsFailed at the end."""
    failed = []
    for name, step in steps.items():
        try:
            step()
        except Exception:
            log.exception("step_failed", step=name)
            session().rollback()
            failed.append(name)
    if failed:
        raise StepsFailed(", ".join(failed))


def beat(name: str) -> None:
    """Note that something regular has just happened."""
    with transaction():
        session().merge(Heartbeat(name=name, beaten_at=clock.now()))


def seconds_since(name: str) -> float | None:
    """Seconds since `beat(name)`, None if it never happened."""
    heartbeat = session().get(Heartbeat, name)
    return None if heartbeat is None else (clock.now() - heartbeat.beaten_at).total_seconds()
