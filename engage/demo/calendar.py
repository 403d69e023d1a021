"""When things happened: the demo lies around the day it is loaded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from engage.core import clock


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

    def day(self, ahead: int) -> dt.date:
        """The date so many days from now; negative lies back."""
        return self.today + dt.timedelta(days=ahead)
