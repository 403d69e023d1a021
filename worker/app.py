"""The Celery app that the worker and the schedule run: `celery -A worker.app worker`."""

from __future__ import annotations

from typing import Any

from celery import Task
from celery.signals import worker_process_init

from engage.app import create_app
from engage.core.db import db
from engage.core.jobs import Job, celery

flask_app = create_app()


class InApp(Task):  # type: ignore[misc]
    """A task that runs inside the Flask app, with a session of its own."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with flask_app.app_context():
            return super().__call__(*args, **kwargs)


celery.Task = InApp
celery.conf.update(
    imports=["worker.tasks"],
    beat_schedule={
        "sweep": {"task": Job.SWEEP.value, "schedule": 60.0, "options": {"queue": "sweep", "expires": 55}},
        "clean-up": {"task": Job.CLEAN_UP.value, "schedule": 3600.0, "options": {"queue": "sweep", "expires": 3000}},
    },
    beat_schedule_filename=str(flask_app.config["SETTINGS"].data_dir / "schedule"),
)


@worker_process_init.connect
def _fresh_connections(**_kwargs: Any) -> None:
    """A forked process must not share its parent's database connections."""
    with flask_app.app_context():
        db.engine.dispose(close=False)
