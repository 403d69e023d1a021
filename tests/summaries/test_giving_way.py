"""A long job lets others go first, and is ended by its time limit all the same."""

from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from flask import Flask, current_app

from worker.giving_way import give_way


def niceness() -> int:
    """Of the thread that asks."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_the_work_is_nice_and_the_process_is_not(app: Flask) -> None:
    before, seen = niceness(), list[object]()
    give_way(lambda: seen.extend([niceness(), current_app.name]))
    assert seen == [15, app.name]
    assert niceness() == before < 15


def test_what_the_work_raises_is_raised(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError):
        give_way(lambda: 1 // 0)


def test_the_time_limit_of_the_job_ends_the_work(app: Flask) -> None:
    """The limit comes as a signal to the main thread of the worker's process."""
    told = list[type[BaseException]]()

    def endless() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        try:
            while True:
                time.sleep(0.01)
        except BaseException as error:
            told.append(type(error))
            raise

    def limit(_number: int, _frame: FrameType | None) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, limit)
    try:
        with pytest.raises(SoftTimeLimitExceeded):
            give_way(endless)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert told == [SoftTimeLimitExceeded]
