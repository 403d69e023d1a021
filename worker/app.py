"""The Celery app that the worker runs: `celery -A worker.app worker`."""

from __future__ import annotations

import gc
from typing import Any

from celery import Task
from celery.signals import setup_logging, worker_init, worker_process_init

from engage.app import create_app
from engage.config import Settings
from engage.core import logs
from engage.core.db import db
from engage.core.jobs import celery
from engage.pulse import Pulse
from worker import acknowledging, pulse, stopping

flask_app = create_app()
settings: Settings = flask_app.config["SETTINGS"]


class InApp(Task[..., Any]):
    """A task that runs inside the Flask app, with a session of its own."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with flask_app.app_context():
            return super().__call__(*args, **kwargs)


celery.Task = InApp  # type: ignore[misc]  # Celery's documented way; its stubs say read-only
celery.conf.update(imports=["worker.tasks"])
pulse.install(celery, Pulse(settings.data_dir))
stopping.install()
acknowledging.install()


@setup_logging.connect
def _log_as_we_do(**_kwargs: Any) -> None:
    """Celery sets up no logging of its own where somebody answers this signal."""
    logs.configure(settings.production)


@worker_process_init.connect
def _fresh_connections(**_kwargs: Any) -> None:
    """A forked process must not share its parent's database connections."""
    with flask_app.app_context():
        db.engine.dispose(close=False)


@worker_init.connect
def _share_what_is_loaded(**_kwargs: Any) -> None:
    """Let the garbage collector pass over what is loaded by now, so that the pool's processes share it for good."""
    gc.collect()
    gc.freeze()
