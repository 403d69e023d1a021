"""What people said in their own words: themes with counts and verbatim quotes, each leading back to its inputs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter
from typing import Any

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


# A row of `_said`, and what is at each of its places: a plain tuple, for a name costs eight times as much to look up.
_Row = tuple[Any, ...]
_id, _trace, _words, _channel, _question, _theme, _sure, _survey = map(itemgetter, range(8))


def voices(
    consultation_id: int, survey_ids: Collection[int] = (), before: Contents | None = None
) -> dict[int | None, Any]:
    """The inputs of a consultation as plain data (under None), and those of the answers to each of its surveys.

    `persons` counts senders once however much they wrote; `texts` counts the same words once. `unthemed` is what no
    theme holds, `outside` what no theme of at least five senders holds, `quality` what is measured of the work
    itself, as shares (0–1; None where there is nothing). `before` is what this gave the last time: its quotes stay
    where they stand for a theme as well as then.
    """
    said, stamp = _said(consultation_id), stamp_of(consultation_id)
    found: dict[int | None, Any] = {}
    for survey_id in (None, *survey_ids):
        rows = said if survey_id is None else [row for row in said if _survey(row) == survey_id]
        if survey_id is not None and len(rows) == len(said):
            found[survey_id] = found[None]  # nothing else came in
            continue
        known = (before or {}).get(survey_id, {})
        quoting = Quoting(known.get("themes", ()) if stamp and known.get("formed") == stamp else ())
        found[survey_id] = _voices(rows, _inputs(consultation_id, survey_id), quoting) | {"formed": stamp}
    return found


def _said(consultation_id: int) -> Sequence[_Row]:
    """A row for each input in each of its themes (or in none), without its words: they may be very many."""
    query = (
        sa.select(
            *(Input.id, Input.trace_id, Input.twin_key, Input.channel, Input.question_key),
            *(InputTheme.theme_id, InputTheme.confidence, Response.survey_id),
        )
        .outerjoin(InputTheme, InputTheme.input_id == Input.id)
        .outerjoin(Response, sa.and_(Response.trace_id == Input.trace_id, Input.source == "response"))
        .where(Input.consultation_id == consultation_id)
    )
    return list(map(tuple, session().connection().execute(query).all()))


def _voices(rows: Sequence[_Row], chosen: sa.ColumnElement[bool], quoting: Quoting) -> dict[str, Any]:
    every = dict(zip(map(_id, rows), rows, strict=True))
    by_theme: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        if _theme(row) is not None:
            by_theme[_theme(row)].append(row)
    inputs, persons, texts = _counts(every.values())
    themes = _themes(by_theme, inputs, quoting)
    large = [map(_id, by_theme[theme["id"]]) for theme in themes if not is_small(theme["persons"])]
    outside = _counts([every[key] for key in every.keys() - set[int]().union(*large)])
    unthemed = sum(_theme(row) is None for row in rows)
    return {
        "inputs": inputs,
        "persons": persons,
        "texts": texts,
        "themes": themes,
        "unthemed": unthemed,
        "outside": {"inputs": outside[0], "persons": outside[1]},
        "by_channel": dict(Counter(map(_channel, every.values()))),
        "by_question": dict(Counter(map(_question, every.values()))),
        "areas": _areas(chosen),
        "quality": {
            "coverage": 1 - unthemed / inputs if inputs else None,
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


def _counts(rows: Collection[_Row]) -> tuple[int, int, int]:
    """Inputs, persons (an input without a trace is a person of its own) and different texts."""
    traces = Counter(map(_trace, rows))
    alone = traces.pop(None, 0)
    return len(rows), len(traces) + alone, len(set(map(_words, rows)))


def _themes(by_theme: Mapping[int, Sequence[_Row]], total: int, quoting: Quoting) -> list[dict[str, Any]]:
    """The themes with their counts and quotes, the largest first."""
    query = sa.select(Theme.id, Theme.label, Theme.made_by).where(Theme.id.in_(by_theme))
    known = sorted(session().execute(query).tuples(), key=lambda theme: (-len(by_theme[theme[0]]), theme[1]))
    themes = []
    for theme_id, label, made_by in known:
        held = by_theme[theme_id]
        inputs, persons, texts = _counts(held)
        themes.append(
            {
                "id": theme_id,
                "label": label,
                "made_by": made_by,
                "inputs": inputs,
                "persons": persons,
                "texts": texts,
                "share": inputs / total,
                **quoting.of(theme_id, label, dict(zip(map(_id, held), map(_sure, held), strict=True))),
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
