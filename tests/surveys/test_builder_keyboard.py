"""The builder in a real browser: a survey made and published by keyboard alone, and text that is not lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from engage.surveys import queries
from engage.surveys.models import SurveyStatus
from tests.accessibility import check_accessibility
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.live import LiveServer, sign_in
from tests.surveys.factories import make_survey

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(desk_page: Page, live_server: LiveServer) -> Page:
    sign_in(desk_page.context, live_server.app, live_server.url, make_user("editor"))
    return desk_page


def reach(page: Page, wanted: Locator) -> Locator:
    """Press Tab until this is in focus, as somebody without a mouse must."""
    wanted.wait_for()
    for _ in range(120):
        if wanted.evaluate("el => el === document.activeElement"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is never in focus")


def press(page: Page, wanted: Locator) -> None:
    """Go on by a link or button."""
    reach(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, **texts: str) -> None:
    """Fill in fields by their ids (`label_da` is `label-da`), and press Enter in the last."""
    for name, text in texts.items():
        reach(page, page.locator(f"#{name.replace('_', '-')}"))
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_small_survey_is_made_and_published_by_keyboard_alone(editor: Page) -> None:
    page, consultation = editor, make_consultation()
    page.goto(f"/staff/surveys/new?consultation={consultation.slug}")
    write(page, title_da="Ny vej", title_en="New road")
    press(page, page.get_by_role("button", name="Ja eller nej", exact=True))
    write(page, label_da="Skal vejen bygges?", label_en="Shall the road be built?")
    check_accessibility(page)
    reach(page, page.locator("summary"))
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="Lang tekst"))
    write(page, label_da="Hvorfor?", label_en="Why?")
    press(page, page.locator("section:has(#missing) a").first)
    write(page, title_da="Om vejen", title_en="About the road")

    press(page, page.get_by_role("button", name="Flyt Hvorfor? op"))
    expect(page.get_by_text("Spørgsmålet er flyttet op.")).to_be_visible()
    again = page.get_by_role("button", name="Flyt Hvorfor? ned")
    expect(again).to_be_focused()  # at the top there is only the way down
    press(page, again)
    expect(page.locator(".outline-question__label").first).to_have_text("Skal vejen bygges?")

    press(page, page.get_by_role("link", name="Udgiv…"))
    press(page, page.get_by_role("button", name="Udgiv version 1"))
    expect(page.get_by_text("Version 1 er i brug nu.")).to_be_visible()
    assert queries.survey_by_slug("ny-vej").status == SurveyStatus.PUBLISHED


def test_text_that_was_not_saved_comes_back_until_it_is_saved_or_thrown_away(editor: Page) -> None:
    survey = make_survey()
    address = f"/staff/surveys/{survey.slug}/questions/safe"
    label, notice = editor.locator("#label-da"), editor.locator("[data-keep-notice]")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    editor.on("dialog", leave)

    editor.goto(address)
    expect(notice).to_be_hidden()
    label.fill("Hvor tryg er stien?")
    editor.goto("/staff/surveys")
    assert asked == ["beforeunload"]
    editor.goto(address)
    expect(notice).to_be_visible()
    expect(label).to_have_value("Hvor tryg er stien?")
    editor.get_by_role("button", name="Kassér det, jeg skrev").click()
    expect(label).to_have_value("Hvor tryg er vejen?")

    label.fill("Hvor tryg er stien nu?")
    editor.locator(".making-bar").get_by_role("button").click()
    expect(editor.get_by_text("Spørgsmålet er gemt.")).to_be_visible()
    editor.goto(address)
    expect(notice).to_be_hidden()
    expect(label).to_have_value("Hvor tryg er stien nu?")
