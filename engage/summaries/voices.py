"""What people said in their own words: themes with counts and verbatim quotes, each leading back to its inputs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from engage.core.db import session
from engage.strategy.models import FocusArea, LocalArea
from engage.strategy.queries import focus_areas, local_areas
from engage.surveys.models import Response
from engage.surveys.results import hide_parts, is_small
from engage.text.quotes import pick_quotes
from engage.triage.models import Input, InputTheme, Theme, input_focus_areas

QUOTES_PER_THEME = 3
MOST_READ = 500  # texts read of one theme, the clearest first, to choose its quotes from


def voices(consultation_id: int, survey_id: int | None = None) -> dict[str, Any]:
    """The inputs of a consultation (or of one survey's answers) as plain data.

    `persons` counts senders once however much they wrote; `texts` counts the same words once. `unthemed` is what no
    theme holds, `outside` what no theme of at least five senders holds, `quality` what is measured of the work
    itself, as shares (0–1; None where there is nothing).
    """
    chosen = _inputs(consultation_id, survey_id)
    total, persons, texts = session().execute(sa.select(*_counts()).where(chosen)).one()
    themes = _themes(chosen, total)
    held = session().scalar(sa.select(sa.func.count()).select_from(Input).where(chosen, Input.themes.any())) or 0
    large = [theme["id"] for theme in themes if not is_small(theme["persons"])]
    in_large = sa.select(InputTheme.input_id).where(InputTheme.theme_id.in_(large))
    outside = session().execute(sa.select(*_counts()).where(chosen, Input.id.not_in(in_large))).one()
    return {
        "inputs": total,
        "persons": persons,
        "texts": texts,
        "themes": themes,
        "unthemed": total - held,
        "outside": {"inputs": outside[0], "persons": outside[1]},
        "by_channel": _by(Input.channel, chosen),
        "by_question": _by(Input.question_key, chosen),
        "areas": _areas(chosen),
        "quality": {
            "coverage": held / total if total else None,
            "repeated": 1 - texts / total if total else None,
            "traceable": _traceable(themes),
        },
    }


def _inputs(consultation_id: int, survey_id: int | None) -> sa.ColumnElement[bool]:
    of_consultation = Input.consultation_id == consultation_id
    if survey_id is None:
        return of_consultation
    traces = sa.select(Response.trace_id).where(Response.survey_id == survey_id, Response.trace_id.is_not(None))
    return sa.and_(of_consultation, Input.source == "response", Input.trace_id.in_(traces))


def _counts() -> tuple[sa.ColumnElement[int], sa.ColumnElement[int], sa.ColumnElement[int]]:
    """Inputs, persons (an input without a trace is a person of its own) and different texts."""
    alone = sa.func.count().filter(Input.trace_id.is_(None))
    persons = sa.func.count(Input.trace_id.distinct()) + alone
    return sa.func.count(), persons, sa.func.count(Input.twin_key.distinct())


def _themes(chosen: sa.ColumnElement[bool], total: int) -> list[dict[str, Any]]:
    query = (
        sa.select(Theme.id, Theme.label, Theme.made_by, *_counts())
        .join(InputTheme, InputTheme.theme_id == Theme.id)
        .join(Input, Input.id == InputTheme.input_id)
        .where(chosen)
        .group_by(Theme.id)
        .order_by(sa.func.count().desc(), Theme.label)
    )
    return [
        {
            "id": theme_id,
            "label": label,
            "made_by": made_by,
            "inputs": inputs,
            "persons": persons,
            "texts": texts,
            "share": inputs / total,
            "quotes": _quotes(theme_id, label, chosen),
        }
        for theme_id, label, made_by, inputs, persons, texts in session().execute(query).all()
    ]


def _quotes(theme_id: int, label: str, chosen: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    """The sentences that best stand for a theme, word for word: each with its input's public id and language.

    `verbatim` is read back from the input's text, not taken for granted.
    """
    query = (
        sa.select(Input.public_id, Input.text, Input.language)
        .join(InputTheme, InputTheme.input_id == Input.id)
        .where(InputTheme.theme_id == theme_id, chosen)
        .order_by(InputTheme.confidence.desc(), Input.id)
        .limit(MOST_READ)
    )
    read = {public_id: (text, language) for public_id, text, language in session().execute(query).tuples()}
    texts = {public_id: text for public_id, (text, _language) in read.items()}
    return [
        {
            "key": f"{theme_id}-{quote.source_id}",
            "input": quote.source_id,
            "text": quote.text,
            "language": read[quote.source_id][1],
            "verbatim": read[quote.source_id][0][quote.start : quote.end] == quote.text,
        }
        for quote in pick_quotes(texts, QUOTES_PER_THEME, about=label)
    ]


def _traceable(themes: list[dict[str, Any]]) -> float | None:
    """The share of the themes' sentences and quotes that lead back to inputs: with inputs, and word for word."""
    led_back = [theme["inputs"] > 0 for theme in themes]
    led_back += [quote["verbatim"] for theme in themes for quote in theme["quotes"]]
    return sum(led_back) / len(led_back) if led_back else None


def _by(column: sa.orm.InstrumentedAttribute[str], chosen: sa.ColumnElement[bool]) -> dict[str, int]:
    query = sa.select(column, sa.func.count()).where(chosen).group_by(column)
    return dict(session().execute(query).tuples().all())


def _areas(chosen: sa.ColumnElement[bool]) -> dict[str, Any]:
    """Senders by focus area and local area: `places` (the last, "", is no place given), per area total and `cells`.

    Somebody who wrote from two places counts in both. A cell about fewer than five is None, and so are those from
    which it could be worked out: each row adds up.
    """
    query = (
        sa.select(FocusArea.key, LocalArea.name, _counts()[1])
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
