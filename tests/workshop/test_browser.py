"""The live server and the browser: pages of a real server, seen on a real phone's width."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import check_accessibility
from tests.factories import make_user
from tests.fixtures.live import LiveServer

pytestmark = pytest.mark.browser


def test_a_page_of_the_running_platform_is_accessible(page: Page, live_server: LiveServer) -> None:
    make_user("reader")  # the test writes to the database that the server reads
    page.goto("/staff/account/login")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessibility(page)


def test_the_desk_is_wide(desk_page: Page) -> None:
    desk_page.goto("/staff/account/login")
    assert desk_page.evaluate("window.innerWidth") == 1280
