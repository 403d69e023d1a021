"""What changed between two snapshots, told part by part."""

from typing import Any

from engage.core.db import JsonDict
from engage.strategy.changes import Change, FieldChange, Kind, Part, changes_between


def part(public_id: str, title: str, **more: Any) -> JsonDict:
    return {"id": public_id, "title": title, "description": "", "values": [], "visions": []} | more


def plan(*objectives: JsonDict, title: str = "Plan") -> JsonDict:
    return {"title": title, "introduction": "", "objectives": list(objectives)}


def vision(key: str, title: str) -> JsonDict:
    return {"key": key, "title": {"da": title}}


def test_the_same_plan_has_no_changes() -> None:
    before = plan(part("a", "A", tracks=[part("t", "T", visions=[vision("v1", "Et"), vision("v2", "To")])]))
    after = plan(part("a", "A", tracks=[part("t", "T", visions=[vision("v2", "To"), vision("v1", "Første")])]))
    assert changes_between(before, after) == []


def test_added_and_withdrawn_objectives_take_their_tracks_along() -> None:
    before = plan(part("a", "A", tracks=[part("t", "T")]))
    after = plan(part("b", "B", tracks=[part("u", "U")]))
    assert changes_between(before, after) == [
        Change(Kind.ADDED, Part.OBJECTIVE, "B", "b"),
        Change(Kind.WITHDRAWN, Part.OBJECTIVE, "A", "a"),
    ]


def test_every_changed_field_is_told_before_and_after() -> None:
    before = plan(part("a", "A", tracks=[part("t", "T", visions=[vision("v1", "Et")])]))
    after = plan(part("a", "A", tracks=[part("t", "Ny T"), part("u", "U")]), title="Ny plan")
    assert changes_between(before, after) == [
        Change(Kind.CHANGED, Part.PLAN, "Ny plan", fields=(FieldChange("title", "Plan", "Ny plan"),)),
        Change(
            Kind.CHANGED,
            Part.TRACK,
            "Ny T",
            "t",
            "A",
            (FieldChange("title", "T", "Ny T"), FieldChange("visions", [{"da": "Et"}], [])),
        ),
        Change(Kind.ADDED, Part.TRACK, "U", "u", "A"),
    ]
