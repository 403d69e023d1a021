"""The settings page: what is set and where, what is never shown, a colour to try, how the platform is."""

from __future__ import annotations

import pytest

from engage.config import Settings
from engage.overview import settings_page
from engage.overview.settings_words import GROUPS, LABELS, SECRETS
from tests.fixtures.clients import PageClient, StaffClient


@pytest.fixture
def boss(staff_client: StaffClient) -> PageClient:
    return staff_client("administrator")


def test_every_setting_is_shown_with_its_variable(boss: PageClient) -> None:
    page = boss.get("/staff/settings").text
    shown = [name for _heading, names in GROUPS for name in names]
    assert sorted(shown) == sorted(Settings.model_fields) == sorted(LABELS)
    assert all(f"<code>{name.upper()}</code>" in page for name in shown)


def test_secrets_are_never_shown(boss: PageClient) -> None:
    settings = boss.application.config["SETTINGS"]
    page = boss.get("/staff/settings").text
    for name in SECRETS:
        value = getattr(settings, name)
        assert not value or value not in page


def test_only_administrators_come_in(staff_client: StaffClient) -> None:
    assert staff_client("editor").get("/staff/settings").status_code == 403


def test_a_readable_colour_is_said_to_be_so_and_how_to_set_it(boss: PageClient) -> None:
    page = boss.submit(boss.get("/staff/settings"), {"colour": "#0B5688"}).text
    assert "#0b5688 kan læses alle steder" in page
    assert "PRIMARY_COLOUR=#0b5688" in page
    assert "--colour-primary:#0b5688" in page


def test_a_faint_colour_is_refused_and_the_nearest_readable_one_offered(boss: PageClient) -> None:
    page = boss.get("/staff/settings?colour=%23767676").text
    assert "er for svag at læse" in page
    assert 'href="/staff/settings?colour=%236d6d6d#colour-heading"' in page


@pytest.mark.parametrize("typed", ["grøn", "#12", "#12345g", "</style><script>", ""])
def test_what_is_no_colour_is_said_at_the_field_and_never_reaches_the_styles(boss: PageClient, typed: str) -> None:
    answer = boss.get("/staff/settings", query_string={"colour": typed})
    assert answer.status_code == 200
    assert "Skriv farven som #" in answer.text
    assert "<script>" not in answer.text.split("</head>")[0]


def test_what_is_ill_is_said_in_words(boss: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ill = {"database": "ok", "migration": "ok", "queue": "cannot be reached", "sweep": "not seen for three minutes"}
    monkeypatch.setattr(settings_page, "checks", lambda: ill)
    page = boss.get("/staff/settings").text
    assert "Mails og opsummeringer venter, til den gør" in page
    assert "engage schedule" in page
