"""Which tables have changed: every commit stamps those it wrote to, so that what was made from them can be kept.

Tables and statements are told apart by the SQL that is sent, so nobody has to remember to say what they touch. A stamp
is random: it never comes back, not after a restore either. Tables marked BUSY are not stamped: they change all the time
and no page that is kept may read them.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import BUSY, Base, insert_rows, session

_WORD = re.compile(r"[a-z_]+")
_WRITTEN = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?([a-z_]+)')
_reading: ContextVar[set[str] | None] = ContextVar("reading", default=None)


class TableChange(Base):
    """The stamp of a table's last change; a table without a row has not changed since the database was made."""

    __tablename__ = "table_changes"
    __table_args__ = BUSY

    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    stamp: Mapped[int]


@contextlib.contextmanager
def noting_tables() -> Iterator[set[str]]:
    """Collects the names of all tables that are read meanwhile, in this request."""
    tables: set[str] = set()
    token = _reading.set(tables)
    try:
        yield tables
    finally:
        _reading.reset(token)


def stamps() -> dict[str, int]:
    """The stamp of every table that has one. One small query."""
    rows = session().connection().exec_driver_sql("SELECT name, stamp FROM table_changes")
    return {row[0]: row[1] for row in rows}


@cache
def busy_tables() -> frozenset[str]:
    """Tables that are not stamped."""
    return frozenset(table.name for table in Base.metadata.tables.values() if table.info.get("busy"))


@cache
def _tables() -> frozenset[str]:
    return frozenset(table.name for table in Base.metadata.tables.values())


@cache
def _emptied_with(name: str) -> frozenset[str]:
    """A table and those whose rows change when rows of it are deleted, by a foreign key that says so."""
    found = {name}
    waiting = [name]
    while waiting:
        gone = waiting.pop()
        for table in Base.metadata.tables.values():
            follows = any(key.ondelete and key.column.table.name == gone for key in table.foreign_keys)
            if follows and table.name not in found:
                found.add(table.name)
                waiting.append(table.name)
    return frozenset(found)


def install(engine: sa.Engine) -> None:
    """Watch an engine: what is read, what is written, what is committed."""
    event.listen(engine, "before_cursor_execute", _note)
    event.listen(engine, "commit", _stamp)
    event.listen(engine, "rollback", _forget)


def _note(connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
    tables = _reading.get()
    if tables is not None:
        tables |= _tables().intersection(_WORD.findall(statement))
    if statement.startswith("SELECT"):
        return
    for name in _WRITTEN.findall(statement):
        changed = _emptied_with(name) if "DELETE" in statement else {name}
        if changed := _tables().intersection(changed) - busy_tables():
            connection.info.setdefault("changed", set()).update(changed)


def _stamp(connection: sa.Connection) -> None:
    """Stamp what was written, as the last thing before the commit: nobody waits for the row longer than that."""
    changed: Any = connection.info.pop("changed", None)
    if not changed:
        return
    insert_rows(
        connection,
        TableChange.__table__,
        {},
        [{"name": name, "stamp": secrets.randbits(62)} for name in sorted(changed)],
        "ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp",
    )


def _forget(connection: sa.Connection) -> None:
    if not connection.invalidated:  # one that the database has dropped has forgotten by itself
        connection.info.pop("changed", None)
