"""A copy of the whole demo, brought back into the other kind of database: every row, every file, every page."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from engage.backup.restoring import DatabaseNotEmpty, restore_copy
from engage.backup.writing import write_copy
from engage.consultations.files import path_of
from engage.core.db import Base, session
from engage.messages.service import queue_message
from engage.triage.decisions import Reply
from engage.triage.intake import trace_token
from engage.triage.models import Input
from tests.fixtures.apps import MakeApp
from tests.services import PostgreSQL


@pytest.fixture(scope="module")
def copy(demo_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo."""
    folder = tmp_path_factory.mktemp("backup") / "copy"
    with demo_app.app_context():
        write_copy(folder)
    return folder


@pytest.fixture
def other(database: str, make_app: MakeApp, postgresql: PostgreSQL, empty_sqlite: str) -> Flask:
    """An app on an empty database of the other kind."""
    is_sqlite = database.startswith("sqlite")
    return make_app(DATABASE_URL=postgresql.create_database("engage_restored") if is_sqlite else empty_sqlite)


def rows_of(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with app.app_context():
        return {
            table.name: [tuple(row) for row in session().execute(sa.select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def test_every_row_and_file_comes_back_in_the_other_kind_of_database(app: Flask, copy: Path, other: Flask) -> None:
    with other.app_context():
        done = restore_copy(copy, hold=False)
    before, after = rows_of(app), rows_of(other)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"table_changes"}  # stamps that say when a table was last written to
    assert done.rows == sum(map(len, before.values())) > 10_000
    assert done.same_key
    with other.app_context():
        documents = session().scalars(sa.text("SELECT public_id FROM documents")).all()
        assert done.files == len(documents) > 2
        assert all(path_of(public_id).stat().st_size > 100 for public_id in documents)


def test_a_restored_platform_answers_and_takes_new_content(app: Flask, copy: Path, other: Flask) -> None:
    answered = session().scalars(sa.select(Input).join(Reply).where(Input.trace_id.is_not(None))).first()
    assert answered is not None and answered.trace is not None  # noqa: PT018
    private = f"/trace/{trace_token(answered.trace)}"
    with other.app_context():
        restore_copy(copy)
        queue_message("support_confirm", "ny@borger.example", context={"support_id": 1})  # running numbers go on
    client = other.test_client()
    assert client.get("/").status_code == 200
    assert client.get(private).status_code == 200


def test_content_is_never_overwritten(app: Flask, copy: Path) -> None:
    before = rows_of(app)
    with pytest.raises(DatabaseNotEmpty):
        restore_copy(copy)
    assert rows_of(app) == before
