"""What has changed between two snapshots of a plan, told part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engage.core.db import JsonDict


class Kind(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class Part(StrEnum):
    """Which sort of part it is."""

    PLAN = "plan"
    OBJECTIVE = "objective"
    TRACK = "track"


@dataclass(frozen=True)
class FieldChange:
    """A field before and after: texts for title, description and introduction, lists of localised titles for links."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One part that is not as it was. `within` is the title of a track's objective; `fields` only when changed."""

    kind: Kind
    part: Part
    title: str
    public_id: str = ""
    within: str = ""
    fields: tuple[FieldChange, ...] = field(default=())


def changes_between(before: JsonDict, after: JsonDict) -> list[Change]:
    """The changes in reading order. The tracks of an added or withdrawn objective go with it and are not told apart."""
    changes = list(_changed(Part.PLAN, before, after, ("title", "introduction")))
    old = _by_id(before["objectives"])
    new = _by_id(after["objectives"])
    for public_id, objective in new.items():
        if public_id not in old:
            changes.append(Change(Kind.ADDED, Part.OBJECTIVE, objective["title"], public_id))
            continue
        changes += _changed(Part.OBJECTIVE, old[public_id], objective, ("title", "description", "values", "visions"))
        changes += _track_changes(old[public_id], objective)
    changes += [
        Change(Kind.WITHDRAWN, Part.OBJECTIVE, objective["title"], public_id)
        for public_id, objective in old.items()
        if public_id not in new
    ]
    return changes


def _track_changes(before: JsonDict, after: JsonDict) -> Iterator[Change]:
    old, new, within = _by_id(before["tracks"]), _by_id(after["tracks"]), after["title"]
    for public_id, track in new.items():
        if public_id not in old:
            yield Change(Kind.ADDED, Part.TRACK, track["title"], public_id, within)
        else:
            yield from _changed(
                Part.TRACK, old[public_id], track, ("title", "description", "values", "visions"), within
            )
    for public_id, track in old.items():
        if public_id not in new:
            yield Change(Kind.WITHDRAWN, Part.TRACK, track["title"], public_id, within)


def _changed(
    part: Part, before: JsonDict, after: JsonDict, names: tuple[str, ...], within: str = ""
) -> Iterator[Change]:
    fields = tuple(
        FieldChange(name, _shown(before[name]), _shown(after[name]))
        for name in names
        if _compared(before[name]) != _compared(after[name])
    )
    if fields:
        yield Change(Kind.CHANGED, part, after["title"], after.get("id", ""), within, fields)


def _compared(value: Any) -> Any:
    """Links are the same when they point to the same things, in any order and under any title."""
    return {target["key"] for target in value} if isinstance(value, list) else value


def _shown(value: Any) -> Any:
    return [target["title"] for target in value] if isinstance(value, list) else value


def _by_id(parts: list[JsonDict]) -> dict[str, JsonDict]:
    return {part["id"]: part for part in parts}
