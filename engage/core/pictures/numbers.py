"""How numbers that people wrote are spread: a histogram whose every bar is about five people or more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.core.pictures.bars import Bar
from engage.core.pictures.grouping import grouped

_REACH = 1.5  # quartile distances beyond the quartiles; what lies farther out is one bar without an end


@dataclass(frozen=True, kw_only=True)
class Column(Bar):
    """The numbers from `low` to `high`, None where it has no end."""

    low: float | None
    high: float | None


@dataclass(frozen=True)
class Histogram:
    """The columns, the numbers below them as (percent, number), and where the quartiles are, in percent."""

    columns: tuple[Column, ...]
    marks: tuple[tuple[float, float], ...]
    lower: float
    median: float
    upper: float

    @property
    def tallest(self) -> Column:
        """The first of the tallest columns."""
        return max(self.columns, key=lambda column: column.height)


def bins_of(counts: Mapping[float, int], *, lower: float, upper: float) -> dict[str, Any] | None:
    """Numbers with their counts, and their quartiles, as plain data that may be published; None for too few.

    Where the bars begin and end follows from the quartiles alone, which are told anyway, and from where nobody is.
    """
    present = [value for value, count in counts.items() if count]
    if not present:
        return None
    whole = all(float(value).is_integer() for value in present)
    step = _step(upper - lower or abs(upper) / 2, whole=whole)
    spread = (upper - lower) or 2 * step
    first = math.floor((lower - _REACH * spread) / step)
    last = math.floor((upper + _REACH * spread) / step)
    cells = [0] * (last - first + 1)
    for value, count in counts.items():
        cells[min(max(math.floor(value / step), first), last) - first] += count
    groups = grouped(cells)
    if not groups:
        return None
    begin, end = groups[0].start, groups[-1].stop
    return {
        "low": (first + begin) * step,
        "step": step,
        "cells": end - begin,
        "whole": whole,
        "open_low": min(present) < first * step,
        "open_high": max(present) >= (last + 1) * step,
        "bars": [[group.start - begin, group.stop - begin, group.people] for group in groups],
    }


def histogram(bins: Mapping[str, Any], *, lower: float, median: float, upper: float) -> Histogram:
    """Where the bars of `bins_of` stand."""
    low, step, cells = float(bins["low"]), float(bins["step"]), int(bins["cells"])
    gap = 1 if bins["whole"] else 0  # of whole numbers, 10–14 is followed by 15–19
    highest = max(count / (stop - start) for start, stop, count in bins["bars"])

    def place(value: float) -> float:
        # a whole number stands in the middle of its unit
        return min(100.0, max(0.0, 100 * (value + gap / 2 - low) / (step * cells)))

    columns = tuple(
        Column(
            low=None if start == 0 and bins["open_low"] else low + start * step,
            high=None if stop == cells and bins["open_high"] else low + stop * step - gap,
            count=count,
            x=100 * start / cells,
            width=100 * (stop - start) / cells,
            height=count / (stop - start) / highest,
        )
        for start, stop, count in bins["bars"]
    )
    edges = range(1 if bins["open_low"] else 0, cells, max(1, math.ceil(cells / 5)))
    marks = tuple((100 * edge / cells, low + edge * step) for edge in edges)
    return Histogram(columns, marks, place(lower), place(median), place(upper))


def _step(spread: float, *, whole: bool) -> float:
    """A round width of a bar, about half of the distance between the quartiles."""
    wished = spread / 2
    if wished <= 0 or (whole and wished <= 1):
        return 1.0
    size = 10.0 ** math.floor(math.log10(wished))
    return next(size * factor for factor in (1, 2, 5, 10) if wished <= size * factor)
