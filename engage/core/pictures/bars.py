"""A bar that stands on an axis."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Bar:
    """So many answers, from `x` on and so wide, in percent of the picture; its height is 0–1."""

    count: int
    x: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where a word about it stands."""
        return self.x + self.width / 2
