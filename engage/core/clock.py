"""What time it is: UTC in the store, Danish time on the screen."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextvars import ContextVar
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")

_set_to: ContextVar[dt.datetime | None] = ContextVar("set_to", default=None)


def now() -> dt.datetime:
    """The time now, aware, in UTC."""
    return _set_to.get() or dt.datetime.now(dt.UTC)


@contextlib.contextmanager
def set_to(moment: dt.datetime) -> Iterator[None]:
    """Let it be an aware moment while a block runs: for content that is written down later than it happened."""
    token = _set_to.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def local(moment: dt.datetime) -> dt.datetime:
    """A stored time as Danish time."""
    return moment.astimezone(DENMARK)


def today() -> dt.date:
    """Today's date in Denmark."""
    return local(now()).date()


def from_local(moment: dt.datetime) -> dt.datetime:
    """A time typed in by staff (naive, Danish) as UTC; a time skipped by summer time moves forward an hour."""
    return moment.replace(tzinfo=DENMARK).astimezone(dt.UTC)


def day_of(moment: dt.datetime) -> dt.datetime:
    """The coarse time kept of an anonymous answer: noon UTC of its Danish day."""
    return dt.datetime.combine(local(moment).date(), dt.time(12), tzinfo=dt.UTC)
