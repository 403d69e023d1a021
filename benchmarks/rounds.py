"""Rounds in turn: ours, then what it is held against, again and again, so that a slow minute meets both alike."""

import statistics
from collections.abc import Callable

ROUNDS = 5
SECONDS = 1.5


def in_turn(ours: Callable[[], float], other: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float, float]:
    """The median ratio of ours to the other, and the median of each. One round of each goes ahead and is forgotten."""
    ours(), other()
    pairs = [(ours(), other()) for _ in range(rounds)]
    ratio = statistics.median(one / held_against for one, held_against in pairs)
    return ratio, statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)
