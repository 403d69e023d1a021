"""Answers over time: day by day, or week by week where that is too many, and never about fewer than five people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engage.core.pictures.bars import Bar
from engage.core.pictures.grouping import grouped

MOST_DAYS = 92


@dataclass(frozen=True, kw_only=True)
class Span(Bar):
    """The answers from its first to its last day; its height is for a day each."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Days:
    """The whole chart, from the first day of its axis to the last. `today_x` is None when today is not on it."""

    first: dt.date
    last: dt.date
    spans: tuple[Span, ...]
    today_x: float | None

    @property
    def total(self) -> int:
        """All answers."""
        return sum(span.count for span in self.spans)

    @property
    def peak(self) -> Span:
        """The first of the highest bars."""
        return max(self.spans, key=lambda span: span.height)


def quiet_days(by_day: Sequence[Sequence[object]]) -> list[list[object]]:
    """(ISO date, count) pairs as (first day, last day, count) that may be published; empty for fewer than five answers.

    Days about fewer than five people are put together with their neighbours; of a long time, weeks are.
    """
    counts = Counter({dt.date.fromisoformat(str(day)): int(str(count)) for day, count in by_day})
    answered = [day for day, count in counts.items() if count]
    if not answered:
        return []
    first, last = min(answered), max(answered)
    step = 1
    if (last - first).days >= MOST_DAYS:
        first -= dt.timedelta(days=first.weekday())
        step = 7
    parts = [0] * ((last - first).days // step + 1)
    for day in answered:
        parts[(day - first).days // step] += counts[day]
    return [
        [
            (first + dt.timedelta(days=group.start * step)).isoformat(),
            (first + dt.timedelta(days=group.stop * step - 1)).isoformat(),
            group.people,
        ]
        for group in grouped(parts)
    ]


def days_chart_of(
    quiet: Sequence[Sequence[object]],
    *,
    opens: dt.date | None = None,
    closes: dt.date | None = None,
    today: dt.date | None = None,
) -> Days | None:
    """The chart of `quiet_days`; None where there are none.

    The axis is the period from `opens` to `closes`, and longer where answers came before or after it.
    """
    if not quiet:
        return None
    parts = [(dt.date.fromisoformat(str(a)), dt.date.fromisoformat(str(b)), int(str(n))) for a, b, n in quiet]
    first = min([parts[0][0], *([opens] if opens else [])])
    last = max([parts[-1][1], *([closes] if closes else [])])
    whole = (last - first).days + 1
    highest = max(count / ((to - since).days + 1) for since, to, count in parts)
    spans = tuple(
        Span(
            first=since,
            last=to,
            count=count,
            x=100 * (since - first).days / whole,
            width=100 * ((to - since).days + 1) / whole,
            height=count / ((to - since).days + 1) / highest,
        )
        for since, to, count in parts
    )
    is_on = today is not None and first <= today <= last
    today_x = 100 * ((today - first).days + 0.5) / whole if is_on and today else None
    return Days(first, last, spans, today_x)
