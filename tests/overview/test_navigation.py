"""The side navigation: what waits in the tray of one's own committees, and the ideas that wait for all."""

from __future__ import annotations

import re

import pytest

from engage.core.security import Permission
from engage.overview import navigation
from tests.fixtures.clients import PageClient, StaffClient
from tests.ideas.factories import make_idea
from tests.strategy.factories import make_committee
from tests.triage.factories import make_inputs


def _waiting(client: PageClient, href: str) -> str:
    nav = re.search(r'<nav class="sidenav".*?</nav>', client.get("/staff/me").text, re.S)
    assert nav is not None
    found = re.search(rf'href="{href}".*?</a>', nav.group(), re.S)
    assert found is not None
    count = re.search(r'class="count">(\S+?)<', found.group())
    return count.group(1) if count else ""


def test_new_inputs_of_ones_own_committees_are_counted(staff_client: StaffClient) -> None:
    mine, other = make_committee(), make_committee()
    make_inputs(2, mine)
    make_inputs(3, other)
    assert _waiting(staff_client("secretary", mine), "/staff/inputs") == "2"
    assert _waiting(staff_client("editor"), "/staff/inputs") == "5"


def test_ideas_that_wait_are_counted(staff_client: StaffClient) -> None:
    make_idea(status="waiting")
    make_idea(status="published")
    assert _waiting(staff_client("editor"), "/staff/ideas") == "1"


def test_where_nothing_waits_no_number_stands(staff_client: StaffClient) -> None:
    assert _waiting(staff_client("editor"), "/staff/ideas") == ""
    assert _waiting(staff_client("editor"), "/staff/inputs") == ""


def test_a_part_that_is_not_there_is_left_out(staff_client: StaffClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caught mail is only there where no citizen is served."""
    away = ("Findes ikke her", "nowhere.listed", Permission.READ)
    monkeypatch.setattr(navigation, "ENTRIES", (*navigation.ENTRIES, away))
    page = staff_client("reader").get("/staff/me")
    assert page.status_code == 200
    assert "Findes ikke her" not in page.text
