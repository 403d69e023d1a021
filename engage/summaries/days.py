"""Answers over time as a chart wants them: every day from the first to the last, or weeks where that is too many."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST_BARS = 92


@dataclass(frozen=True)
class Timeline:
    """Bars in order, each with the first day it stands for; those without answers too."""

    bars: tuple[tuple[dt.date, int], ...]
    by_week: bool

    @property
    def highest(self) -> int:
        """The tallest bar, at least one."""
        return max((count for _day, count in self.bars), default=0) or 1


def timeline(by_day: Sequence[Sequence[object]]) -> Timeline:
    """The chart of (ISO date, count) pairs."""
    counts = Counter({dt.date.fromisoformat(str(day)): int(str(count)) for day, count in by_day})
    if not counts:
        return Timeline((), by_week=False)
    first, last = min(counts), max(counts)
    by_week = (last - first).days >= MOST_BARS
    if by_week:
        counts = _weeks(counts)
        first, last = min(counts), max(counts)
    step = dt.timedelta(days=7 if by_week else 1)
    bars = [first + step * number for number in range((last - first) // step + 1)]
    return Timeline(tuple((day, counts.get(day, 0)) for day in bars), by_week)


def _weeks(counts: Counter[dt.date]) -> Counter[dt.date]:
    weeks: Counter[dt.date] = Counter()
    for day, count in counts.items():
        weeks[day - dt.timedelta(days=day.weekday())] += count
    return weeks
