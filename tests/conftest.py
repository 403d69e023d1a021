"""Which databases the tests run on, and what is said of servers that are missing."""

import pytest
from hypothesis import HealthCheck, settings

# A machine that is busy with other tests is slow now and then, and that is no fault of what is tested.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

pytest_plugins = ["tests.fixtures.apps", "tests.fixtures.clients", "tests.fixtures.surroundings", "tests.fixtures.live"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database sqlite` is the quick way while working."""
    parser.addoption("--database", choices=("sqlite", "postgresql", "both"), default="both")


# Modules that take minutes go first, so that no process is left with one of them when the others have ended.
SLOW = ("demo/test_atlas", "faults/", "workshop/test_run", "journeys/", "security/", "demo/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow modules in the order named, then all others as they were found."""

    def place(item: pytest.Item) -> int:
        return next((number for number, part in enumerate(SLOW) if f"tests/{part}" in item.nodeid), len(SLOW))

    items.sort(key=place)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that touches the database once per kind of database; see the marker `same_on_both`."""
    if "database" in metafunc.fixturenames:
        wish = metafunc.config.getoption("database")
        same = any(metafunc.definition.get_closest_marker(name) for name in ("browser", "same_on_both"))
        kinds = [wish] if wish != "both" else ["postgresql"] if same else ["sqlite", "postgresql"]
        metafunc.parametrize("database", kinds, indirect=True, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what could not be tested here."""
    reasons = {str(report.longrepr[2]) for report in terminalreporter.getreports("skipped") if report.longrepr}
    for reason in sorted(reason for reason in reasons if "MISSING" in reason):
        terminalreporter.write_line(f"NOT TESTED: {reason.removeprefix('Skipped: ')}", red=True, bold=True)
