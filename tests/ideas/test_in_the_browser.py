"""A citizen with a keyboard alone sends an idea and supports one; what is typed outlives a reload."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import check_accessibility
from tests.ideas.factories import areas, make_idea

pytestmark = pytest.mark.browser
_FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.length ? one.labels[0] : one;
  return [label.textContent.replace(/\\s+/g, " ").trim(), getComputedStyle(one).outlineStyle];
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has focus is called so; every stop on the way must show that it has focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        label, outline = page.evaluate(_FOCUSED)
        assert outline != "none", f"no visible focus on {label!r}"
        if label.startswith(name):
            return
    raise AssertionError(f"Tab never came to {name!r}")


def enter(page: Page, name: str) -> None:
    """Tab to a link or a button and press it; it leads to another page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write_an_idea(page: Page, title: str) -> None:
    tab_to(page, "Hvad er din idé?")
    page.keyboard.type(title)
    tab_to(page, "Fortæl om den")
    page.keyboard.type("Der mangler steder at sidde, når man går tur.")
    tab_to(page, "Vores natur og grønne omstilling")
    page.keyboard.press("Space")


def test_an_idea_is_sent_by_keyboard_alone(page: Page) -> None:
    areas()
    page.goto("/ideas")
    enter(page, "Send en idé")
    check_accessibility(page)
    enter(page, "Send min idé")
    expect(page.locator(".error-summary")).to_be_focused()
    check_accessibility(page)
    tab_to(page, "Skriv en kort overskrift til din idé")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    write_an_idea(page, "Bænke ved søen")
    tab_to(page, "Sted, vision")
    page.keyboard.press("Enter")
    tab_to(page, "Jeg eller min forening")
    page.keyboard.press("Space")
    enter(page, "Send min idé")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tak for din idé")
    expect(page.get_by_text("Vores natur og grønne omstilling")).to_be_visible()
    check_accessibility(page)


def test_an_idea_is_supported_by_keyboard_alone(page: Page) -> None:
    make_idea(title="Bænke ved søen", supports=2)
    page.goto("/ideas")
    check_accessibility(page)
    enter(page, "Bænke ved søen")
    check_accessibility(page)
    enter(page, "Giv din støtte")
    tab_to(page, "Her i browseren")
    page.keyboard.press("Space")
    enter(page, "Støt idéen")
    expect(page.locator(".support-bar")).to_contain_text("3 støtter idéen")
    expect(page.locator(".support-bar")).to_contain_text("Du er en af dem.")


def test_what_is_typed_outlives_a_reload_and_is_forgotten_once_sent(page: Page) -> None:
    areas()
    page.goto("/ideas/new")
    write_an_idea(page, "Bænke ved søen")
    page.get_by_text("Dit navn eller din forening").click()
    page.get_by_role("textbox", name="Forening").fill("Aars IF")
    page.reload()
    expect(page.get_by_label("Hvad er din idé?")).to_have_value("Bænke ved søen")
    expect(page.get_by_label("Vores natur og grønne omstilling")).to_be_checked()
    expect(page.get_by_role("textbox", name="Forening")).to_be_visible()
    expect(page.get_by_text("Du var i gang med en idé.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Send min idé").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tak for din idé")
    page.goto("/ideas/new")
    expect(page.get_by_label("Hvad er din idé?")).to_have_value("")


def test_a_draft_can_be_thrown_away(page: Page) -> None:
    areas()
    page.goto("/ideas/new")
    page.get_by_label("Hvad er din idé?").fill("Bænke ved søen")
    page.reload()
    page.get_by_role("button", name="Begynd forfra").click()
    expect(page.get_by_label("Hvad er din idé?")).to_be_focused()
    page.reload()
    expect(page.get_by_label("Hvad er din idé?")).to_have_value("")


def test_on_a_phone_the_list_begins_on_the_first_screen_and_support_is_in_reach(page: Page) -> None:
    for number in range(3):
        make_idea(title=f"Bænke ved søen {number}", text="Der mangler steder at sidde. " * 60)
    page.goto("/ideas")
    expect(page.get_by_role("heading", level=3).first).to_be_in_viewport()
    page.get_by_role("link", name="Bænke ved søen 1").click()
    expect(page.get_by_role("link", name="Giv din støtte")).to_be_in_viewport()
