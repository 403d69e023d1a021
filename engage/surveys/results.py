"""Figures from counts: shares, mean and quartiles, with everything hidden that would tell about fewer than five people.

Counts come in as plain numbers (SQL made them); what goes out may be published as it stands. A small cell is hidden
together with so many others that nobody can work it out by subtracting what is shown from the total, nor from the
mean and the quartiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engage.core.pictures.grouping import FEWEST


@dataclass(frozen=True)
class Row:
    """One value of a question: how many gave it and their share (0–1) of those who answered; None when hidden."""

    value: str
    count: int | None
    share: float | None


@dataclass(frozen=True)
class Description:
    """A distribution in four numbers, of `n` answers; a number is None where it would tell about hidden counts."""

    n: int
    mean: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None


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

    At least two different ones are hidden, and together they are at least twice five, so that their sum tells of
    none of them; where that cannot be, all are hidden. The smallest of the others go first, equal ones together: then
    any two hidden counts could change places and the same would be shown, so that knowing this rule does not help.
    """
    hidden = {value for value, count in counts.items() if is_small(count)}
    if not hidden:
        return dict(counts)
    others = {count for value, count in counts.items() if value not in hidden}
    for next_count in sorted(others, key=lambda count: (count == 0, count)):
        kept_back = [counts[value] for value in hidden]
        if len(set(kept_back)) >= 2 and sum(kept_back) >= 2 * FEWEST:
            break
        hidden |= {value for value, count in counts.items() if count == next_count}
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
    rows = hide_parts({str(number): count for number, count in counts.items()})
    shown = {number: rows[str(number)] for number in counts}
    return _figure(rows, answered, not_answered, not_asked, _certain(counts, shown))


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


def _certain(counts: Mapping[int, int], shown: Mapping[int, int | None]) -> Description | None:
    """The description as far as it follows from what is shown: the rest would tell about what is hidden.

    The people hidden are put first all on the lowest, then all on the highest of the hidden numbers. What comes out
    the same follows from the shown counts alone, for the truth lies between the two.
    """
    hidden = [number for number, count in shown.items() if count is None]
    if not hidden:
        return describe(counts)
    people = sum(counts[number] for number in hidden)
    visible = {number: count for number, count in shown.items() if count is not None}
    low, high = (describe({**visible, end: people}) for end in (min(hidden), max(hidden)))
    if low is None or high is None:
        return None
    return Description(
        low.n,
        _agreed(low.mean, high.mean),
        _agreed(low.lower_quartile, high.lower_quartile),
        _agreed(low.median, high.median),
        _agreed(low.upper_quartile, high.upper_quartile),
    )


def _agreed(low: float | None, high: float | None) -> float | None:
    return low if low == high else None
