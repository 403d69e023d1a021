"""What a chart of bars is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """From `x` on and so wide, in percent of the picture."""

    x: float
    width: float

    @property
    def middle(self) -> float:
        """Where a word about it stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, kw_only=True)
class Bar(Stretch):
    """So many answers, standing on an axis; its height is 0–1."""

    count: int
    height: float
