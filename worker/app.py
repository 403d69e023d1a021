"""The Celery app that the worker and the schedule run: `celery -A worker.app worker`."""

from __future__ import annotations

from typing import Any

from celery import Task
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging, worker_process_init

from engage.app import create_app
from engage.config import Settings
from engage.core import logs
from engage.core.db import db
from engage.core.jobs import Job, celery, send
from engage.pulse import Pulse
from worker import pulse

flask_app = create_app()
settings: Settings = flask_app.config["SETTINGS"]


class InApp(Task[..., Any]):
    """A task that runs inside the Flask app, with a session of its own."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with flask_app.app_context():
            return super().__call__(*args, **kwargs)


celery.Task = InApp  # type: ignore[misc]  # Celery's documented way; its stubs say read-only
celery.conf.update(
    imports=["worker.tasks"],
    beat_schedule={
        "sweep": {"task": Job.SWEEP.value, "schedule": 60.0, "options": {"queue": "sweep", "expires": 55}},
        "clean-up": {"task": Job.CLEAN_UP.value, "schedule": 3600.0, "options": {"queue": "sweep", "expires": 3000}},
        "forget-order": {
            "task": Job.FORGET_ORDER.value,
            "schedule": crontab(hour="2", minute="20"),  # UTC; few answer then
            "options": {"queue": "bulk", "expires": 6 * 3600},
        },
    },
    beat_schedule_filename=str(settings.data_dir / "schedule"),
)
pulse.install(celery, Pulse(settings.data_dir))


@setup_logging.connect
def _log_as_we_do(**_kwargs: Any) -> None:
    """Celery sets up no logging of its own where somebody answers this signal."""
    logs.configure(settings.production)


@beat_init.connect
def _sweep_at_once(**_kwargs: Any) -> None:
    """After a stop of any length: what was left lying, and being ready, must not wait another minute."""
    send(Job.SWEEP)


@worker_process_init.connect
def _fresh_connections(**_kwargs: Any) -> None:
    """A forked process must not share its parent's database connections."""
    with flask_app.app_context():
        db.engine.dispose(close=False)
