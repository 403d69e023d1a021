"""What people said in their own words: themes with counts and verbatim quotes, each leading back to its inputs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from engage.core.db import session
from engage.strategy.models import FocusArea, LocalArea
from engage.strategy.queries import focus_areas, local_areas
from engage.summaries.quoting import Quoting
from engage.surveys.models import Response
from engage.surveys.results import hide_parts, is_small
from engage.triage.models import Input, InputTheme, Theme, input_focus_areas
from engage.triage.proposing import stamp_of

Contents = Mapping[int | None, Mapping[str, Any]]


class _Said(NamedTuple):
    """One input in one theme (or in none); no words of it, so that very many can be counted."""

    id: int
    trace_id: int | None
    twin_key: str
    channel: str
    question_key: str
    theme_id: int | None
    confidence: float | None
    survey_id: int | None


@dataclass
class _Part:
    """The inputs that a summary is about, and those of each theme, by their ids."""

    inputs: dict[int, _Said] = field(default_factory=dict)
    themes: dict[int, dict[int, _Said]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, said: _Said) -> None:
        self.inputs[said.id] = said
        if said.theme_id is not None:
            self.themes[said.theme_id][said.id] = said


def voices(
    consultation_id: int, survey_ids: Collection[int] = (), before: Contents | None = None
) -> dict[int | None, Any]:
    """The inputs of a consultation as plain data (under None), and those of the answers to each of its surveys.

    `persons` counts senders once however much they wrote; `texts` counts the same words once. `unthemed` is what no
    theme holds, `outside` what no theme of at least five senders holds, `quality` what is measured of the work
    itself, as shares (0–1; None where there is nothing). `before` is what this gave the last time: its quotes stay
    where they stand for a theme as well as then.
    """
    parts = _parts(consultation_id, survey_ids)
    stamp = stamp_of(consultation_id)
    found: dict[int | None, Any] = {}
    for survey_id, part in parts.items():
        if survey_id is not None and len(part.inputs) == len(parts[None].inputs):
            found[survey_id] = found[None]  # nothing else came in
            continue
        known = (before or {}).get(survey_id, {})
        quoting = Quoting(known.get("themes", ()) if stamp and known.get("formed") == stamp else ())
        found[survey_id] = _voices(part, _inputs(consultation_id, survey_id), quoting) | {"formed": stamp}
    return found


def _parts(consultation_id: int, survey_ids: Collection[int]) -> dict[int | None, _Part]:
    query = (
        sa.select(
            *(Input.id, Input.trace_id, Input.twin_key, Input.channel, Input.question_key),
            *(InputTheme.theme_id, InputTheme.confidence, Response.survey_id),
        )
        .outerjoin(InputTheme, InputTheme.input_id == Input.id)
        .outerjoin(Response, sa.and_(Response.trace_id == Input.trace_id, Input.source == "response"))
        .where(Input.consultation_id == consultation_id)
    )
    parts: dict[int | None, _Part] = {None: _Part(), **{survey_id: _Part() for survey_id in survey_ids}}
    for row in session().execute(query):
        said = _Said._make(row)
        parts[None].add(said)
        if said.survey_id in parts and said.survey_id is not None:
            parts[said.survey_id].add(said)
    return parts


def _voices(part: _Part, chosen: sa.ColumnElement[bool], quoting: Quoting) -> dict[str, Any]:
    inputs, persons, texts = _counts(part.inputs.values())
    themes = _themes(part, quoting)
    large = [part.themes[theme["id"]] for theme in themes if not is_small(theme["persons"])]
    outside = _counts(part.inputs[key] for key in part.inputs.keys() - set[int]().union(*large))
    held = len(set[int]().union(*part.themes.values()))
    return {
        "inputs": inputs,
        "persons": persons,
        "texts": texts,
        "themes": themes,
        "unthemed": inputs - held,
        "outside": {"inputs": outside[0], "persons": outside[1]},
        "by_channel": dict(Counter(said.channel for said in part.inputs.values())),
        "by_question": dict(Counter(said.question_key for said in part.inputs.values())),
        "areas": _areas(chosen),
        "quality": {
            "coverage": held / inputs if inputs else None,
            "repeated": 1 - texts / inputs if inputs else None,
            "traceable": _traceable(themes),
        },
    }


def _inputs(consultation_id: int, survey_id: int | None) -> sa.ColumnElement[bool]:
    of_consultation = Input.consultation_id == consultation_id
    if survey_id is None:
        return of_consultation
    traces = sa.select(Response.trace_id).where(Response.survey_id == survey_id, Response.trace_id.is_not(None))
    return sa.and_(of_consultation, Input.source == "response", Input.trace_id.in_(traces))


def _counts(said: Iterable[_Said]) -> tuple[int, int, int]:
    """Inputs, persons (an input without a trace is a person of its own) and different texts."""
    every = list(said)
    traces = Counter(map(attrgetter("trace_id"), every))
    alone = traces.pop(None, 0)
    return len(every), len(traces) + alone, len(set(map(attrgetter("twin_key"), every)))


def _themes(part: _Part, quoting: Quoting) -> list[dict[str, Any]]:
    """The themes with their counts and quotes, the largest first."""
    query = sa.select(Theme.id, Theme.label, Theme.made_by).where(Theme.id.in_(part.themes))
    known = sorted(session().execute(query).tuples(), key=lambda theme: (-len(part.themes[theme[0]]), theme[1]))
    themes = []
    for theme_id, label, made_by in known:
        held = part.themes[theme_id]
        inputs, persons, texts = _counts(held.values())
        quotes = quoting.of(theme_id, label, {key: said.confidence or 0.0 for key, said in held.items()})
        themes.append(
            {
                "id": theme_id,
                "label": label,
                "made_by": made_by,
                "inputs": inputs,
                "persons": persons,
                "texts": texts,
                "share": inputs / len(part.inputs),
                **quotes,
            }
        )
    return themes


def _traceable(themes: list[dict[str, Any]]) -> float | None:
    """The share of the themes' sentences and quotes that lead back to inputs: with inputs, and word for word."""
    led_back = [theme["inputs"] > 0 for theme in themes]
    led_back += [quote["verbatim"] for theme in themes for quote in theme["quotes"]]
    return sum(led_back) / len(led_back) if led_back else None


