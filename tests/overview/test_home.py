"""The first page: what one can answer now stands first, with its way in; the menu says where one is."""

import pytest

from tests.consultations.factories import make_consultation
from tests.fixtures.clients import PageClient
from tests.surveys.factories import published_survey

pytestmark = pytest.mark.usefixtures("app")


def test_the_first_open_consultation_leads_straight_to_its_questions(client: PageClient) -> None:
    survey = published_survey()
    page = client.get("/").get_data(as_text=True)
    assert f'href="/surveys/{survey.slug}"' in page
    assert f'href="/consultations/{survey.consultation.slug}"' in page


def test_one_without_questions_leads_to_its_page_alone(client: PageClient) -> None:
    consultation = make_consultation(state="open")
    page = client.get("/").get_data(as_text=True)
    assert f'href="/consultations/{consultation.slug}"' in page
    assert "Svar nu" not in page


def test_nothing_open_leads_to_ideas(client: PageClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "Der er ingen åbne høringer lige nu" in page
    assert "/ideas/new" in page


@pytest.mark.parametrize(
    ("address", "section"), [("/consultations", "/"), ("/ideas/new", "/ideas"), ("/plans/nowhere", "/strategy")]
)
def test_the_menu_says_which_part_of_the_site_it_is(client: PageClient, address: str, section: str) -> None:
    page = client.get(address).get_data(as_text=True)
    menu = page[page.index('class="site-nav"') :]
    marked = [line for line in menu[: menu.index("</nav>")].split("<li>") if 'aria-current="true"' in line]
    assert len(marked) == 1
    assert f'href="{section}"' in marked[0]
