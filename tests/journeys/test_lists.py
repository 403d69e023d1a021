"""Staff's lists: sorted by their headings in Danish order, narrowed, and both kept by the address."""

from __future__ import annotations

import re

from engage.strategy import queries
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import StaffClient
from tests.invitations.factories import make_list
from tests.strategy.factories import make_strategy


def first_cells(page: str) -> list[str]:
    """The heading cell of each row."""
    cells = re.findall(r'<th scope="row">(.*?)</th>', page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


def test_lists_stand_in_danish_order_either_way(staff_client: StaffClient) -> None:
    for name in ("Aars", "Zebra", "Ærø", "Borup"):
        make_list("ida@borger.example", name=name)
    editor = staff_client("editor")
    page = editor.get("/staff/contacts").text
    assert first_cells(page) == ["Borup", "Zebra", "Ærø", "Aars"]
    assert 'aria-sort="ascending"' in page
    assert first_cells(editor.get("/staff/contacts?order=down").text) == ["Aars", "Ærø", "Zebra", "Borup"]


def test_contacts_by_address_keep_their_order_when_narrowed_and_on_the_next_page(staff_client: StaffClient) -> None:
    people = make_list(*(f"{number:02}@borger.example" for number in range(60, 0, -1)))
    editor = staff_client("editor")
    page = editor.get(f"/staff/contacts/{people.id}?sort=email&email=")
    assert first_cells(page.text)[:2] == ["01@borger.example", "02@borger.example"]
    assert '<input type="hidden" name="sort" value="email">' in page.text
    onwards = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert onwards is not None
    assert first_cells(editor.get(onwards.group(1).replace("&amp;", "&")).text)[0] == "51@borger.example"


def test_consultations_of_one_committee(staff_client: StaffClient) -> None:
    make_strategy()
    health, technical = queries.committee("health"), queries.committee("technical-environment")
    make_consultation(title={"da": "Åen", "en": "The brook"}, committee=health)
    make_consultation(title={"da": "Byen", "en": "The town"}, committee=technical)
    reader = staff_client("reader")
    assert first_cells(reader.get("/staff/consultations?sort=title").text) == ["Byen", "Åen"]
    page = reader.get("/staff/consultations?sort=title&committee=health").text
    assert first_cells(page) == ["Åen"]
    turned = re.search(r'href="([^"]+)">Titel', page)
    assert turned is not None
    assert {"committee=health", "sort=title", "order=down"} < set(re.split(r"[?&;]|amp", turned.group(1)))
