"""The demo, loaded once for all tests that look at it."""

import contextlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from engage.core.db import db
from engage.demo.loading import load
from engage.processes import answers, free_port
from tests.atlas import Plate, plates
from tests.demo_site import DemoSite
from tests.fixtures.apps import MakeApp, Once, build_schema, one_at_a_time
from tests.services import PostgreSQL
from tests.services.program import running


@pytest.fixture(scope="session")
def demo_app(
    request: pytest.FixtureRequest,
    database: str,
    make_app: MakeApp,
    once: Once,
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Flask:
    """An app on a database of its own that the demo was loaded into, by the first process that needs it."""
    is_sqlite = database.startswith("sqlite")
    kept = shared / ("sqlite" if is_sqlite else "postgresql")

    @contextlib.contextmanager
    def make() -> Iterator[Flask]:
        folder = tmp_path_factory.mktemp("demo") / "data"
        server = None if is_sqlite else request.getfixturevalue("postgresql")
        address = server.create_database("engage_demo") if server else f"sqlite:///{folder / 'engage.db'}"
        with one_at_a_time(kept.with_suffix(".lock")):
            if kept.exists():
                _take(kept, folder, server)
                app = make_app(DATABASE_URL=address, DATA_DIR=str(folder))
            else:
                app = make_app(DATABASE_URL=address, DATA_DIR=str(folder))
                build_schema(app)
                with app.app_context():
                    load()
                    db.session.remove()
                    db.engine.dispose()
                _keep(kept, folder, server)
        yield app
        with app.app_context():
            db.engine.dispose()

    return once.get(f"demo {database}", make)


def _keep(kept: Path, folder: Path, server: PostgreSQL | None) -> None:
    """Lay the demo where the other processes find it, whole or not at all."""
    half = kept.with_suffix(".half")
    shutil.copytree(folder, half)
    if server is not None:
        server.dump("engage_demo", half / "dump")
    half.rename(kept)


def _take(kept: Path, folder: Path, server: PostgreSQL | None) -> None:
    """Fetch the demo that another process has loaded."""
    shutil.copytree(kept, folder)
    if server is not None:
        server.restore("engage_demo", folder / "dump")


@pytest.fixture(scope="session")
def atlas(demo_app: Flask, database: str, once: Once) -> list[Plate]:
    """Every page of the demo, found once for all tests that look at each."""
    return once.get(f"atlas {database}", lambda: contextlib.nullcontext(plates(demo_app)))


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
        "WEB_WORKERS": "1",
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
