"""A worker that is told to stop has stopped within half a minute, whatever its jobs are doing.

See docs/decisions/stopping.md.
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Any

import billiard.pool
from celery.signals import worker_ready, worker_shutting_down

from engage.core import stopping

SOFT_SECONDS, HARD_SECONDS = 20.0, 28.0  # shorter than what a container is given (docker-compose.yml)

_TENTHS_FOR_RESULTS = 20


class _Worker:
    pool: Any = None
    signals: tuple[signal.Signals, ...] = (
        signal.SIGUSR1,
        signal.SIGKILL,
    )  # the first is celery's own for a job whose time is over


def install() -> None:
    """Let this worker end in time."""
    # At its end a process of the pool waits 30 s for its results to be taken. Of a job that was handed out just before
    # the end nobody takes it: celery has forgotten the job by then.
    billiard.pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = _TENTHS_FOR_RESULTS
    worker_ready.connect(_remember)
    worker_shutting_down.connect(_stop)


def _remember(sender: Any, **_kwargs: Any) -> None:
    _Worker.pool = sender.pool


def _stop(**_kwargs: Any) -> None:
    stopping.tell()
    signal.signal(signal.SIGALRM, _end_jobs)
    signal.setitimer(signal.ITIMER_REAL, SOFT_SECONDS, HARD_SECONDS - SOFT_SECONDS)


def _end_jobs(_number: int, _frame: object) -> None:
    """First let the jobs under way fail as when their time is over; then end their processes."""
    first, _Worker.signals = _Worker.signals[0], _Worker.signals[-1:]
    with contextlib.suppress(AttributeError):  # the pool has just gone
        for process in _Worker.pool.info["processes"]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, first)
