"""Long work that lets everybody else go first: what a citizen waits for comes before what staff read later."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from celery.exceptions import SoftTimeLimitExceeded
from flask import Flask, current_app

_NICE = 15  # of 19: all of a core that nobody else wants, and about a thirtieth of one that others do


def give_way(work: Callable[[], object]) -> None:
    """Do work at low priority, in an app context of its own; what it raises is raised here.

    It has a thread of its own: Linux counts niceness by thread, and none but root may take it back, but the process
    must be as quick as ever for the mail that it sends next. The time limit of the job is passed on to the thread.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    began: list[int] = []

    def nicely() -> None:
        began.append(threading.get_ident())
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        with app.app_context():
            work()

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(nicely)
        try:
            done.result()
        except SoftTimeLimitExceeded:
            if not done.done():
                limit = ctypes.py_object(SoftTimeLimitExceeded)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(began[0]), limit)
            done.result()
