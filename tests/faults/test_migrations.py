"""Migrations on a database that is full and in use: up and down without loss, never waited for, and only adding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.exc import OperationalError

from engage.core.db import Base, db
from tests.fixtures.apps import MakeApp
from tests.ideas.factories import make_idea
from tests.invitations.factories import make_campaign
from tests.services import PostgreSQL
from tests.surveys.factories import make_link, make_response, published_survey
from tests.triage.factories import make_input

FOLDER = str(Path(__file__).parents[2] / "migrations")
REVISIONS = [script.revision for script in reversed(list(ScriptDirectory(FOLDER).walk_revisions()))]
# Took a column away before the first version was in use anywhere; see docs/decisions/migrations.md.
BEFORE_ANY_USE = {"0002"}

MADE_ANEW = {"table_changes"}  # stamps by which kept pages are told to be old: a lost one makes a page old

Columns = dict[tuple[str, str], bool]  # (table, column): whether a row can be written that says nothing of it


@pytest.fixture
def kept(postgresql: PostgreSQL, make_app: MakeApp) -> Iterator[Flask]:
    """An app on a database of its own at the newest revision, with something in every corner of it."""
    app = make_app(DATABASE_URL=postgresql.create_database("engage_migrated"))
    with app.app_context():
        flask_migrate.upgrade(FOLDER)
        survey = published_survey()
        make_response(survey, {"how": "bike", "more": "Der mangler lys på stien."})
        make_link(survey)
        make_campaign("karen@borger.example", survey=survey)
        make_idea(status="published")
        make_input()
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


def rows() -> dict[str, int]:
    """How many rows each table holds."""
    with db.engine.connect() as connection:
        there = set(sa.inspect(connection).get_table_names())
        return {
            table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
            if table.name in there and table.name not in MADE_ANEW
        }


def columns() -> Columns:
    inspector = sa.inspect(db.engine)
    return {
        (table, column["name"]): bool(column["nullable"] or column["default"] or column.get("autoincrement") is True)
        for table in inspector.get_table_names()
        for column in inspector.get_columns(table)
    }


def test_down_to_the_first_version_and_up_again_loses_no_row(kept: Flask) -> None:
    before = rows()
    assert sum(before.values()) > 20
    for revision in reversed(REVISIONS[:-1]):
        db.session.remove()
        flask_migrate.downgrade(FOLDER, revision)
        assert {name: before[name] for name in rows()} == rows(), revision
    flask_migrate.upgrade(FOLDER)
    assert rows() == before


def test_a_migration_gives_up_rather_than_be_waited_for(kept: Flask) -> None:
    """Somebody is writing an answer: the migration goes back whole within seconds, and works once it is alone."""
    db.session.remove()
    flask_migrate.downgrade(FOLDER, "0004")  # what comes next adds an index to responses
    was = columns()
    with db.engine.connect().execution_options(isolation_level="READ COMMITTED") as writer:
        writer.exec_driver_sql("UPDATE responses SET language = 'da'")
        with pytest.raises(OperationalError, match="lock timeout"):
            flask_migrate.upgrade(FOLDER)
        assert columns() == was
        writer.rollback()
    flask_migrate.upgrade(FOLDER)
    assert len(columns()) > len(was)


def test_a_migration_leaves_the_version_before_it_at_work(kept: Flask) -> None:
    """While a new version is put in place the old one serves: what it reads is there, and what it writes fits."""
    db.session.remove()
    flask_migrate.downgrade(FOLDER, REVISIONS[0])
    was = columns()
    for revision in REVISIONS[1:]:
        flask_migrate.upgrade(FOLDER, revision)
        now = columns()
        if revision not in BEFORE_ANY_USE:
            assert set(was) - set(now) == set(), f"{revision} takes columns away"
            tables = {table for table, _column in was}
            asked_for = {key for key, optional in now.items() if key[0] in tables and key not in was and not optional}
            assert asked_for == set(), f"{revision} adds columns that the version before it does not fill in"
        was = now
