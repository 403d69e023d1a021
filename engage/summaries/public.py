"""What the public may see of a summary: nothing about fewer than five people, and no quote that staff left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from engage.core.pictures.days import quiet_days
from engage.core.pictures.grouping import FEWEST
from engage.surveys.results import hide_parts, is_small


def public_content(content: Mapping[str, Any], left_out: Collection[str] = ()) -> dict[str, Any]:
    """The part of a summary's content that is published, as plain data.

    `left_out` are keys of quotes that are not to be shown. Figures of questions and the table of places are safe
    already. A theme that fewer than five people speak of is only counted among `few`; what it holds is `outside`,
    together with what no theme holds, for one of the two would tell the other. Counts that cannot be shown are None.
    """
    voices = content["voices"]
    shown = [theme for theme in voices["themes"] if theme["persons"] >= FEWEST]
    sizes = _sizes(shown, voices.get("outside"))
    return {
        "surveys": [_survey(survey) for survey in content["surveys"]],
        "voices": {
            "inputs": _count(voices["inputs"]),
            "persons": _count(voices["persons"]),
            "by_channel": hide_parts(voices["by_channel"]),
            "themes": [_theme(theme, sizes[str(theme["id"])], frozenset(left_out)) for theme in shown],
            "outside": sizes[""],
            "areas": voices["areas"],
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
        "days": quiet_days(survey["by_day"]),
        "questions": survey["questions"],
    }


def _sizes(themes: Sequence[Mapping[str, Any]], outside: Mapping[str, int] | None) -> dict[str, int | None]:
    """How many inputs each theme has by its id, and what is in none of them under "".

    An input is mostly in one theme, so they add up to the whole: what must be hidden is hidden with company.
    A summary that an earlier version built does not know what is outside.
    """
    parts = {str(theme["id"]): theme["inputs"] for theme in themes}
    if outside is None:
        return {**parts, "": None}
    few = is_small(outside["persons"])
    return hide_parts({**parts, "": outside["persons"] if few else outside["inputs"]})


def _theme(theme: Mapping[str, Any], size: int | None, left_out: frozenset[str]) -> dict[str, Any]:
    told = {name: None if size is None else theme[name] for name in ("inputs", "persons", "share")}
    quotes = [quote for quote in theme["quotes"] if quote["key"] not in left_out]
    return {"label": theme["label"], **told, "quotes": quotes}


def _count(count: int) -> int | None:
    return None if is_small(count) else count
