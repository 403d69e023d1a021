from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.pictures.days import MOST_DAYS, Days, days_chart_of, quiet_days
from engage.core.pictures.grouping import FEWEST, grouped
from engage.core.pictures.heat import SHADES, heat
from engage.core.pictures.numbers import bins_of, histogram
from engage.core.pictures.scales import diverging, side_by_side
from engage.core.pictures.steps import steps

START = dt.date(2026, 5, 4)  # a Monday
SHARES = st.lists(st.integers(0, 60), min_size=2, max_size=11).filter(any)


def day(offset: int) -> str:
    return (START + dt.timedelta(days=offset)).isoformat()


@given(st.lists(st.integers(0, 12), max_size=40))
def test_a_group_is_never_small_and_nobody_is_lost(counts: list[int]) -> None:
    groups = grouped(counts)
    assert all(group.people >= FEWEST for group in groups)
    assert sum(group.people for group in groups) == (sum(counts) if sum(counts) >= FEWEST else 0)
    assert all(earlier.stop <= later.start for earlier, later in itertools.pairwise(groups))
    for group in groups:
        assert group.people == sum(counts[group.start : group.stop])
        assert counts[group.start], "a group begins where somebody is"
        assert counts[group.stop - 1], "and ends there"


def test_no_small_count_can_be_worked_out_of_groups() -> None:
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(11), repeat=4):
        alike[tuple(grouped(counts))].append(counts)
    for group_of, ways in alike.items():
        if not group_of or sum(ways[0]) > 10:  # beyond that, the counts tried would end before the ways do
            continue
        for place in range(4):
            values = {way[place] for way in ways}
            assert len(values) > 1 or not 0 < min(values) < FEWEST, group_of


def chart_of(by_day: list[Any], **axis: dt.date) -> Days | None:
    return days_chart_of(quiet_days(by_day), **axis)


def test_quiet_days_are_put_together_until_five_answered() -> None:
    chart = chart_of([(day(0), 3), [day(1), 3], (day(4), 9), (day(6), 1)])
    assert chart is not None
    assert [(span.first, span.last, span.count) for span in chart.spans] == [
        (START, START + dt.timedelta(days=1), 6),
        (START + dt.timedelta(days=4), START + dt.timedelta(days=6), 10),
    ]
    assert chart.total == 16
    assert chart.spans[1].height == 1.0
    assert chart.spans[0].height == pytest.approx(0.9)
    assert chart.peak == chart.spans[1]


def test_fewer_than_five_answers_have_no_days() -> None:
    assert chart_of([]) is None
    assert chart_of([(day(0), 2), (day(3), 2)]) is None


def test_the_axis_is_the_period_with_today_on_it() -> None:
    opens, closes = START - dt.timedelta(days=2), START + dt.timedelta(days=7)
    chart = chart_of([(day(0), 6)], opens=opens, closes=closes, today=START)
    assert chart is not None
    assert (chart.first, chart.last) == (opens, closes)
    assert chart.today_x == 25.0
    assert chart.spans[0].middle == 25.0
    over = chart_of([(day(0), 6)], opens=opens, closes=closes, today=closes + dt.timedelta(days=1))
    assert over is not None
    assert over.today_x is None


@given(offsets=st.dictionaries(st.integers(0, 900), st.integers(1, 50), min_size=1))
def test_no_answer_is_left_out_of_the_days(offsets: dict[int, int]) -> None:
    chart = chart_of([(day(offset), count) for offset, count in offsets.items()])
    total = sum(offsets.values())
    assert (chart.total if chart else 0) == (total if total >= FEWEST else 0)
    if chart is None:
        return
    if max(offsets) - min(offsets) >= MOST_DAYS:
        assert {(span.first.weekday(), span.last.weekday()) for span in chart.spans} == {(0, 6)}
    assert max(span.height for span in chart.spans) == 1.0
    ends = [(span.x, span.x + span.width) for span in chart.spans]
    assert all(earlier[1] <= later[0] + 1e-6 for earlier, later in itertools.pairwise(ends))
    assert ends[-1][1] <= 100 + 1e-6
    for span in chart.spans:
        within = [count for offset, count in offsets.items() if span.first <= START + dt.timedelta(offset) <= span.last]
        assert sum(within) == span.count


@given(SHARES)
def test_a_cut_bar_has_its_pieces_side_by_side(counts: list[int]) -> None:
    shares = [count / sum(counts) for count in counts]
    for cut in (side_by_side(shares), diverging(shares)):
        for earlier, later in itertools.pairwise(cut.pieces):
            assert earlier.x + earlier.width == pytest.approx(later.x)
            assert earlier.tone <= later.tone or cut.pieces[0].tone == 5
        assert {piece.tone for piece in cut.pieces} <= set(range(1, 6))
        assert cut.pieces[0].x >= -1e-6
        assert cut.pieces[-1].x + cut.pieces[-1].width <= 100 + 1e-6
        ratios = [piece.width / share for piece, share in zip(cut.pieces, shares, strict=True) if share]
        assert max(ratios) == pytest.approx(min(ratios)), "a piece is as wide as its share"


