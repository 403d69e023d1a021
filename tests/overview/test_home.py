"""The first page: what one can answer now stands first, with its way in; the menu says where one is."""

import datetime as dt

import pytest

from engage.core.db import transaction
from engage.triage.decisions import Grade, Link, Reply
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.ideas.factories import make_idea
from tests.strategy.factories import adopt, make_strategy, make_track
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


def test_an_empty_platform_invites_an_idea(client: PageClient) -> None:
    page = client.get("/").text
    assert "Vi spørger ikke om noget lige nu" in page
    assert "/ideas/new" in page
    assert "Du sagde – vi gjorde" not in page


def test_when_nothing_is_open_the_next_one_stands_first(client: PageClient) -> None:
    consultation = make_consultation(state="coming")
    page = client.get("/").text
    assert "Det spørger vi om næste gang" in page
    assert page.count(f'href="/consultations/{consultation.slug}"') == 2
    assert "Svar nu" not in page


def test_of_several_open_ones_each_stands_once(client: PageClient) -> None:
    made = [published_survey(make_consultation()) for _ in range(3)]
    page = client.get("/").text
    assert page.count("Svar nu") == 1
    for survey in made:
        assert page.count(f">{survey.consultation.title['da']}</a>") == 1


@pytest.mark.parametrize(
    ("hours", "words"), [(3, "Lukker i dag"), (27, "Lukker i morgen"), (24 * 9 + 3, "9 dage tilbage")]
)
def test_the_last_days_are_said(client: PageClient, clock: Clock, hours: int, words: str) -> None:
    make_consultation(closes_at=clock.now + dt.timedelta(hours=hours))
    assert words in client.get("/").text


def test_what_became_of_an_idea_is_told_once_with_its_newest_reply(client: PageClient) -> None:
    track = make_track(title="Cykelsti til Aars", status="under_way")
    adopt(track.objective.plan)
    idea, author = make_idea(text="Mine børn cykler der hver dag."), make_user()
    with transaction() as session:
        for text in ("Vi ser på det.", "Stien bliver bygget."):
            session.add(Reply(input_id=idea.input_id, author_id=author.id, text=text))
            session.flush()
        session.add(
            Link(input_id=idea.input_id, track_id=track.id, grade=Grade.IN_FULL, reason="Med", author_id=author.id)
        )
    page = client.get("/").text
    told = page[page.index("Du sagde – vi gjorde") : page.index("Har du en idé?")]
    assert told.count(f">{idea.title}</a>") == 1
    assert "Vi ser på det." not in told
    for words in (
        "Mine børn cykler der hver dag.",
        "Stien bliver bygget.",
        "Imødekommet",
        "Cykelsti til Aars",
        "I gang",
    ):
        assert words in told


def test_those_that_reached_a_plan_are_told_before_the_others(client: PageClient) -> None:
    track, author = make_track(), make_user()
    adopt(track.objective.plan)
    ideas = [make_idea() for _ in range(5)]
    with transaction() as session:
        for idea in ideas:
            session.add(Reply(input_id=idea.input_id, author_id=author.id, text="Tak for den."))
            session.flush()
        first = ideas[0]
        session.add(
            Link(input_id=first.input_id, track_id=track.id, grade=Grade.PARTLY, reason="Lidt", author_id=author.id)
        )
    page = client.get("/").text
    told = page[page.index("Du sagde – vi gjorde") : page.index("Har du en idé?")]
    assert [idea.title in told for idea in ideas] == [True, False, False, True, True]
    assert told.index(first.title) < told.index(ideas[4].title)


def test_each_focus_area_is_a_way_in(client: PageClient) -> None:
    areas = make_strategy().focus_areas
    page = client.get("/").text
    for area in areas:
        assert f'href="/strategy/{area.key}"' in page


@pytest.mark.parametrize(
    ("address", "section"), [("/consultations", "/"), ("/ideas/new", "/ideas"), ("/plans/nowhere", "/strategy")]
)
def test_the_menu_says_which_part_of_the_site_it_is(client: PageClient, address: str, section: str) -> None:
    page = client.get(address).get_data(as_text=True)
    menu = page[page.index('class="site-nav"') :]
    marked = [line for line in menu[: menu.index("</nav>")].split("<li>") if 'aria-current="true"' in line]
    assert len(marked) == 1
    assert f'href="{section}"' in marked[0]
