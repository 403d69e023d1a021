"""`engage demo`: once, never in production, and never among real content."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.cli import main
from engage.core.db import Base, db
from engage.demo.accounts import ACCOUNTS, PASSWORD
from engage.demo.commands import demo_command
from tests.fixtures.apps import MakeApp, build_schema
from tests.strategy.factories import make_plan


def _run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(demo_command, list(arguments))
    return result.exit_code, result.output


def _sizes(db_session: Session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: db_session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables}


def test_a_second_run_adds_nothing_and_says_so(app: Flask, db_session: Session) -> None:
    before = _sizes(db_session)
    db_session.commit()
    code, said = _run(app)
    assert code == 0
    assert "already" in said
    assert _sizes(db_session) == before


def test_it_says_how_to_sign_in(app: Flask) -> None:
    _code, said = _run(app, "--accounts")
    assert PASSWORD in said
    assert all(account.email in said for account in ACCOUNTS)


def test_refused_in_production(make_app: MakeApp, empty_sqlite: str) -> None:
    production = make_app(ENGAGE_ENV="production", DATABASE_URL=empty_sqlite, PUBLIC_URL="https://localhost")
    code, said = _run(production)
    assert code != 0
    assert "production" in said
    assert PASSWORD not in said


def test_refused_where_there_is_real_content(make_app: MakeApp, empty_sqlite: str) -> None:
    real = make_app(DATABASE_URL=empty_sqlite)
    build_schema(real)
    with real.app_context():
        make_plan()
        db.session.commit()
        code, said = _run(real)
        db.session.remove()
    assert code != 0
    assert "content of its own" in said


def test_says_nothing_of_accounts_that_are_not_there(make_app: MakeApp, empty_sqlite: str) -> None:
    empty = make_app(DATABASE_URL=empty_sqlite)
    build_schema(empty)
    assert _run(empty, "--accounts") == (0, "")


def test_the_command_line_ends_with_code_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, empty_sqlite: str
) -> None:
    monkeypatch.setenv("ENGAGE_ENV", "production")
    for name in ("SECRET_KEY", "PASSWORD_SALT"):
        monkeypatch.setenv(name, "x" * 40)
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("PUBLIC_URL", "https://localhost")
    monkeypatch.setenv("DATABASE_URL", empty_sqlite)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("sys.argv", ["engage", "demo"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert "refused in production" in capsys.readouterr().err
