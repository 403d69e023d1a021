"""Full-text search over a column of prepared terms: a GIN index on PostgreSQL, LIKE on SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute


class _Matches(sa.sql.expression.ColumnElement[bool]):
    inherit_cache = False
    type = sa.Boolean()

    def __init__(self, column: Any, terms: Sequence[str]) -> None:
        self.column = column
        self.terms = list(terms)


def matches(column: InstrumentedAttribute[str], terms: Sequence[str]) -> sa.ColumnElement[bool]:
    """True where every term is the beginning of a word of the column.

    `column` holds words made by `engage.text.search.index_terms`, `terms` comes from `query_terms` there: only
    [a-z0-9]+.
    """
    safe = [term for term in terms if term.isascii() and term.isalnum()]
    return _Matches(column, safe) if safe else sa.true()


@compiles(_Matches, "postgresql")
def _on_postgresql(element: _Matches, compiler: Any, **kwargs: Any) -> str:
    query = " & ".join(f"{term}:*" for term in element.terms)
    column = compiler.process(element.column, **kwargs)
    return f"(to_tsvector('simple', {column}) @@ to_tsquery('simple', '{query}'))"


@compiles(_Matches, "sqlite")
def _on_sqlite(element: _Matches, compiler: Any, **kwargs: Any) -> str:
    column = compiler.process(element.column, **kwargs)
    return "(" + " AND ".join(f"' ' || {column} LIKE '% {term}%'" for term in element.terms) + ")"


def terms_index(name: str, column: str) -> sa.Index:
    """The PostgreSQL index that `matches` uses; on SQLite a plain index that does no harm."""
    return sa.Index(name, sa.text(f"to_tsvector('simple'::regconfig, {column})"), postgresql_using="gin").ddl_if(
        dialect="postgresql"
    )
