"""No page of the demo says a word of the interface in the other language, citizens' or staff's."""

import pytest

from tests.atlas import Plate, administrator
from tests.fixtures.clients import PageClient, StaffClient
from tests.spoken import english_catalogue, other_words, spoken


@pytest.mark.same_on_both
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_speaks_one_language(
    atlas: list[Plate], client: PageClient, staff_client: StaffClient, language: str
) -> None:
    words = other_words(english_catalogue(), language)
    desk = staff_client(user=administrator())
    faults = []
    for plate in atlas:
        # the catalogue's samples are content, in Danish whoever looks
        if plate.steps is None and plate.name != "catalogue-components":
            joint = "&" if "?" in plate.address else "?"
            page = (desk if plate.staff else client).get(f"{plate.address}{joint}lang={language}")
            assert page.status_code == plate.status, plate.name
            faults += [f"{plate.name}: {text}" for text in spoken(page.text, language) if text in words]
    assert not faults, "\n".join(faults)
