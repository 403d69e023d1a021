"""Whom to reach: by phone, by letter, in person, and when."""

import pytest

from engage.config import ConfigurationError, load_settings
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient

pytestmark = pytest.mark.usefixtures("app")


def test_it_says_how_to_reach_us_without_a_computer(client: PageClient) -> None:
    page = client.get("/contact").text
    for words in ('href="tel:99667000"', "Vestre Boulevard 7", "Skriv et brev til", "Kom til et møde"):
        assert words in page
    assert "Åbningstider" not in page


def test_every_page_leads_to_it(client: PageClient) -> None:
    assert 'href="/contact"' in client.get("/findes/ikke").text


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ("Mandag–onsdag", "9.00–15.00", "Torsdag", "9.00–17.30")), ("en", ("Monday–Wednesday", "9:00–15:00"))],
)
def test_opening_hours_are_told_in_the_readers_language(
    make_app: MakeApp, database: str, language: str, words: tuple[str, ...]
) -> None:
    app = make_app(DATABASE_URL=database, MUNICIPALITY_HOURS="mon-wed 9.00-15.00, thu 9:00-17.30")
    page = app.test_client().get(f"/contact?lang={language}").get_data(as_text=True)
    for each in words:
        assert each in page


@pytest.mark.parametrize("text", ["mandag 9-15", "mon-wed 9-15", "mon-xyz 9.00-15.00", "mon 25.00-26.00"])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="MUNICIPALITY_HOURS"):
        load_settings({"MUNICIPALITY_HOURS": text})


def test_the_official_statement_is_where_the_setting_says(make_app: MakeApp, database: str) -> None:
    app = make_app(DATABASE_URL=database, WAS_URL="https://www.was.digst.dk/vesthimmerland")
    assert app.test_client().get("/was").location == "https://www.was.digst.dk/vesthimmerland"
