"""Figures from counts: shares, mean and quartiles, with everything hidden that would tell about fewer than five people.

Counts come in as plain numbers (SQL made them); what goes out may be published as it stands. A small cell is hidden
together with so many others that nobody can work it out by subtracting what is shown from the total, nor from the
mean and the quartiles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

FEWEST = 5


@dataclass(frozen=True)
class Row:
    """One value of a question: how many gave it and their share (0–1) of those who answered; None when hidden."""

    value: str
    count: int | None
    share: float | None


@dataclass(frozen=True)
class Description:
    """A distribution in four numbers, of `n` answers."""

    n: int
    mean: float
    lower_quartile: float
    median: float
    upper_quartile: float


@dataclass(frozen=True)
class Figure:
    """What may be published of one question.

    `answered` and `not_answered` are None when fewer than five answered; `not_asked` were led past the question.
    """

    rows: tuple[Row, ...]
    answered: int | None
    not_answered: int | None
    not_asked: int
    description: Description | None = None

    @property
    def hidden(self) -> bool:
        """Whether anything was hidden, so that the page says so."""
        return self.answered is None or any(row.count is None for row in self.rows)


def is_small(count: int) -> bool:
    """Whether a figure is about somebody, but about fewer than five people."""
    return 0 < count < FEWEST


def hide_parts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts that add up to a known total, with small ones hidden and others with them where needed.

    At least two are hidden, and together they are at least twice five, so that the hidden sum tells of none of them.
    Where that cannot be, all are hidden.
    """
    hidden = {value for value, count in counts.items() if is_small(count)}
    if not hidden:
        return dict(counts)
    rest = sorted(
        (value for value in counts if value not in hidden), key=lambda value: (counts[value] == 0, counts[value])
    )
    while rest and (len(hidden) < 2 or sum(counts[value] for value in hidden) < 2 * FEWEST):
        hidden.add(rest.pop(0))
    return {value: None if value in hidden else count for value, count in counts.items()}


def hide_small(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts that do not add up to anything known (several could be chosen): each small one is hidden."""
    return {value: None if is_small(count) else count for value, count in counts.items()}


def _rows(shown: Mapping[str, int | None], answered: int) -> tuple[Row, ...]:
    return tuple(
        Row(value, count, None if count is None else (count / answered if answered else 0.0))
        for value, count in shown.items()
    )


def _figure(
    shown: Mapping[str, int | None],
    answered: int,
    not_answered: int,
    not_asked: int,
    description: Description | None = None,
) -> Figure:
    if is_small(answered):
        return Figure(tuple(Row(value, None, None) for value in shown), None, None, not_asked)
    return Figure(_rows(shown, answered), answered, not_answered, not_asked, description)


def choice_figure(
    counts: Mapping[str, int], *, answered: int, not_answered: int = 0, not_asked: int = 0, several: bool = False
) -> Figure:
    """The figure of a closed question. `counts`: how many chose each value, all values in the order to show them.

    `several`: more than one could be chosen, so that shares may add up to more than one.
    """
    shown = hide_small(counts) if several else hide_parts(counts)
    return _figure(shown, answered, not_answered, not_asked)


def scale_figure(counts: Mapping[int, int], *, not_answered: int = 0, not_asked: int = 0) -> Figure:
    """The figure of a scale. `counts`: how many chose each number, all numbers of the scale in order."""
    answered = sum(counts.values())
    shown, description = _publish(counts)
    return _figure(
        {str(number): count for number, count in shown.items()}, answered, not_answered, not_asked, description
    )


def number_figure(counts: Mapping[float, int], *, not_answered: int = 0, not_asked: int = 0) -> Figure:
    """The figure of a question for a number: mean and quartiles only, for single numbers tell about single people."""
    answered = sum(counts.values())
    return _figure({}, answered, not_answered, not_asked, describe(counts))


def text_figure(*, answered: int, not_answered: int = 0, not_asked: int = 0) -> Figure:
    """The figure of a question answered in words: only how many wrote something."""
    return _figure({}, answered, not_answered, not_asked)


def describe(counts: Mapping[int, int] | Mapping[float, int]) -> Description | None:
    """Mean (to one decimal) and quartiles of values with their counts; None for fewer than five answers.

    A quartile is the mean of the two middle values where the half it divides is even (Moore & McCabe: the median
    itself belongs to neither half).
    """
    pairs = sorted((value, count) for value, count in counts.items() if count > 0)
    n = sum(count for _, count in pairs)
    if n < FEWEST:
        return None
    half = n // 2
    mean = round(sum(value * count for value, count in pairs) / n, 1)
    return Description(n, mean, _middle(pairs, 0, half), _middle(pairs, 0, n), _middle(pairs, n - half, n))


def _middle(pairs: list[tuple[float, int]], start: int, stop: int) -> float:
    low, high = (start + stop - 1) // 2, (start + stop) // 2
    return (_at(pairs, low) + _at(pairs, high)) / 2


def _at(pairs: list[tuple[float, int]], position: int) -> float:
    passed = 0
    for value, count in pairs:
        passed += count
        if position < passed:
            return value
    raise IndexError(position)


Published = tuple[dict[int, int | None], Description | None]


def _publish(counts: Mapping[int, int]) -> Published:
    """A scale's distribution and description; the description is left out where it would give a hidden count away."""
    by_name = hide_parts({str(number): count for number, count in counts.items()})
    shown = {number: by_name[str(number)] for number in counts}
    hidden = [number for number, count in shown.items() if count is None]
    description = describe(counts)
    if hidden and description is not None:
        doubtful = {n for other in _alternatives(counts, hidden, description) for n in hidden if other[n] != counts[n]}
        if not doubtful.issuperset(hidden):
            return shown, None
    return shown, description


def _alternatives(counts: Mapping[int, int], hidden: list[int], description: Description) -> Iterator[dict[int, int]]:
    """Other counts that would look just the same: the hidden ones shifted a little, everything shown as it is."""
    for size in (2, 3):
        for cells in combinations(hidden, min(size, len(hidden))):
            for shifts in product(range(-2, 3), repeat=len(cells)):
                other = dict(counts)
                for cell, shift in zip(cells, shifts, strict=True):
                    other[cell] += shift
                same_total = not sum(shifts) and any(shifts)
                if same_total and min(other.values()) >= 0 and _looks_like(other, hidden, description):
                    yield other


def _looks_like(other: dict[int, int], hidden: list[int], description: Description) -> bool:
    shown = hide_parts({str(number): count for number, count in other.items()})
    return [number for number in other if shown[str(number)] is None] == hidden and describe(other) == description
