"""Rules of the house that no linter knows: short files, thin views, one place that commits, migrations that fit."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from engage.core.db import Base, db
from tests.fixtures.apps import MakeApp
from tests.lint_templates import faults_of
from tests.services import PostgreSQL

ROOT = Path(__file__).parents[2]
SOURCES = [
    path for folder in ("engage", "worker", "tests", "benchmarks", "scripts") for path in (ROOT / folder).rglob("*")
]
PYTHON = [path for path in SOURCES if path.suffix == ".py"]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_400_lines() -> None:
    written = [path for path in SOURCES if path.suffix in {".py", ".html", ".js", ".scss"} and ".min." not in path.name]
    long = {named(path): lines for path in written if (lines := len(path.read_text().splitlines())) > 400}
    assert not long


def views(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            marks = {
                ast.unparse(mark).split("(", maxsplit=1)[0].rsplit(".", maxsplit=1)[-1] for mark in node.decorator_list
            }
            if marks & {"public", "staff"}:
                yield node


def test_no_view_is_longer_than_25_lines() -> None:
    found = [(path, view) for path in (ROOT / "engage").rglob("*.py") for view in views(path)]
    assert found
    long = [f"{named(path)}: {view.name}" for path, view in found if length(view) > 25]
    assert not long


def length(view: ast.FunctionDef) -> int:
    """Lines of the body, from the first to the last, without the docstring."""
    body = view.body[1:] if ast.get_docstring(view) else view.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_only_the_core_commits() -> None:
    place = ROOT / "engage" / "core" / "db.py"
    others = [path for path in (ROOT / "engage").rglob("*.py") if path != place]
    assert not [named(path) for path in others if ".commit()" in path.read_text()]


def test_views_and_tasks_never_touch_the_session() -> None:
    touching = re.compile(r"\b(?:db\.session|from engage\.core\.db import)\b")
    thin = [*(ROOT / "engage").rglob("*views.py"), ROOT / "worker" / "tasks.py"]
    assert not [named(path) for path in thin if touching.search(path.read_text())]


def test_the_migrations_make_the_tables_of_the_models(postgresql: PostgreSQL, make_app: MakeApp) -> None:
    app = make_app(DATABASE_URL=postgresql.create_database("migrated"))
    with app.app_context():
        flask_migrate.upgrade(str(ROOT / "migrations"))
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        flask_migrate.downgrade(str(ROOT / "migrations"), "base")
        assert set(sa.inspect(db.engine).get_table_names()) == {"alembic_version"}
        db.engine.dispose()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{{ text|safe }}", "safe turns escaping off"),
        ('<p style="color: red">', "style= is blocked"),
        ("<p>Send din idé</p>", "not translated: 'Send din idé'"),
        ('{{ button("Send din idé") }}', "not translated: 'Send din idé'"),
        ('<input placeholder="Skriv her">', "is not translated"),
        ("{% if %}", "does not compile"),
    ],
)
def test_the_template_linter_finds(app: Flask, monkeypatch: pytest.MonkeyPatch, source: str, fault: str) -> None:
    environment = app.jinja_env.overlay()
    monkeypatch.setattr(type(environment.loader), "get_source", lambda *_: (source, None, None))
    assert fault in "\n".join(words for _, words in faults_of("a.html", environment))
