"""What a summary says that the one before did not: pure comparison of their main numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Changes:
    """What has changed since `since`: more (or fewer) responses and inputs, themes that came, went, or changed size."""

    since: dt.datetime
    responses: int
    inputs: int
    came: tuple[str, ...]
    went: tuple[str, ...]
    moved: tuple[tuple[str, int], ...]  # (label, how many inputs more or fewer), the largest change first

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.responses or self.inputs or self.came or self.went or self.moved)


def totals_of(content: Mapping[str, Any], built_at: dt.datetime) -> dict[str, Any]:
    """The main numbers of a summary's content as plain data, for lists and for comparing the next one with."""
    return {
        "built_at": built_at.isoformat(),
        "responses": sum(survey["responses"] for survey in content["surveys"]),
        "inputs": content["voices"]["inputs"],
        "themes": [[theme["id"], theme["label"], theme["inputs"]] for theme in content["voices"]["themes"]],
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes | None:
    """Compare two summaries' totals; None when there is no earlier one. A theme is known by its id, not its name."""
    if not before or not after:
        return None
    old = {theme_id: (label, inputs) for theme_id, label, inputs in before["themes"]}
    new = {theme_id: (label, inputs) for theme_id, label, inputs in after["themes"]}
    moved = [(label, inputs - old[key][1]) for key, (label, inputs) in new.items() if key in old]
    moved.sort(key=lambda pair: -abs(pair[1]))
    return Changes(
        since=dt.datetime.fromisoformat(before["built_at"]),
        responses=after["responses"] - before["responses"],
        inputs=after["inputs"] - before["inputs"],
        came=tuple(label for key, (label, _inputs) in new.items() if key not in old),
        went=tuple(label for key, (label, _inputs) in old.items() if key not in new),
        moved=tuple(pair for pair in moved if pair[1]),
    )
