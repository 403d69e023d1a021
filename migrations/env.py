"""How Alembic reaches the database and the models: through the app, so that there is one set of settings."""

import importlib
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

import engage
from engage.core.db import AS_ONE, Base, UtcDateTime, db

for path in sorted(Path(engage.__file__).parent.glob("*/models.py")):
    importlib.import_module(f"engage.{path.parent.name}.models")


def _render(kind: str, item: Any, _context: Any) -> str | bool:
    """Revisions must not depend on types of ours or of extensions, which may change after them."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else f"sa.{item.impl_instance!r}"
    return False


def _migrate(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=_render,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # an old version may be serving meanwhile: give up soon rather than make it queue behind us
            connection.execute(sa.text("SET LOCAL lock_timeout = '5s'"))
            connection.execute(sa.text("SET LOCAL statement_timeout = '15min'"))
        context.run_migrations()


def _run() -> None:
    options = AS_ONE[db.engine.dialect.name]  # a migration that fails leaves nothing behind
    with db.engine.connect().execution_options(**options) as connection:
        driver: Any = connection.connection.dbapi_connection
        embedded = connection.dialect.name == "sqlite"
        if embedded:  # SQLite changes a table by making it anew, which foreign keys would refuse
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection)
        finally:
            if embedded:
                driver.execute("PRAGMA foreign_keys=ON")


_run()
