"""Every page and state of the demo in a real browser: accessible, within its width, free of script errors."""

import contextlib
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, Page

from tests.accessibility import check_accessibility
from tests.atlas import Plate, administrator
from tests.demo_site import DemoSite
from tests.fixtures.live import DESK, PHONE, new_context, sign_in

# Answers to GET that are no pages of their own: files, fragments, and addresses that only lead on.
NO_PAGES = re.compile(
    r"static|security\.|api\.|health\.|.*\.document$|.*\.qr$|.*\.progress$|.*sample|"
    r"overview\.robots$|.*\.freshness$|surveys\.(resume|personal)$|offline\.worker$|star\.plans$|typed_in\.receipt"
)
Scheme = Literal["light", "dark"]


@pytest.mark.same_on_both
def test_no_page_of_the_platform_is_missing_from_the_atlas(app: Flask, atlas: list[Plate]) -> None:
    adapter = app.url_map.bind("localhost")
    known = {adapter.match(plate.address.partition("?")[0])[0] for plate in atlas if plate.status == 200}
    steps = {
        *("surveys.page", "surveys.later", "surveys.check", "surveys.receipt"),
        *("input_imports.preview", "contacts.check", "tray.selected"),
        "mailbox.message",  # there is one only where mail has been caught
    }
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not NO_PAGES.match(rule.endpoint)
    }
    assert sorted(pages - known - steps) == []


def _visit(
    browser: Browser, site: DemoSite, atlas: list[Plate], size: tuple[int, int], scheme: Scheme, language: str
) -> list[str]:
    """Look at these pages; what is wrong, a line each. Where something is done first, the browser is a new one."""
    faults: list[str] = []
    with contextlib.ExitStack() as stack:
        open_ones: dict[tuple[bool, Plate | None], Page] = {}
        for plate in atlas:
            visit = (plate.staff, plate if plate.steps else None)
            if visit not in open_ones:
                context = stack.enter_context(new_context(browser, site.url, size, language=language))
                context.set_default_timeout(10_000)
                if plate.staff:
                    with site.app.app_context():
                        sign_in(context, site.app, site.url, administrator())
                open_ones[visit] = context.new_page()
                open_ones[visit].emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page = open_ones[visit]
            faults += [f"{plate.name}: {fault}" for fault in _faults(page, plate, size[0], language)]
            if plate.steps:
                page.close()
    return faults


def _faults(page: Page, plate: Plate, width: int, language: str) -> Iterator[str]:
    broken: list[str] = []

    def note(error: Error) -> None:
        broken.append(f"script: {error}")

    page.on("pageerror", note)
    try:
        plate.open(page, language)
        check_accessibility(page)
    except (AssertionError, Error) as fault:
        yield str(fault)
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"{wide} pixels wide on a screen of {width}"
    page.remove_listener("pageerror", note)
    yield from broken


@pytest.mark.browser
@pytest.mark.parametrize(
    ("part", "size", "scheme", "language"),
    [(0, PHONE, "light", "da"), (1, DESK, "dark", "en"), (2, PHONE, "dark", "en"), (3, DESK, "light", "da")],
)
def test_every_page_can_be_used_by_all(
    browser: Browser,
    site: DemoSite,
    atlas: list[Plate],
    part: int,
    size: tuple[int, int],
    scheme: Scheme,
    language: str,
) -> None:
    """Each page once, in one of four guises; `make test-long` tries them all."""
    faults = _visit(browser, site, atlas[part::4], size, scheme, language)
    assert not faults, "\n".join(faults)


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 640), PHONE, (640, 450), (820, 1180), DESK], ids=lambda size: str(size[0]))
def test_every_page_at_every_size(
    browser: Browser, site: DemoSite, atlas: list[Plate], size: tuple[int, int], scheme: Scheme, language: str
) -> None:
    faults = _visit(browser, site, atlas, size, scheme, language)
    assert not faults, "\n".join(faults)