@given(SHARES)
def test_the_middle_of_a_scale_stands_still(counts: list[int]) -> None:
    shares = [count / sum(counts) for count in counts]
    cut = diverging(shares)
    half = len(shares) // 2
    if len(shares) % 2:
        assert cut.pieces[half].middle == pytest.approx(50)
    else:
        assert cut.pieces[half].x == pytest.approx(50)
    edges = [cut.pieces[0].x, 100 - cut.pieces[-1].x - cut.pieces[-1].width]
    assert min(edges) == pytest.approx(0, abs=1e-6)
    assert cut.below == pytest.approx(sum(shares[:half]))
    assert cut.above == pytest.approx(sum(shares[-half:]))


def quartiles(counts: dict[float, int]) -> tuple[float, float]:
    values = sorted(value for value, count in counts.items() for _ in range(count))
    return values[len(values) // 4], values[3 * len(values) // 4]


@given(st.dictionaries(st.integers(-50, 5_000).map(lambda n: n / 2), st.integers(1, 9), min_size=1, max_size=40))
def test_every_bar_of_a_histogram_is_about_five_or_more(counts: dict[float, int]) -> None:
    lower, upper = quartiles(counts)
    bins = bins_of(counts, lower=lower, upper=upper)
    people = sum(counts.values())
    if bins is None:
        assert people < FEWEST
        return
    assert sum(count for _start, _stop, count in bins["bars"]) == people
    assert all(count >= FEWEST for _start, _stop, count in bins["bars"])
    assert bins["cells"] <= 14
    drawn = histogram(bins, lower=lower, median=(lower + upper) / 2, upper=upper)
    assert drawn.columns[0].x == 0
    assert drawn.columns[-1].x + drawn.columns[-1].width == pytest.approx(100)
    assert 0 <= drawn.lower <= drawn.median <= drawn.upper <= 100
    for column in drawn.columns:
        low = -math.inf if column.low is None else column.low
        high = math.inf if column.high is None else column.high
        within = [n for value, n in counts.items() if low <= value <= high]
        assert sum(within) >= column.count


def test_somebody_far_out_has_no_bar_of_their_own() -> None:
    counts = {5.0: 10, 10.0: 20, 15.0: 20, 20.0: 10, 300.0: 1}
    bins = bins_of(counts, lower=10, upper=15)
    assert bins is not None
    drawn = histogram(bins, lower=10, median=10, upper=15)
    assert [(column.low, column.high, column.count) for column in drawn.columns] == [
        (5, 9, 10),
        (10, 14, 20),
        (15, 19, 20),
        (20, None, 11),
    ]
    assert all(mark < 300 for _x, mark in drawn.marks)


def test_whole_numbers_that_are_few_have_a_bar_each() -> None:
    bins = bins_of({0.0: 6, 1.0: 9, 2.0: 20, 3.0: 7}, lower=1, upper=2)
    assert bins is not None
    drawn = histogram(bins, lower=1, median=2, upper=2)
    assert [(column.low, column.high) for column in drawn.columns] == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert drawn.median == 62.5, "in the middle of the bar of two"


def column(key: str, cells: list[int | None]) -> dict[str, object]:
    return {"focus_area": key, "total": sum(cell or 0 for cell in cells), "cells": cells}


def test_the_darkest_field_is_the_largest() -> None:
    table = heat(["Aars", "Farsø", ""], [column("growth", [40, 10, 0]), column("nature", [None, 11, None])])
    assert table.columns == ("growth", "nature")
    assert table.rows[0] == ("Aars", ((40, SHADES), (None, 0)))
    assert table.rows[1] == ("Farsø", ((10, 1), (11, 2)))
    assert table.most == ("Aars", "growth", 40)
    assert table.hides


@pytest.mark.parametrize("cells", [[[7, 7], [7, 0]], [[0, 0], [0, 0]], [[None, None], [None, None]]])
def test_no_one_field_is_named_where_several_are_largest_or_none(cells: list[list[int | None]]) -> None:
    assert heat(["Aars", "Farsø"], [column(str(index), row) for index, row in enumerate(cells)]).most is None


def test_a_way_gets_narrower() -> None:
    assert steps([200, 190, 57]) == [(200, 1.0, 1.0), (190, 0.95, 0.95), (57, 0.285, 0.3)]
    assert steps([0, 0]) == [(0, 0.0, 0.0), (0, 0.0, 0.0)]
    assert steps([5, 9])[1].of_first == 1.0