def _areas(chosen: sa.ColumnElement[bool]) -> dict[str, Any]:
    """Senders by focus area and local area: `places` (the last, "", is no place given), per area total and `cells`.

    Somebody who wrote from two places counts in both. A cell about fewer than five is None, and so are those from
    which it could be worked out: each row adds up.
    """
    alone = sa.func.count().filter(Input.trace_id.is_(None))
    query = (
        sa.select(FocusArea.key, LocalArea.name, sa.func.count(Input.trace_id.distinct()) + alone)
        .select_from(Input)
        .join(input_focus_areas, input_focus_areas.c.input_id == Input.id)
        .join(FocusArea, FocusArea.id == input_focus_areas.c.focus_area_id)
        .outerjoin(LocalArea, LocalArea.id == Input.local_area_id)
        .where(chosen)
        .group_by(FocusArea.key, LocalArea.name)
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for key, place, count in session().execute(query):
        counts[key][place or ""] = count
    in_use = {place for row in counts.values() for place in row}
    known = [area.name for area in local_areas()]
    places = [*known, *sorted(in_use - {"", *known}), *([""] if "" in in_use else [])]
    keys = [area.key for area in focus_areas() if area.key in counts]
    keys += sorted(set(counts) - set(keys))
    return {"places": places, "rows": [_area_row(key, counts[key], places) for key in keys]}


def _area_row(key: str, counts: dict[str, int], places: list[str]) -> dict[str, Any]:
    total = sum(counts.values())
    shown = hide_parts({place: counts.get(place, 0) for place in places})
    small = is_small(total)
    cells = [None if small else shown[place] for place in places]
    return {"focus_area": key, "total": None if small else total, "cells": cells}
