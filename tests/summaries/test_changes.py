from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engage.core.clock import today
from engage.summaries.changes import changes, totals_of
from engage.summaries.days import MOST_BARS, timeline
from engage.summaries.public import public_content

MONDAY = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)


def totals(responses: int, inputs: int, *themes: list[Any]) -> dict[str, Any]:
    return {"built_at": MONDAY.isoformat(), "responses": responses, "inputs": inputs, "themes": list(themes)}


def test_what_came_what_went_and_what_grew() -> None:
    before = totals(10, 20, [1, "Cykelstier", 12], [2, "Busser", 8], [4, "Skoler", 3])
    found = changes(before, totals(15, 26, [1, "Stier", 20], [3, "Vindmøller", 6], [4, "Skoler", 3]))
    assert found is not None
    assert (found.since, found.responses, found.inputs) == (MONDAY, 5, 6)
    assert (found.came, found.went, found.moved) == (("Vindmøller",), ("Busser",), (("Stier", 8),))
    assert found.any


def test_nothing_to_compare_with_and_nothing_new() -> None:
    assert changes({}, totals(1, 1)) is None
    same = changes(totals(1, 1, [1, "Skoler", 1]), totals(1, 1, [1, "Skolerne", 1]))
    assert same is not None
    assert not same.any


def test_totals_are_the_main_numbers_of_the_content() -> None:
    theme = {"id": 7, "label": "Skoler", "inputs": 3, "quotes": []}
    content = {"surveys": [{"responses": 2}, {"responses": 3}], "voices": {"inputs": 4, "themes": [theme]}}
    assert totals_of(content, MONDAY) == totals(5, 4, [7, "Skoler", 3])


def test_days_without_answers_have_their_place_in_the_chart() -> None:
    line = timeline([("2026-05-04", 3), ["2026-05-07", 9]])
    assert [count for _day, count in line.bars] == [3, 0, 0, 9]
    assert (line.highest, line.by_week) == (9, False)
    assert timeline([]).bars == ()


@given(offsets=st.dictionaries(st.integers(0, 900), st.integers(1, 50), min_size=1))
def test_no_answer_is_left_out_of_the_chart(offsets: dict[int, int]) -> None:
    start = today()
    line = timeline([((start + dt.timedelta(days=offset)).isoformat(), count) for offset, count in offsets.items()])
    assert sum(count for _day, count in line.bars) == sum(offsets.values())
    steps = {later[0] - earlier[0] for earlier, later in zip(line.bars, line.bars[1:], strict=False)}
    assert steps <= {dt.timedelta(days=7 if line.by_week else 1)}
    assert line.by_week == (max(offsets) - min(offsets) >= MOST_BARS)
    assert len(line.bars) <= max(MOST_BARS, 900 // 7 + 2)


def content(persons: list[int], **channels: int) -> dict[str, Any]:
    themes = [
        {
            "id": number,
            "label": f"Tema {number}",
            "inputs": count,
            "persons": count,
            "texts": count,
            "share": 0.1,
            "made_by": "machine",
            "quotes": [{"key": f"{number}-x", "input": "x", "text": "Ord", "language": "da", "verbatim": True}],
        }
        for number, count in enumerate(persons)
    ]
    survey = {
        "title": {"da": "S"},
        "responses": 40,
        "invited": 50,
        "rate": 0.4,
        "by_channel": channels,
        "questions": [],
    }
    total = sum(persons)
    return {
        "surveys": [{**survey, "by_channel": channels}],
        "voices": {"inputs": total, "persons": total, "by_channel": {"survey": total}, "themes": themes, "unthemed": 9},
    }


def test_the_public_sees_nothing_about_fewer_than_five() -> None:
    shown = public_content(content([20, 5, 4, 1], open=37, personal=3), left_out=["0-x"])
    assert [theme["label"] for theme in shown["voices"]["themes"]] == ["Tema 0", "Tema 1"]
    assert shown["voices"]["few"] == 2
    assert [len(theme["quotes"]) for theme in shown["voices"]["themes"]] == [0, 1]
    assert "unthemed" not in shown["voices"]
    (survey,) = shown["surveys"]
    assert survey["by_channel"] == {"open": None, "personal": None}
    assert (survey["rate"], survey["invited"], survey["responses"]) == (None, None, 40)


def test_a_handful_is_not_counted_for_the_public() -> None:
    shown = public_content(content([3]))
    assert (shown["voices"]["inputs"], shown["voices"]["persons"], shown["voices"]["themes"]) == (None, None, [])
    assert shown["voices"]["by_channel"] == {"survey": None}
