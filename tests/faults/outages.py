"""What a platform stands on goes away for a while, and comes back."""

from __future__ import annotations

import contextlib
import itertools
import random
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator

import redis

from engage.core.db import db
from tests.faults.platform import Platform
from tests.faults.scene import Strike
from tests.services.smtp import Mood

Outage = Callable[[Platform], contextlib.AbstractContextManager[object]]


@contextlib.contextmanager
def database_stopped(hurt: Platform) -> Iterator[None]:
    """PostgreSQL is gone."""
    assert hurt.postgresql is not None
    db.session.remove()
    db.engine.dispose()
    hurt.postgresql.halt()
    try:
        yield
    finally:
        hurt.postgresql.resume()


@contextlib.contextmanager
def database_locked(hurt: Platform) -> Iterator[None]:
    """Another program writes to the SQLite file, and does not come to an end."""
    db.session.remove()
    with contextlib.closing(sqlite3.connect(hurt.data / "engage.db", isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def disk_full(hurt: Platform) -> Iterator[None]:
    """Nothing more can be written to any file by any process: not the database, not the queue, not the log.

    The kernel refuses what goes beyond a limit of each process, as root also.
    """
    _limit_files(hurt, 0)
    try:
        yield
    finally:
        _limit_files(hurt, resource.RLIM_INFINITY)


def _limit_files(hurt: Platform, size: int) -> None:
    everybody = [hurt.supervisor, *itertools.chain(*hurt.processes().values())]
    for process in everybody:  # first the one that starts others, which have its limit
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextlib.contextmanager
def queue_stopped(hurt: Platform) -> Iterator[None]:
    """Redis is gone."""
    assert hurt.redis is not None
    hurt.redis.halt()
    try:
        yield
    finally:
        hurt.redis.resume()


@contextlib.contextmanager
def queue_frozen(hurt: Platform) -> Iterator[None]:
    """Redis takes connections and says nothing."""
    assert hurt.redis is not None
    hurt.redis.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        hurt.redis.signal(signal.SIGCONT)


@contextlib.contextmanager
def queue_emptied(hurt: Platform) -> Iterator[None]:
    """All jobs are forgotten."""
    if hurt.redis is not None:
        redis.Redis.from_url(hurt.redis.url()).flushall()
    else:
        for job in (hurt.data / "queue" / "messages").glob("*"):
            job.unlink(missing_ok=True)
    yield


@contextlib.contextmanager
def queue_missing(hurt: Platform) -> Iterator[None]:
    """Somebody has removed the folder of the embedded queue."""
    shutil.rmtree(hurt.data / "queue", ignore_errors=True)
    yield


def mail(mood: Mood) -> Outage:
    """The mail server is in a bad mood."""

    @contextlib.contextmanager
    def mail_server_moody(hurt: Platform) -> Iterator[None]:
        hurt.smtp.mood = mood
        try:
            yield
        finally:
            hurt.smtp.mood = Mood.ACCEPTS

    return mail_server_moody


@contextlib.contextmanager
def mail_away(hurt: Platform) -> Iterator[None]:
    """Nobody listens where the mail server was."""
    hurt.smtp.stop()
    try:
        yield
    finally:
        hurt.smtp.resume()


_MAIL: dict[str, Outage] = {
    "mail server away": mail_away,
    "mail server refusing": mail(Mood.REFUSES),
    "mail server hanging": mail(Mood.HANGS),
    "mail server dropping": mail(Mood.DROPS),
}
ON_SERVERS: dict[str, Outage] = {
    "PostgreSQL stopped": database_stopped,
    "Redis stopped": queue_stopped,
    "Redis frozen": queue_frozen,
    "Redis emptied": queue_emptied,
    **_MAIL,
}
EMBEDDED: dict[str, Outage] = {
    "database locked": database_locked,
    "disk full": disk_full,
    "queue emptied": queue_emptied,
    "queue folder removed": queue_missing,
    **_MAIL,
}


def lasting(hurt: Platform, name: str, outage: Outage, seconds: float) -> Strike:
    """A strike: that outage, for so many seconds."""

    def strike(_chance: random.Random) -> str:
        with outage(hurt):
            time.sleep(seconds)
        return name

    return strike
