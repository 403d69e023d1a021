"""A table of counts whose fields are the darker the more there are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

SHADES = 4


class Field(NamedTuple):
    """A count (None where it is hidden) and its shade, 0 for nothing up to SHADES."""

    people: int | None
    shade: int


@dataclass(frozen=True)
class Heat:
    """Places with a field under each column, the columns' totals, and the largest field as (place, column, count)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Field, ...]], ...]
    totals: tuple[int | None, ...]
    most: tuple[str, str, int] | None

    @property
    def hides(self) -> bool:
        """Whether a field is hidden, so that the page says so."""
        return any(field.people is None for _place, fields in self.rows for field in fields)


def heat(places: Sequence[str], columns: Sequence[Mapping[str, Any]]) -> Heat:
    """Columns (each `focus_area`, `total` and a count per place in `cells`) as rows of places.

    What must be hidden is None already; what is hidden has no shade.
    """
    counts = [count for column in columns for count in column["cells"] if count is not None]
    most = max(counts, default=0)

    def field(count: int | None) -> Field:
        return Field(count, math.ceil(SHADES * count / most) if count else 0)

    rows = tuple(
        (place, tuple(field(column["cells"][index]) for column in columns)) for index, place in enumerate(places)
    )
    largest = [
        (place, column["focus_area"], most)
        for column in columns
        for place, count in zip(places, column["cells"], strict=True)
        if count == most and most and place
    ]
    return Heat(
        columns=tuple(column["focus_area"] for column in columns),
        rows=rows,
        totals=tuple(column["total"] for column in columns),
        most=largest[0] if len(largest) == 1 else None,
    )
