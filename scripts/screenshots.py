"""`make screenshots`: photograph every page and state of the demo: phone and desk, light and dark, Danish and English.

The pictures go to `screenshots/`, which git ignores, with an `index.html` that lays them side by side. `--readme` takes
the few that the README shows, into `docs/screenshots/`; look at them before they are committed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from engage.core.i18n import LANGUAGES
from tests.atlas import Plate, administrator, plates
from tests.demo_site import DemoSite, demo_site
from tests.fixtures.live import CHROMIUM_ARGUMENTS, DESK, PHONE, new_context, sign_in
from tests.services.program import ROOT

EVERYTHING = ROOT / "screenshots"
README = ROOT / "docs" / "screenshots"
SIZES = {"phone": PHONE, "desk": DESK}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# picture in the README -> (plate of the atlas, size, scheme)
CHOSEN: dict[str, tuple[str, str, Literal["light", "dark"]]] = {
    "home": ("overview-home", "phone", "light"),
    "consultation": ("consultation_page-show-open", "desk", "light"),
    "survey": ("surveys-page", "phone", "light"),
    "ideas": ("ideas-listed", "desk", "light"),
    "trace": ("trace-show", "phone", "light"),
    "star": ("star-show", "desk", "light"),
    "results": ("summaries-results", "desk", "light"),
    "today": ("overview-today", "desk", "light"),
    "input": ("inputs-show-answered", "desk", "light"),
    "summary": ("staff_summaries-show", "desk", "light"),
    "builder": ("staff_surveys-show", "desk", "light"),
    "dark": ("overview-home", "phone", "dark"),
}


def main() -> int:
    """Take the pictures; 2 without Chromium, 1 when a page could not be photographed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="pages whose name holds this")
    parser.add_argument("--readme", action="store_true", help="those of the README, into docs/screenshots")
    given = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("Chromium is missing (Debian: apt-get install chromium)", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="engage-screenshots-") as folder, demo_site(Path(folder)) as site:
        atlas = [plate for plate in plates(site.app) if given.only in plate.name]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
            faults = list(_readme(browser, site, atlas) if given.readme else _all(browser, site, atlas))
            browser.close()
    print("".join(f"{fault}\n" for fault in faults), end="", file=sys.stderr)
    return 1 if faults else 0


def _all(browser: Browser, site: DemoSite, atlas: list[Plate]) -> Iterator[str]:
    """Every picture, and a page that shows them; yields what went wrong."""
    EVERYTHING.mkdir(exist_ok=True)
    for plate in atlas:
        for language in LANGUAGES:
            for size in SIZES:
                try:
                    _photograph(browser, site, plate, language, size)
                except Exception as error:  # noqa: BLE001 - one page that fails must not hide the others
                    yield f"{plate.name} ({language}, {size}): {str(error).splitlines()[0]}"
        print(plate.name, flush=True)
    (EVERYTHING / "index.html").write_text(_contact_sheet(atlas))


def _photograph(browser: Browser, site: DemoSite, plate: Plate, language: str, size: str) -> None:
    with _visit(browser, site, plate, language, size) as context:
        page = context.pages[0]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=EVERYTHING / _file(plate, size, scheme, language), full_page=True)


def _visit(browser: Browser, site: DemoSite, plate: Plate, language: str, size: str) -> BrowserContext:
    """A browser that stands on the page, whatever it took to get there."""
    context = new_context(browser, site.url, SIZES[size], language=language)
    context.set_default_timeout(10_000)
    if plate.staff:
        with site.app.app_context():
            sign_in(context, site.app, site.url, administrator())
    plate.open(context.new_page(), language)
    return context


def _readme(browser: Browser, site: DemoSite, atlas: list[Plate]) -> Iterator[str]:
    named = {plate.name: plate for plate in atlas}
    README.mkdir(parents=True, exist_ok=True)
    for picture, (name, size, scheme) in CHOSEN.items():
        if name not in named:
            yield f"{picture}: the atlas has no {name}"
            continue
        with _visit(browser, site, named[name], "da", size) as context:
            page: Page = context.pages[0]
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=README / f"{picture}.png", scale="css")
        print(f"docs/screenshots/{picture}.png", flush=True)


def _file(plate: Plate, size: str, scheme: str, language: str) -> str:
    return f"{plate.name}.{size}.{scheme}.{language}.png"


def _contact_sheet(atlas: list[Plate]) -> str:
    rows = []
    for plate in atlas:
        files = [_file(plate, size, scheme, lang) for lang in LANGUAGES for size in SIZES for scheme in SCHEMES]
        pictures = "".join(f'<a href="{file}"><img src="{file}" alt="{file}" loading="lazy"></a>' for file in files)
        rows.append(f"<h2>{escape(plate.name)}</h2><p>{escape(plate.address)}</p><div>{pictures}</div>")
    style = "body{font-family:sans-serif}div{display:flex;gap:8px;align-items:start;overflow:auto}img{height:480px}"
    return f'<!doctype html><meta charset="utf-8"><title>Every page</title><style>{style}</style>{"".join(rows)}'


if __name__ == "__main__":
    sys.exit(main())
