"""What the public may see of a summary: nothing about fewer than five people, and no quote that staff left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from engage.surveys.results import FEWEST, hide_parts, is_small


def public_content(content: Mapping[str, Any], left_out: Collection[str] = ()) -> dict[str, Any]:
    """The part of a summary's content that is published, as plain data.

    `left_out` are keys of quotes that are not to be shown. Figures of questions are safe already. A theme that
    fewer than five people speak of is only counted among `few`; what no theme holds is not told, for it would tell
    how many those few are. Counts that cannot be shown are None.
    """
    voices = content["voices"]
    shown = [theme for theme in voices["themes"] if theme["persons"] >= FEWEST]
    return {
        "surveys": [_survey(survey) for survey in content["surveys"]],
        "voices": {
            "inputs": _count(voices["inputs"]),
            "persons": _count(voices["persons"]),
            "by_channel": hide_parts(voices["by_channel"]),
            "themes": [_theme(theme, frozenset(left_out)) for theme in shown],
            "few": len(voices["themes"]) - len(shown),
        },
    }


def _survey(survey: Mapping[str, Any]) -> dict[str, Any]:
    by_channel = hide_parts(survey["by_channel"])
    told = None not in by_channel.values()
    return {
        "title": survey["title"],
        "responses": _count(survey["responses"]),
        "invited": survey["invited"] if told else None,
        "rate": survey["rate"] if told else None,
        "by_channel": by_channel,
        "questions": survey["questions"],
    }


def _theme(theme: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    told = {name: theme[name] for name in ("label", "inputs", "persons", "share")}
    return {**told, "quotes": [quote for quote in theme["quotes"] if quote["key"] not in left_out]}


def _count(count: int) -> int | None:
    return None if is_small(count) else count
