"""A platform to hurt, with a survey to answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engage.surveys.models import Survey
from tests.faults import tally
from tests.faults.platform import Platform, platform
from tests.fixtures.apps import MakeApp
from tests.services import ServerMissing
from tests.surveys.factories import published_survey


@pytest.fixture(scope="module")
def hurt(make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform on PostgreSQL and Redis."""
    try:
        with platform(tmp_path_factory.mktemp("hurt"), make_app) as started:
            yield started
    except ServerMissing as missing:
        pytest.skip(f"MISSING {missing}")


@pytest.fixture(scope="module")
def embedded(make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform on SQLite and files."""
    with platform(tmp_path_factory.mktemp("hurt"), make_app, embedded=True) as started:
        yield started


@pytest.fixture
def survey(hurt: Platform) -> Survey:
    """A survey that can be answered."""
    hurt.wait_until_up()
    return published_survey()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the long tests tried and counted."""
    for line in tally.lines():
        terminalreporter.write_line(line)
