from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.results import (
    Description,
    Figure,
    choice_figure,
    describe,
    hide_parts,
    hide_small,
    number_figure,
    scale_figure,
    text_figure,
)


def shown(figure: Figure) -> list[int | None]:
    return [row.count for row in figure.rows]


def test_shares_are_of_those_who_answered() -> None:
    figure = choice_figure({"a": 30, "b": 10, "c": 0}, answered=40, not_answered=5, not_asked=7)
    assert [(row.value, row.count, row.share) for row in figure.rows] == [("a", 30, 0.75), ("b", 10, 0.25), ("c", 0, 0)]
    assert (figure.answered, figure.not_answered, figure.not_asked, figure.hidden) == (40, 5, 7, False)


def test_no_answers_at_all() -> None:
    figure = choice_figure({"a": 0, "b": 0}, answered=0, not_answered=3)
    assert [(row.count, row.share) for row in figure.rows] == [(0, 0.0), (0, 0.0)]
    assert (figure.answered, figure.not_answered, figure.hidden) == (0, 3, False)


def test_fewer_than_five_answers_show_nothing() -> None:
    for figure in (
        choice_figure({"a": 4, "b": 0}, answered=4, not_answered=9),
        scale_figure({1: 2, 2: 2}, not_answered=9),
        number_figure({3: 4}, not_answered=9),
        text_figure(answered=4, not_answered=9),
    ):
        assert (figure.answered, figure.not_answered, figure.description, figure.hidden) == (None, None, None, True)
        assert {row.count for row in figure.rows} <= {None}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([10, 20, 30], [10, 20, 30]),
        ([5, 0, 5], [5, 0, 5]),
        ([3, 20, 30], [None, None, 30]),
        ([3, 4, 30], [None, None, None]),
        ([4, 4, 4, 30], [None, None, None, None]),
        ([4, 4, 3, 30], [None, None, None, 30]),
        ([1, 1, 8, 30], [None, None, None, 30]),
        ([1, 1, 7, 30], [None, None, None, None]),
        ([4, 6, 6, 50], [None, None, None, 50]),
        ([4, 4, 0, 0], [None, None, None, None]),
        ([8, 3, 0], [None, None, 0]),
        ([4, 0, 0, 9, 50], [None, 0, 0, None, 50]),
    ],
)
def test_a_small_part_is_hidden_with_company(counts: list[int], expected: list[int | None]) -> None:
    parts = {str(index): count for index, count in enumerate(counts)}
    assert list(hide_parts(parts).values()) == expected


