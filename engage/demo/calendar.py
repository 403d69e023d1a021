"""When things happened: the demo lies around the day it is loaded."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from engage.core import clock
from engage.core.db import session


@dataclass(frozen=True)
class Calendar:
    """Days seen from the moment the demo is loaded."""

    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The Danish date on which the demo is loaded."""
        return clock.local(self.now).date()

    def ago(self, days: float, hour: int = 10, minute: int = 0) -> dt.datetime:
        """A Danish time of day so many days back, never later than now; negative days lie ahead."""
        day = self.today - dt.timedelta(days=int(days))
        moment = clock.from_local(dt.datetime.combine(day, dt.time(hour, minute)))
        return moment if days < 0 else min(moment, self.now - dt.timedelta(minutes=5))

    def at_work(self, days: float, hour: int = 10, minute: int = 0) -> dt.datetime:
        """A time so many days back at which an office was open: else on the working day before."""
        day = self.today - dt.timedelta(days=int(days))
        while True:
            moment = clock.from_local(dt.datetime.combine(day, dt.time(hour, minute)))
            if moment < self.now and day.weekday() < 5:
                return moment
            day -= dt.timedelta(days=1)

    def next_at_work(self, moment: dt.datetime, hour: int = 8, minute: int = 40) -> dt.datetime:
        """When an office next opens after a moment; it may lie ahead."""
        day = clock.local(moment).date()
        while True:
            opens = clock.from_local(dt.datetime.combine(day, dt.time(hour, minute)))
            if opens > moment and day.weekday() < 5:
                return opens
            day += dt.timedelta(days=1)

    def day(self, ahead: int) -> dt.date:
        """The date so many days from now; negative lies back."""
        return self.today + dt.timedelta(days=ahead)


@contextlib.contextmanager
def happening(moment: dt.datetime) -> Iterator[None]:
    """What is done in the block was done at that moment, also what the database writes down last."""
    with clock.set_to(moment):
        yield
        session().flush()
