from __future__ import annotations

import datetime as dt
from typing import Any

from engage.core.pictures.grouping import FEWEST
from engage.summaries.changes import changes, totals_of
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


def content(persons: list[int], outside: int = 9, **channels: int) -> dict[str, Any]:
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
        "by_day": [["2026-05-04", 3], ["2026-05-05", 37]],
        "questions": [],
    }
    total = sum(persons)
    few = sum(count for count in persons if count < FEWEST)
    return {
        "surveys": [{**survey, "by_channel": channels}],
        "voices": {
            "inputs": total + outside,
            "persons": total + outside,
            "by_channel": {"survey": total + outside},
            "themes": themes,
            "unthemed": outside,
            "outside": {"inputs": few + outside, "persons": few + outside},
            "areas": {"places": [], "rows": []},
        },
    }


def test_the_public_sees_nothing_about_fewer_than_five() -> None:
    shown = public_content(content([20, 5, 4, 1], open=37, personal=3), left_out=["0-x"])
    assert [theme["label"] for theme in shown["voices"]["themes"]] == ["Tema 0", "Tema 1"]
    assert shown["voices"]["few"] == 2
    assert [len(theme["quotes"]) for theme in shown["voices"]["themes"]] == [0, 1]
    assert "unthemed" not in shown["voices"]
    assert shown["voices"]["outside"] == 4 + 1 + 9
    assert [theme["inputs"] for theme in shown["voices"]["themes"]] == [20, 5]
    (survey,) = shown["surveys"]
    assert survey["days"] == [["2026-05-04", "2026-05-05", 40]]
    assert survey["by_channel"] == {"open": None, "personal": None}
    assert (survey["rate"], survey["invited"], survey["responses"]) == (None, None, 40)


def test_a_handful_is_not_counted_for_the_public() -> None:
    shown = public_content(content([3], outside=0))
    assert (shown["voices"]["inputs"], shown["voices"]["persons"], shown["voices"]["themes"]) == (None, None, [])
    assert shown["voices"]["by_channel"] == {"survey": None}


def test_few_outside_the_themes_cannot_be_found_by_subtraction() -> None:
    voices = public_content(content([30, 12, 8, 2], outside=1))["voices"]
    assert voices["outside"] is None
    hidden = [theme for theme in voices["themes"] if theme["inputs"] is None]
    assert [theme["label"] for theme in hidden] == ["Tema 2"]
    assert all(theme["share"] is None and theme["persons"] is None for theme in hidden)


def test_a_summary_of_an_earlier_version_is_published_as_before() -> None:
    before = content([20, 6])
    del before["voices"]["outside"]
    voices = public_content(before)["voices"]
    assert voices["outside"] is None
    assert [theme["inputs"] for theme in voices["themes"]] == [20, 6]
