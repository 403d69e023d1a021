"""Logs in production: whatever goes wrong, the line says where and of what kind, and quotes nobody."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import structlog
from celery import Celery
from celery.app.trace import build_tracer

from engage.core import logs

SECRET = "Kirsten Mogensen bor i Mosehullet"


@pytest.fixture(autouse=True)
def production() -> Iterator[None]:
    logs.configure(production=True)
    yield
    logs.configure(production=False)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def a_refused_row() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (a TEXT CHECK (length(a) < 3))"))
        connection.execute(sa.text("INSERT INTO t VALUES (:a)"), {"a": SECRET})


def test_an_exception_is_named_and_placed_but_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            int(SECRET)
        except ValueError:
            a_refused_row()
    except sa.exc.IntegrityError:
        structlog.get_logger().exception("unexpected", endpoint="ideas.new")
    [line] = lines(capsys)
    assert (line["event"], line["level"], line["endpoint"]) == ("unexpected", "error", "ideas.new")
    for part in ("builtins.ValueError", "sqlite3.IntegrityError", "sqlalchemy.exc.IntegrityError", "a_refused_row"):
        assert part in line["exception"]
    assert "Kirsten" not in json.dumps(line)


def test_what_only_tells_of_servers_is_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ConnectionRefusedError(111, "Connection refused")
    except OSError:
        structlog.get_logger().exception("unexpected")
    [line] = lines(capsys)
    assert line["exception"].endswith("builtins.ConnectionRefusedError: [Errno 111] Connection refused")


def test_a_failed_job_is_told_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    app = Celery("told", broker="memory://", set_as_current=False)

    @app.task(name="told.fails")
    def fails() -> None:
        raise ValueError(SECRET)

    build_tracer(fails.name, fails, app=app)("an-id", [], {}, {})
    [line] = lines(capsys)
    assert line["logger"] == "celery.app.trace"
    assert "told.fails" in line["event"]
    assert "builtins.ValueError" in line["event"]
    assert "in fails" in line["exception"]
    assert "Kirsten" not in json.dumps(line)


@pytest.mark.parametrize(
    "secret",
    ["/trace/WsP9zBvUapJrP3mtjQvC8pKPUVy7n9vSbokU", "ida@borger.example", "010203-1234", "0102031234"],
)
def test_what_a_library_quotes_is_taken_out(capsys: pytest.CaptureFixture[str], secret: str) -> None:
    logging.getLogger("gunicorn.error").warning("Invalid request from %s: %s", "caller", secret)
    structlog.get_logger().info("said", words=f"Det var {secret} i går")
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 2
    assert secret.removeprefix("/trace/") not in told
    assert told.count("[…]") + told.count("[\\u2026]") == 2
