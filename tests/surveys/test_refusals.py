"""What is told when a link or a survey does not open: what happened, under its own heading, and where to go."""

import datetime as dt
from urllib.parse import urlsplit

import pytest

from engage.surveys.links import personal_url
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.surveys.factories import make_link, make_response, published_survey
from tests.surveys.walking import address

pytestmark = pytest.mark.usefixtures("app")


def heading(client: PageClient, where: str, status: int) -> tuple[str, str]:
    answer = client.get(where)
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    return page[page.index("<h1>") + 4 : page.index("</h1>")], page


@pytest.mark.parametrize(
    ("state", "words"), [("closed", "Spørgeskemaet er lukket"), ("coming", "Spørgeskemaet er ikke åbnet endnu")]
)
def test_a_survey_out_of_its_time_leads_to_its_consultation(client: PageClient, state: str, words: str) -> None:
    survey = published_survey(consultation=make_consultation(state=state))
    title, page = heading(client, address(survey), 410)
    assert title == words
    assert f'href="/consultations/{survey.consultation.slug}"' in page


@pytest.mark.parametrize(("part", "words"), [("p", "Linket virker ikke"), ("r", "Der er ingen gemte svar bag linket")])
def test_a_link_that_opens_nothing_says_so(client: PageClient, part: str, words: str) -> None:
    assert heading(client, address(published_survey(), part, "forged"), 410)[0] == words


def test_a_used_link_says_so(client: PageClient) -> None:
    survey = published_survey()
    link = make_link(survey)
    make_response(survey, link=link)
    title, page = heading(client, urlsplit(personal_url(link, survey.slug)).path, 410)
    assert title == "Der er allerede svaret med dette link"
    assert f'href="/consultations/{survey.consultation.slug}"' in page


def test_an_expired_link_leads_to_the_open_questions(client: PageClient, clock: Clock) -> None:
    survey = published_survey()
    address_of_it = urlsplit(personal_url(make_link(survey, clock.now - dt.timedelta(days=1)), survey.slug)).path
    title, page = heading(client, address_of_it, 410)
    assert title == "Dit link gælder ikke længere"
    assert f'href="{address(survey)}"' in page


@pytest.mark.parametrize("where", ["/ideas/support/forged", "/ideas/received/forged", "/unsubscribe/forged"])
def test_other_private_links_say_the_same(client: PageClient, where: str) -> None:
    page = client.get(where).get_data(as_text=True)
    assert "<h1>Linket virker ikke</h1>" in page
    assert "Kopiér hele linket" in page


def test_a_closed_survey_leads_to_its_results_and_to_what_is_open_now(client: PageClient) -> None:
    closed = make_consultation(state="closed")
    closed.results_published_at = closed.closes_at
    waiting = make_consultation(state="open")
    survey = published_survey(consultation=closed)
    _title, page = heading(client, address(survey), 410)
    assert f'href="/consultations/{closed.slug}/results"' in page
    assert f'href="/consultations/{waiting.slug}"' in page
    assert "Lukkede " in page


def test_a_broken_link_leads_to_the_open_questions(client: PageClient) -> None:
    survey = published_survey()
    _title, page = heading(client, address(survey, "p", "forged"), 410)
    assert f'href="{address(survey)}"' in page
    survey.open_link = False
    _title, page = heading(client, address(survey, "p", "forged"), 410)
    assert f'href="{address(survey)}"' not in page
