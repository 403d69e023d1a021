"""The demo, loaded once for all tests that look at it."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engage.core.db import db
from engage.demo.loading import load
from engage.processes import answers, free_port
from tests.demo_site import DemoSite
from tests.fixtures.apps import MakeApp, Once, build_schema
from tests.services import PostgreSQL
from tests.services.program import running


@pytest.fixture(scope="session")
def demo_app(
    request: pytest.FixtureRequest,
    database: str,
    make_app: MakeApp,
    once: Once,
    tmp_path_factory: pytest.TempPathFactory,
) -> Flask:
    """An app on a database of its own that the demo was loaded into."""

    @contextlib.contextmanager
    def make() -> Iterator[Flask]:
        if database.startswith("sqlite"):
            address = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'engage.db'}"
        else:
            server: PostgreSQL = request.getfixturevalue("postgresql")
            address = server.create_database("engage_demo")
        app = make_app(DATABASE_URL=address)
        build_schema(app)
        with app.app_context():
            load()
            db.session.remove()
        yield app
        with app.app_context():
            db.engine.dispose()

    return once.get(f"demo {database}", make)


@pytest.fixture(scope="session")
def site(demo_app: Flask, make_app: MakeApp, once: Once, tmp_path_factory: pytest.TempPathFactory) -> DemoSite:
    """The demo, served."""
    address = str(demo_app.config["SQLALCHEMY_DATABASE_URI"])
    return once.get(f"site {address}", lambda: _served(demo_app, make_app, tmp_path_factory))


@contextlib.contextmanager
def _served(demo_app: Flask, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    given = {
        "DATABASE_URL": str(demo_app.config["SQLALCHEMY_DATABASE_URI"]),
        "DATA_DIR": str(demo_app.config["SETTINGS"].data_dir),
        "SECRET_KEY": demo_app.config["SECRET_KEY"],
        "PASSWORD_SALT": "salt",
        "PUBLIC_URL": url,
        "RATE_LIMITS": "0",
        "PORT": str(port),
    }
    command: list[str | Path] = [Path(sys.executable).with_name("engage"), "web"]
    log = tmp_path_factory.mktemp("site") / "log"
    with running(command, given, log, lambda: answers(port)):
        yield DemoSite(url, make_app(**given))


@pytest.fixture
def app(demo_app: Flask) -> Iterator[Flask]:
    """The app with the demo in it; the tests here only look, so nothing is emptied."""
    with demo_app.app_context():
        yield demo_app
        db.session.remove()


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> str:
    """The address of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'engage.db'}"
