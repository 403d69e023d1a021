"""A short list in the order its address asks for, and headings that turn it round."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from engage.core.sorting import Column, Sorting

COLUMNS: dict[str, Column[tuple[str, int]]] = {
    "name": Column("Navn", lambda row: row[0]),
    "count": Column("Antal", lambda row: row[1], numeric=True, downwards=True),
}
ROWS = [("b", 1), ("c", 3), ("a", 2)]


@pytest.mark.parametrize(
    ("args", "order"),
    [
        ({}, "abc"),
        ({"order": "down"}, "cba"),
        ({"sort": "count"}, "cab"),
        ({"sort": "count", "order": "up"}, "bac"),
        ({"sort": "weather", "order": "sideways"}, "abc"),
    ],
)
def test_rows_follow_the_address(args: dict[str, str], order: str) -> None:
    assert "".join(name for name, _count in Sorting(COLUMNS, args).of(ROWS)) == order


@pytest.mark.parametrize("args", [{}, {"order": "down"}, {"sort": "count", "order": "up"}])
def test_a_list_that_was_narrowed_keeps_its_order(args: dict[str, str]) -> None:
    assert {name: value for name, value in Sorting(COLUMNS, args).asked.items() if value} == args


def test_a_heading_pressed_again_turns_the_order_and_back() -> None:
    def href(**args: str | None) -> str:
        return urlencode({name: value for name, value in args.items() if value})

    name, count = Sorting(COLUMNS, {"sort": "count"}).headers(href)
    assert (name["order"], name["href"]) == (None, "sort=name")
    assert (count["order"], count["href"]) == ("descending", "sort=count&order=up")
    _name, count = Sorting(COLUMNS, {"sort": "count", "order": "up"}).headers(href)
    assert (count["order"], count["href"]) == ("ascending", "sort=count")
