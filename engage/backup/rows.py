"""A database row as a line of JSON, and back; nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from engage.core.db import UtcDateTime

_READERS: tuple[tuple[type[sa.types.TypeEngine[Any]], Callable[[str], Any]], ...] = (
    (UtcDateTime, dt.datetime.fromisoformat),
    (sa.DateTime, dt.datetime.fromisoformat),
    (sa.Date, dt.date.fromisoformat),
)


def line_of(values: Iterable[Any]) -> str:
    """A row, its values in the order of the table's columns."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=_text_of) + "\n"


def row_of(line: str, columns: Mapping[str, sa.Column[Any]], names: list[str]) -> dict[str, Any]:
    """What to insert for a line whose values stand in the order of `names`. Raises ValueError."""
    values = json.loads(line)
    if len(values) != len(names):
        raise ValueError(f"{len(values)} values for {len(names)} columns")
    return {name: _value(columns[name].type, value) for name, value in zip(names, values, strict=True)}


def column_for(column: sa.Column[Any]) -> sa.Column[Any]:
    """A column to insert read values by: nothing is stored as nothing, not as the word null of JSON."""
    kind: sa.types.TypeEngine[Any] = column.type
    if isinstance(kind, sa.JSON):
        kind = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
    return sa.Column(column.name, kind)


def _text_of(value: Any) -> str:
    if isinstance(value, dt.date):  # a datetime is a date too
        return value.isoformat()
    raise TypeError(f"a copy cannot hold a {type(value).__name__}")


def _value(kind: sa.types.TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    reader = next((read for known, read in _READERS if isinstance(kind, known)), None)
    return reader(value) if reader else value
