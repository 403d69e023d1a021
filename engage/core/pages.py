"""Keyset pagination: a page costs what it shows, wherever in the list it stands."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from engage.core.db import session

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list. `next` and `previous` are cursors for `?cursor=`, None at the ends.

    `restarted`: a cursor was given that could not be read, so this is the first page.
    """

    items: list[Row]
    next: str | None
    previous: str | None
    restarted: bool = False


def paginate(
    query: sa.Select[tuple[Row]],
    keys: Sequence[InstrumentedAttribute[Any]],
    cursor: str | None,
    limit: int = 25,
    *,
    ascending: bool = False,
) -> Page[Row]:
    """A page of `query`, newest first: descending (or ascending) by `keys`, the last of which must be unique.

    A cursor that cannot be read shows the first page. Costs one query of `limit` + 1 rows: which they are is picked
    first, so that what is joined to show them is not joined to all that match (docs/performance/growth.md).
    """
    backwards, values = _decode(cursor, keys)
    upwards = backwards != ascending
    keyed = query
    if values is not None:
        bound = sa.tuple_(*(sa.literal(value, key.type) for key, value in zip(keys, values, strict=True)))
        row = sa.tuple_(*keys)
        keyed = keyed.where(row > bound if upwards else row < bound)
    order = [key.asc() if upwards else key.desc() for key in keys]
    picked = keyed.with_only_columns(keys[-1]).order_by(None).order_by(*order).limit(limit + 1)
    rows = list(session().scalars(query.where(keys[-1].in_(picked)).order_by(None).order_by(*order)).unique())
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else True
    has_previous = (values is not None) if not backwards else more
    return Page(
        items=rows,
        next=_encode(rows[-1], keys, backwards=False) if rows and has_next else None,
        previous=_encode(rows[0], keys, backwards=True) if rows and has_previous else None,
        restarted=bool(cursor) and values is None,
    )


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(dt.UTC)


_READ = {"t": _moment, "d": dt.date.fromisoformat}


def _plain(value: Any) -> list[Any]:
    if isinstance(value, dt.datetime):
        return ["t", value.isoformat()]
    return ["d", value.isoformat()] if isinstance(value, dt.date) else ["v", value]


def _encode(row: Any, keys: Sequence[InstrumentedAttribute[Any]], *, backwards: bool) -> str:
    values = [getattr(row, key.key) for key in keys]
    plain = [_plain(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([backwards, plain]).encode()).decode().rstrip("=")


def _decode(cursor: str | None, keys: Sequence[InstrumentedAttribute[Any]]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        backwards, plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_READ[kind](value) if kind in _READ else value for kind, value in plain]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error):
        return False, None
    fits = len(values) == len(keys) and all(map(_fits, values, keys))
    return (bool(backwards), values) if fits else (False, None)


def _fits(value: Any, key: InstrumentedAttribute[Any]) -> bool:
    too_large = isinstance(value, int) and abs(value) >= 2**63
    return type(value) is key.type.python_type and not too_large
