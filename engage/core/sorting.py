"""Short lists that are sorted by a column of one's choice: what the address says, and the headings that change it.

For lists that are shown whole. A long list is sorted by the database, where an index carries the order: it has
`indexed` columns, and its query is told `name` and `downwards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask_babel import LazyString

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column one can sort by: its heading, what a row is compared by, and whether the most comes first."""

    text: LazyString
    key: Callable[[Row], Any]
    numeric: bool = False
    downwards: bool = False


def indexed(text: LazyString, *, downwards: bool = False) -> Column[Any]:
    """A column of a long list, whose rows come sorted from the database."""
    return Column(text, lambda _row: 0, downwards=downwards)


class Sorting(Generic[Row]):
    """The order that `?sort=` and `&order=up|down` ask for; the first column where they ask for none there is."""

    def __init__(self, columns: Mapping[str, Column[Row]], args: Mapping[str, str]) -> None:
        self.columns = columns
        wanted = args.get("sort", "")
        self.name = wanted if wanted in columns else next(iter(columns))
        own = columns[self.name].downwards
        self.downwards = {"up": False, "down": True}.get(args.get("order", ""), own)

    def of(self, rows: Iterable[Row]) -> list[Row]:
        """The rows in that order."""
        return sorted(rows, key=self.columns[self.name].key, reverse=self.downwards)

    @property
    def asked(self) -> dict[str, str | None]:
        """The arguments of an address that keeps this order; None where it is the usual one."""
        usual = self.downwards == self.columns[self.name].downwards
        first = self.name == next(iter(self.columns))
        return {"sort": None if first else self.name, "order": None if usual else "down" if self.downwards else "up"}

    @property
    def _turned(self) -> str | None:
        other = not self.downwards
        return None if other == self.columns[self.name].downwards else "down" if other else "up"

    def headers(self, href: Callable[..., str]) -> list[dict[str, Any]]:
        """What the component `sort_header` shows; `href(sort=…, order=…)` is the list's address. Pressed again, a
        heading turns the order round."""
        return [
            {
                "text": column.text,
                "href": href(sort=name, order=self._turned if name == self.name else None),
                "order": ("descending" if self.downwards else "ascending") if name == self.name else None,
                "numeric": column.numeric,
            }
            for name, column in self.columns.items()
        ]
