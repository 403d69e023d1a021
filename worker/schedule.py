"""The schedule: which jobs are sent when. It needs the queue alone, and loads nothing else of the platform."""

from __future__ import annotations

import datetime as dt
import os
from typing import Any

from celery.beat import PersistentScheduler
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging

from engage.config import load_settings
from engage.core import logs
from engage.core.jobs import Job, celery, configure, send

settings = load_settings(os.environ)
configure(settings)
celery.conf.update(
    beat_schedule={
        "sweep": {"task": Job.SWEEP.value, "schedule": 60.0, "options": {"queue": "sweep", "expires": 55}},
        "clean-up": {"task": Job.CLEAN_UP.value, "schedule": 3600.0, "options": {"queue": "sweep", "expires": 3000}},
        "forget-order": {
            "task": Job.FORGET_ORDER.value,
            "schedule": crontab(hour="2", minute="20"),  # UTC; few answer then
            "options": {"queue": "bulk", "expires": 6 * 3600},
        },
    },
    beat_scheduler="worker.schedule:Scheduler",
    beat_schedule_filename=str(settings.data_dir / "schedule"),
)


class Scheduler(PersistentScheduler):
    """Celery's, which would wait a day for every job when the clock is put back by a day."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due; seconds until the next may be."""
        now = self.app.now()
        for entry in self.schedule.values():
            if entry.last_run_at is not None and entry.last_run_at > now + dt.timedelta(minutes=1):
                entry.last_run_at = now
                self._heap = None  # ordered by the times that were wrong
        seconds: float = super().tick(*args, **kwargs)
        return seconds


@setup_logging.connect
def _log_as_we_do(**_kwargs: Any) -> None:
    """Celery sets up no logging of its own where somebody answers this signal."""
    logs.configure(settings.production)


@beat_init.connect
def _sweep_at_once(**_kwargs: Any) -> None:
    """After a stop of any length: what was left lying, and being ready, must not wait another minute."""
    send(Job.SWEEP)
