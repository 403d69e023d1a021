"""The database: what is read costs no transaction, and a connection that died while resting is nobody's trouble."""

import contextlib

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from engage.core import db as database
from engage.core.db import db, first_time, transaction
from tests.factories import make_user, unique
from tests.fixtures.clients import PageClient
from tests.ideas.factories import areas


def on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


def test_a_page_is_read_without_a_transaction(client: PageClient) -> None:
    areas()
    if not on_postgresql():
        return
    levels: list[bool] = []

    def look(connection: sa.Connection, *_rest: object) -> None:
        levels.append(bool(connection.connection.driver_connection.autocommit))  # type: ignore[union-attr]

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        client.get("/ideas")
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert levels
    assert all(levels)


def test_a_use_case_that_fails_leaves_nothing(app: Flask) -> None:
    address = f"{unique('nogen')}@kommunen.example"
    with contextlib.suppress(ZeroDivisionError), transaction() as session:
        make_user("reader", email=address)
        session.flush()
        raise ZeroDivisionError
    assert db.session.scalar(sa.text("SELECT count(*) FROM users WHERE email = :address"), {"address": address}) == 0


def test_something_is_done_once_in_a_use_case(app: Flask) -> None:
    with transaction():
        assert first_time("a")
        assert not first_time("a")
        assert first_time("b")
    with transaction():
        assert first_time("a")


def test_a_connection_that_died_while_resting_is_replaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    if not on_postgresql():
        return
    monkeypatch.setattr(database, "REST_SECONDS", 0.0)
    ours = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
    db.session.remove()
    other = sa.create_engine(db.engine.url)
    with other.begin() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": ours})
    other.dispose()
    assert db.session.scalar(sa.text("SELECT pg_backend_pid()")) != ours
