"""The letters a page asks for ahead of its style sheet are those that the style sheet would fetch."""

import re
from pathlib import Path
from urllib.parse import urljoin

import engage
from tests.fixtures.clients import PageClient

SHEET = Path(engage.__file__).parent / "static/css/citizen.css"


def test_what_is_fetched_ahead_is_what_the_sheet_fetches(client: PageClient) -> None:
    page = client.get("/contact").get_data(as_text=True)
    ahead = re.findall(r'<link rel="preload" as="font" type="font/woff2" crossorigin href="([^"]+)">', page)
    fetched = re.findall(r"url\(\"?([^)\"]+danish[^)\"]+)", SHEET.read_text(encoding="utf-8"))
    assert len(ahead) == 2
    assert sorted(ahead) == sorted(urljoin("/static/css/", part) for part in fetched)


def test_no_letters_that_come_late_move_the_page() -> None:
    rules = re.findall(r"@font-face\{[^}]*\}", SHEET.read_text(encoding="utf-8"))
    fetched = [rule for rule in rules if "url(" in rule]
    assert len(fetched) > 2
    assert [rule for rule in fetched if "font-display:optional" not in rule] == []
