"""The order of rows on disk: PostgreSQL keeps rows in the order in which they came, and a dump writes them out so.

Together with any record of who asked for a page when, that would tell whose answer is whose. Tables whose primary key
is random are therefore laid out in the order of that key. SQLite keeps a table in the order of its key anyway, but
for those whose key is of several columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import OperationalError

from engage.core.db import Base, db

log = structlog.get_logger()

# A citizen who answers meanwhile waits for as long as this at most; the next round tries again.
_LOCK_WAIT = "2s"


def forget_order(tables: Sequence[str]) -> None:
    """Lay each table's rows out in the order of its key; a table is locked while it is written anew."""
    for name in tables:
        table = Base.metadata.tables[name]
        try:
            with db.engine.connect().execution_options(begin_immediate=True) as connection, connection.begin():
                if connection.dialect.name == "postgresql":
                    _lay_out(connection, table)
                elif len(table.primary_key.columns) > 1:
                    _write_anew(connection, table)
        except OperationalError:
            log.warning("order_not_forgotten", table=name)


def _lay_out(connection: sa.Connection, table: sa.Table) -> None:
    quoted = connection.dialect.identifier_preparer
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'")
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql(
        f"CLUSTER {quoted.format_table(table)} USING {quoted.format_constraint(table.primary_key)}"
    )


def _write_anew(connection: sa.Connection, table: sa.Table) -> None:
    rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings().all()
    connection.execute(sa.delete(table))
    if rows:
        connection.execute(sa.insert(table), [dict(row) for row in rows])
