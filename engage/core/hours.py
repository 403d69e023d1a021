"""Opening hours, as a setting writes them: `mon-wed 9.00-15.00, thu 9.00-17.00`."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d{1,2}[.:]\d\d)-(\d{1,2}[.:]\d\d)")


class OpeningHours(NamedTuple):
    """Days from `first` to `last` (0 is Monday), open between two times of day."""

    first: int
    last: int
    opens: dt.time
    closes: dt.time


def opening_hours(text: str) -> list[OpeningHours]:
    """The setting read; raises ValueError for anything that is not like it."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        read = _HOURS.fullmatch(part)
        if read is None or not {read[1], read[2] or read[1]} <= set(DAYS):
            raise ValueError(f"{part!r} is not like mon-wed 9.00-15.00")
        days = DAYS.index(read[1]), DAYS.index(read[2] or read[1])
        found.append(OpeningHours(*days, _time(read[3]), _time(read[4])))
    return found


def _time(text: str) -> dt.time:
    hour, minute = re.split("[.:]", text)
    return dt.time(int(hour), int(minute))
