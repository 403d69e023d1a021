"""Counts in a row, put together until no group is about fewer than five people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FEWEST = 5


class Group(NamedTuple):
    """The counts from `start` up to, but not with, `stop`, as one number."""

    start: int
    stop: int
    people: int


def grouped(counts: Sequence[int]) -> list[Group]:
    """Neighbouring counts as groups of at least five, in order; empty when all of them together are fewer.

    A count of one to four takes those after it until there are five; what is left at the end goes to the group before.
    Zeros between groups are in none. Which of its members gave a group its number cannot be worked out: people could
    have been spread over them in more than one way, and the groups would be the same.
    """
    groups: list[Group] = []
    start, total = 0, 0
    for place, count in enumerate(counts):
        if not total:
            start = place
        total += count
        if total >= FEWEST:
            groups.append(Group(start, place + 1, total))
            total = 0
    if total and groups:
        last = groups.pop()
        end = max(place for place, count in enumerate(counts) if count) + 1
        groups.append(Group(last.start, end, last.people + total))
    return groups
