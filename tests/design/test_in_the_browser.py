"""The catalogue in a real browser: accessible at both sizes and in both schemes, and workable by keys alone."""

import time

import flask_login
import pytest
from flask import session
from playwright.sync_api import Locator, Page, expect

from engage.accounts.models import User
from tests.accessibility import check_accessibility
from tests.factories import make_user
from tests.fixtures.live import LiveServer
from tests.ideas.factories import make_idea

pytestmark = pytest.mark.browser


def sign_in(page: Page, live_server: LiveServer, user: User) -> None:
    """Make the browser one that a member of staff is signed in with."""
    app = live_server.app
    with app.test_request_context():
        flask_login.login_user(user)
        session.update({"fs_cc": "set", "fs_paa": time.time(), "fs_gexp": time.time() + 3600})
        session.pop("_id")  # it is bound to the browser's name
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = signer.dumps(dict(session))
    page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])


@pytest.fixture
def catalogue(desk_page: Page, live_server: LiveServer) -> Page:
    """The catalogue, open for a signed-in reader."""
    sign_in(desk_page, live_server, make_user("reader"))
    desk_page.goto("/staff/components")
    return desk_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_component_is_accessible_and_fits(catalogue: Page, scheme: str, width: int) -> None:
    catalogue.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    catalogue.set_viewport_size({"width": width, "height": 844})
    check_accessibility(catalogue)
    assert catalogue.evaluate("document.documentElement.scrollWidth") <= width


def test_a_question_mark_shows_the_keys_of_the_page(catalogue: Page) -> None:
    sheet = catalogue.get_by_role("dialog", name="Genveje på tastaturet")
    expect(sheet).to_be_hidden()
    catalogue.keyboard.press("?")
    expect(sheet).to_be_visible()
    expect(sheet.get_by_text("Gem", exact=True)).to_be_visible()
    catalogue.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_j_and_k_walk_the_list_and_a_letter_presses_its_button(catalogue: Page) -> None:
    rows = catalogue.locator("[data-row] a")
    for key, focused in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        catalogue.keyboard.press(key)
        expect(rows.nth(focused)).to_be_focused()
    catalogue.keyboard.press("s")
    expect(catalogue.get_by_text("Det var kun en prøve. Intet er ændret.")).to_be_visible()


def test_slash_leads_to_the_search_field_where_keys_are_letters_again(catalogue: Page) -> None:
    catalogue.keyboard.press("/")
    field = catalogue.locator("#sample-q")
    expect(field).to_be_focused()
    catalogue.keyboard.type("hvad? /j")
    expect(field).to_have_value("hvad? /j")


def test_a_link_is_copied(catalogue: Page) -> None:
    catalogue.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = catalogue.locator("#copy_link")
    box.get_by_role("button", name="Kopiér linket").click()
    expect(box.get_by_role("button", name="Kopieret")).to_be_visible()
    assert catalogue.evaluate("navigator.clipboard.readText()") == box.get_by_role("textbox").input_value()


def test_enter_opens_the_row_that_was_walked_to_whatever_else_stands_in_it(
    catalogue: Page, live_server: LiveServer
) -> None:
    idea = make_idea(status="waiting")
    sign_in(catalogue, live_server, make_user("administrator"))
    catalogue.goto("/staff/ideas?committee=0")
    catalogue.keyboard.press("j")
    expect(catalogue.get_by_role("link", name=idea.title)).to_be_focused()
    catalogue.keyboard.press("Enter")
    expect(catalogue.get_by_role("heading", level=1)).to_have_text(idea.title)


def test_x_ticks_the_row_that_was_walked_to(catalogue: Page, live_server: LiveServer) -> None:
    idea = make_idea(status="waiting")
    sign_in(catalogue, live_server, make_user("administrator"))
    catalogue.goto("/staff/ideas?committee=0")
    for key in "jx":
        catalogue.keyboard.press(key)
    expect(catalogue.get_by_role("checkbox", name=idea.title)).to_be_checked()
    expect(catalogue.get_by_text("1 valgt", exact=True)).to_be_visible()


def test_a_row_of_a_wide_table_is_a_card_on_a_phone(catalogue: Page) -> None:
    table = catalogue.get_by_role("table", name="Svar efter område")
    name, value = table.get_by_role("rowheader").first, table.get_by_role("cell").first
    assert top_of(name) == top_of(value)
    catalogue.set_viewport_size({"width": 390, "height": 844})
    assert top_of(name) < top_of(value)
    expect(value).to_have_attribute("data-column", "Svar")


def test_what_a_desk_has_room_for_is_folded_on_a_phone(catalogue: Page) -> None:
    told = catalogue.get_by_text("“Lys på stien.”")
    expect(told).to_be_visible()
    catalogue.set_viewport_size({"width": 390, "height": 844})
    catalogue.reload()
    expect(told).to_be_hidden()


def top_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]
