"""What the fault tests tried and what they counted: a row each, and the table that `make test-long` ends with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_COUNTED = (
    ("begun", "answers begun"),
    ("acknowledged", "acknowledged"),
    ("stored", "stored"),
    ("recipients", "recipients"),
    ("mails", "mails"),
    ("doubles", "doubles"),
    ("refused", "pages refused"),
    ("slowest", "slowest page, s"),
)


@dataclass
class Tally:
    """One scene: `where` it was played, what was `tried` how often, and what was counted."""

    where: str
    tried: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    acknowledged: int = 0
    stored: int = 0
    recipients: int = 0
    mails: int = 0
    doubles: int = 0
    refused: int = 0  # pages that said: try again
    slowest: float = 0.0

    def cells(self) -> list[str]:
        """The row of the table."""
        tried = ", ".join(f"{count} × {what}" for what, count in sorted(self.tried.items()))
        counted = [getattr(self, name) for name, _heading in _COUNTED]
        return [self.where, tried, *(f"{value:.1f}" if isinstance(value, float) else str(value) for value in counted)]


TABLE: list[Tally] = []


def lines() -> Iterator[str]:
    """The table, as text; nothing when no scene was kept for it."""
    if not TABLE:
        return
    rows = [["on", "tried", *(heading for _name, heading in _COUNTED)], *(tally.cells() for tally in TABLE)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
