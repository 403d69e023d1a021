"""How many are left after each step on a way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """A step: how many came so far, their share (0–1) of those who began and of those on the step before."""

    people: int
    of_first: float
    of_previous: float


def steps(counts: Sequence[int]) -> list[Step]:
    """The steps of a way, none larger than the first in the picture."""
    found = []
    for place, count in enumerate(counts):
        before = counts[place - 1] if place else count
        found.append(Step(count, _share(count, counts[0]), _share(count, before)))
    return found


def _share(count: int, of: int) -> float:
    return min(1.0, count / of) if of else 0.0
