"""Answering by keyboard alone, at the width of the smallest phone, in both schemes: by focus, names and sizes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from engage.core.db import session
from engage.surveys.models import Response, Survey
from tests.accessibility import check_accessibility
from tests.fixtures.live import LiveServer
from tests.surveys.factories import options, published_survey, question, texts
from tests.surveys.walking import address

pytestmark = pytest.mark.browser
LONG = "Beskæftigelsesvejledningskoordinatorordningen"


def every_type() -> dict[str, object]:
    """Every type of question, with the longest words."""
    first = [
        {"type": "information", "key": "info", "label": texts("Før du begynder"), "body": texts(f"Om **{LONG}**.")},
        question(
            "single_choice", "one", f"Kender du {LONG}?", required=True, options=options(a="Ja, og " + LONG, b="Nej")
        ),
        question(
            "multiple_choice",
            "many",
            "Hvad bruger du?",
            hint=texts("Du må gerne vælge flere."),
            options=options(bus="Bussen", other="Noget andet", none="Intet af det"),
            exclusive="none",
            other="other",
        ),
        question("yes_no", "again", "Vil du gøre det igen?"),
        question(
            "scale", "how", "Hvor godt går det?", low_label=texts("Slet ikke godt"), high_label=texts("Helt fantastisk")
        ),
        question(
            "scale",
            "likely",
            "Vil du anbefale os?",
            required=True,
            lowest=0,
            highest=10,
            low_label=texts("Helt sikkert ikke"),
            high_label=texts("Helt sikkert"),
        ),
        question("number", "km", "Hvor langt er der?", min=0, max=100, unit=texts("kilometer")),
        question("short_text", "where", "Hvor er det?"),
        question("long_text", "words", "Hvad vil du sige?", max_length=100),
        question("focus_area", "areas", "Hvilke fokusområder?"),
        question("local_area", "home", "Hvor bor du?"),
    ]
    return {
        "schema_version": 1,
        "title": texts("Alle slags"),
        "pages": [{"key": "all", "title": texts(LONG), "questions": first}],
    }


@pytest.fixture
def survey(live_server: LiveServer) -> Survey:
    return published_survey(document=every_type())


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {target} by Tab")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    assert target.evaluate("element => getComputedStyle(element).outlineStyle") != "none", "the focus is not seen"
    page.keyboard.press(key)


def test_the_whole_way_by_keys_alone(page: Page, survey: Survey) -> None:
    page.goto(address(survey))
    press(page, page.get_by_role("link", name="Begynd"))
    page.wait_for_url("**/pages/all")
    press(page, page.get_by_role("button", name="Næste"))
    expect(page.get_by_role("alert")).to_be_focused()
    press(page, page.get_by_role("link", name="Vælg et svar"))
    expect(page.get_by_role("radio", name="Ja, og")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Nej").first).to_be_checked()
    press(page, page.get_by_role("checkbox", name="Bussen"), "Space")
    scale = page.get_by_role("radiogroup", name="Vil du anbefale os?")
    press(page, scale.get_by_role("radio").first, "Space")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(scale.get_by_role("radio", name="10 Helt sikkert")).to_be_checked()
    press(page, page.get_by_role("button", name="Næste"))
    expect(page.get_by_role("heading", level=1, name="Se dine svar igennem")).to_be_focused()
    press(page, page.get_by_role("button", name="Send mine svar"))
    expect(page.get_by_role("heading", level=1, name="Tak for dine svar")).to_be_focused()
    press(page, page.get_by_text("Vis de svar, du har sendt"))
    expect(page.get_by_text("10 – Helt sikkert")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Udskriv kvitteringen"))
    assert session().query(Response).count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_and_state_fits_the_smallest_phone(page: Page, survey: Survey, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address(survey))
    fits(page)
    page.get_by_role("link", name="Begynd").click()
    page.wait_for_url("**/pages/all")
    fits(page)
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_role("alert")).to_be_focused()
    fits(page)
    page.context.set_offline(True)
    page.get_by_role("radio", name="Nej").first.check()
    page.get_by_role("radio", name="10 Helt sikkert").check()
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_role("button", name="Prøv igen nu")).to_be_visible()
    fits(page)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1, name="Se dine svar igennem")).to_be_focused()
    fits(page)
    page.get_by_role("button", name="Send mine svar").click()
    expect(page.get_by_role("heading", level=1, name="Tak for dine svar")).to_be_visible()
    fits(page)
    page.goto("/offline")
    fits(page)


def fits(page: Page) -> None:
    """Accessible, no wider than the phone, and everything that can be pressed is large enough."""
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """[...document.querySelectorAll("main :is(a, button, summary, input:not([type=hidden]), .choice__label)")]
            .filter((one) => one.checkVisibility() && !one.closest("p:not(.way-in), .error-summary"))
            .map((one) => [one, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width}×${box.height}`)"""
    )
    assert small == []