def vectors(cells: int, total: int) -> Iterator[tuple[int, ...]]:
    """All ways in which so many people can be spread over so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in vectors(cells - 1, total - first):
            yield (first, *rest)


def assert_no_hidden_count_can_be_worked_out(
    cells: int, most: int, publish: Callable[[Mapping[int, int]], tuple[object, list[int | None]]]
) -> None:
    """Group all possible counts by what is published: each hidden count must have several possible values."""
    behind: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    patterns: dict[object, list[int | None]] = {}
    for vector in (vector for total in range(5, most + 1) for vector in vectors(cells, total)):
        output, counts = publish(dict(enumerate(vector, 1)))
        behind[output].append(vector)
        patterns[output] = counts
    for output, possible in behind.items():
        for index, count in enumerate(patterns[output]):
            if count is None:
                assert len({vector[index] for vector in possible}) > 1, (output, possible)


@pytest.mark.parametrize(("cells", "most"), [(2, 60), (3, 40), (4, 25), (5, 19)])
def test_nobody_who_knows_the_total_and_the_method_can_work_out_a_hidden_count(cells: int, most: int) -> None:
    def publish(counts: Mapping[int, int]) -> tuple[object, list[int | None]]:
        figure = choice_figure({str(key): count for key, count in counts.items()}, answered=sum(counts.values()))
        return figure, shown(figure)

    assert_no_hidden_count_can_be_worked_out(cells, most, publish)


@pytest.mark.parametrize(("cells", "most"), [(3, 30), (4, 20), (5, 15)])
def test_nor_with_the_mean_and_quartiles_of_a_scale(cells: int, most: int) -> None:
    def publish(counts: Mapping[int, int]) -> tuple[object, list[int | None]]:
        figure = scale_figure(counts)
        return figure, shown(figure)

    assert_no_hidden_count_can_be_worked_out(cells, most, publish)


@given(counts=st.dictionaries(st.text(max_size=2), st.integers(0, 60), max_size=8))
def test_hiding_keeps_what_it_shows(counts: dict[str, int]) -> None:
    parts = hide_parts(counts)
    assert list(parts) == list(counts)
    assert all(count in {None, counts[value]} for value, count in parts.items())
    assert all(count is None or not 0 < count < 5 for count in parts.values())
    hidden = [value for value, count in parts.items() if count is None]
    assert len(hidden) != 1 or len(counts) == 1


def test_where_several_could_be_chosen_only_small_counts_are_hidden() -> None:
    assert hide_small({"a": 40, "b": 4, "c": 5, "d": 0}) == {"a": 40, "b": None, "c": 5, "d": 0}
    figure = choice_figure({"a": 40, "b": 4}, answered=40, several=True)
    assert shown(figure) == [40, None]


def test_a_scale_is_described_as_far_as_the_shown_counts_tell() -> None:
    figure = scale_figure({1: 3, 2: 4, 3: 20, 4: 50, 5: 23})
    assert shown(figure) == [None, None, None, 50, 23]
    assert figure.description == Description(100, None, None, 4, 4)
    nothing_hidden = scale_figure({1: 10, 2: 10, 3: 10, 4: 10, 5: 10}, not_asked=2)
    assert nothing_hidden.description == Description(50, 3.0, 2, 3, 4)
    assert (nothing_hidden.not_asked, nothing_hidden.answered) == (2, 50)


@given(counts=st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_what_is_said_of_a_scale_is_true(counts: list[int]) -> None:
    by_number = dict(enumerate(counts, 1))
    told, truth = scale_figure(by_number).description, describe(by_number)
    for name in ("n", "mean", "lower_quartile", "median", "upper_quartile"):
        assert getattr(told, name, None) in {None, getattr(truth, name, None)}


def test_a_number_is_described_and_not_listed() -> None:
    figure = number_figure({1: 2, 2.5: 4, 100: 1}, not_answered=1)
    assert figure.rows == ()
    assert figure.description is not None
    assert (figure.description.n, figure.description.median) == (7, 2.5)


@pytest.mark.parametrize(
    ("values", "quartiles"),
    [
        ([1, 2, 3, 4, 5], (1.5, 3, 4.5)),
        ([1, 2, 3, 4, 5, 6], (2, 3.5, 5)),
        ([6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], (15, 40, 43)),
        ([7, 15, 36, 39, 40, 41], (15, 37.5, 40)),
        ([2, 2, 2, 2, 2], (2, 2, 2)),
    ],
)
def test_quartiles(values: list[int], quartiles: tuple[float, float, float]) -> None:
    described = describe({value: values.count(value) for value in values})
    assert described is not None
    assert (described.lower_quartile, described.median, described.upper_quartile) == quartiles


@given(values=st.lists(st.integers(-50, 50), min_size=5))
def test_the_description_agrees_with_the_textbook(values: list[int]) -> None:
    described = describe({value: values.count(value) for value in values})
    assert described is not None
    assert described.mean == round(mean(values), 1)
    assert described.median == median(values)
    assert described.lower_quartile == median(sorted(values)[: len(values) // 2])
    assert described.upper_quartile == median(sorted(values)[-(len(values) // 2) :])


def test_four_answers_are_not_described() -> None:
    assert describe({1: 4}) is None
    assert describe({}) is None
