"""The public list and an idea's page."""

import datetime as dt
import re

import pytest
from flask import Flask

from engage.core import clock
from engage.core.db import transaction
from engage.ideas.queries import IdeaFilter, listed, newest
from engage.strategy.queries import local_areas
from engage.triage.decisions import Link, Reply
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.ideas.factories import areas, make_idea
from tests.strategy.factories import adopt, make_track

pytestmark = pytest.mark.usefixtures("app")


def titles(chosen: IdeaFilter | None = None) -> list[str]:
    return [idea.title for idea in listed(chosen or IdeaFilter(), None).items]


def test_only_published_ideas_are_listed() -> None:
    shown = make_idea()
    for status in ("waiting", "rejected", "withdrawn"):
        make_idea(status=status)
    assert titles() == [shown.title]
    assert [idea.id for idea in newest()] == [shown.id]


def test_the_list_is_narrowed_by_focus_area_place_and_words() -> None:
    first, second = areas()[:2]
    place = local_areas()[1]
    bench = make_idea(first, title="Bænke i Ålestrup", local_area_id=place.id)
    mill = make_idea(second, title="Vindmøller ved fjorden")
    assert titles(IdeaFilter(focus=first.key)) == [bench.title]
    assert titles(IdeaFilter(area=place.id)) == [bench.title]
    assert titles(IdeaFilter(words="vindmølle")) == [mill.title]
    assert titles(IdeaFilter(words="bænk aalestrup")) == [bench.title]
    assert titles(IdeaFilter(words="bænk fjorden")) == []
    assert titles(IdeaFilter(focus="no-such-area")) == []


def test_the_list_is_sorted_by_time_or_support() -> None:
    now = clock.now()
    old = make_idea(published_at=now - dt.timedelta(days=3), supports=9)
    new = make_idea(published_at=now, supports=2)
    assert titles() == [new.title, old.title]
    assert titles(IdeaFilter(sort="supported")) == [old.title, new.title]


@pytest.mark.parametrize("sort", ["newest", "supported"])
def test_every_idea_is_on_exactly_one_page(sort: str) -> None:
    made = {make_idea(supports=number % 3).public_id for number in range(7)}
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = listed(IdeaFilter(sort=sort), cursor, limit=3)
        seen += [idea.public_id for idea in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == 7
    assert set(seen) == made


def test_a_page_costs_the_same_however_many_ideas(client: PageClient, counting_queries: CountQueries) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            make_idea(*areas()[:2])
        with counting_queries() as sent:
            client.get("/ideas")
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_the_page_shows_filters_as_chips_that_can_be_taken_off(client: PageClient) -> None:
    make_idea()
    page = client.get(f"/ideas?focus={areas()[0].key}&q=søen&sort=supported").get_data(as_text=True)
    assert "fjern filteret" in page
    assert "/ideas?q=s%C3%B8en&amp;sort=supported" in page


def test_an_empty_list_says_what_to_do(client: PageClient) -> None:
    areas()
    assert "Bliv den første" in client.get("/ideas").get_data(as_text=True)
    assert "Ingen idéer passer" in client.get("/ideas?q=svømmehal").get_data(as_text=True)


@pytest.mark.parametrize(
    "address", ["/ideas?cursor=rubbish", "/ideas?area=99999999999999999999&focus=%00&q=%27%00", "/ideas?sort=nothing"]
)
def test_strange_addresses_show_the_list(client: PageClient, address: str) -> None:
    make_idea()
    assert client.get(address).status_code == 200


def test_an_address_that_no_database_can_look_up_does_no_harm(client: PageClient) -> None:
    assert client.get("/ideas/%00").status_code in {400, 404}


def test_a_cursor_of_another_order_does_no_harm(client: PageClient) -> None:
    for _ in range(3):
        make_idea()
    cursor = listed(IdeaFilter(), None, limit=1).next
    assert client.get(f"/ideas?sort=supported&cursor={cursor}").status_code == 200


def test_an_idea_shows_its_reply_and_where_it_went(client: PageClient) -> None:
    idea, author, track = make_idea(association="Aars IF"), make_user("administrator"), make_track(title="Stier i byen")
    adopt(track.objective.plan)
    with transaction() as session:
        session.add_all(
            [
                Reply(input_id=idea.input_id, author_id=author.id, text="Tak.\n\nVi sætter tre bænke op."),
                Link(
                    input_id=idea.input_id, track_id=track.id, grade="in_full", reason="Godt set", author_id=author.id
                ),
            ]
        )
    page = client.get(f"/ideas/{idea.public_id}").get_data(as_text=True)
    for words in ("Vi sætter tre bænke op.", "Stier i byen", "Imødekommet", "Godt set", "Aars IF"):
        assert words in page


def test_a_name_is_shown_only_where_the_sender_said_so(client: PageClient) -> None:
    hidden = make_idea(sender_name="Ane Holm")
    shown = make_idea(sender_name="Bo Dahl", show_name=True)
    assert "Ane Holm" not in client.get(f"/ideas/{hidden.public_id}").get_data(as_text=True)
    assert "Bo Dahl" in client.get(f"/ideas/{shown.public_id}").get_data(as_text=True)


@pytest.mark.parametrize(("status", "code"), [("waiting", 404), ("rejected", 404), ("withdrawn", 410)])
def test_what_is_not_public_is_not_shown(client: PageClient, status: str, code: int) -> None:
    assert client.get(f"/ideas/{make_idea(status=status).public_id}").status_code == code


def test_reading_sets_no_cookie_and_speaks_english(client: PageClient, app: Flask) -> None:
    idea = make_idea()
    for address in ("/ideas", f"/ideas/{idea.public_id}"):
        assert "Set-Cookie" not in client.get(address + "?lang=en").headers


def test_a_citizens_words_say_which_language_they_are_in(client: PageClient) -> None:
    idea = make_idea(title="Bænke ved havnen", text="Der mangler nogle bænke ved havnen, hvor man kan sidde.")
    for address in ("/?lang=en", "/ideas?lang=en", f"/ideas/{idea.public_id}?lang=en"):
        assert 'lang="da"' in client.get(address).text.partition("<main")[2], address


def test_the_list_says_where_each_idea_stands(client: PageClient) -> None:
    waiting, late, answered, taken = (make_idea(title=title) for title in ("Vent", "Sen", "Svar", "Spor"))
    author, track = make_user("administrator"), make_track(title="Stier i byen", status="under_way")
    adopt(track.objective.plan)
    with transaction() as session:
        late.input.due_on = clock.today() - dt.timedelta(days=1)
        answered.input.state = taken.input.state = "answered"
        session.add(
            Link(input_id=taken.input_id, track_id=track.id, grade="partly", reason="Godt set", author_id=author.id)
        )
    page = client.get("/ideas").get_data(as_text=True)
    marks = dict(zip(titles(), re.findall(r'class="mark[^>]*>.*?</svg>(.*?)</span>', page), strict=True))
    assert marks == {
        waiting.title: "Venter på svar",
        late.title: "Svaret er forsinket",
        answered.title: "Besvaret",
        taken.title: "Med i planen og i gang",
    }


def test_how_many_match_is_said_where_it_is_known_without_counting(client: PageClient) -> None:
    for _ in range(2):
        make_idea()
    assert "2 idéer passer" in client.get("/ideas?q=søen").text
    assert "idéer passer" not in client.get("/ideas").text
    for _ in range(20):
        make_idea()
    first = client.get("/ideas?q=søen").text
    assert "idéer passer" not in first
    assert 'rel="next" href="/ideas?q=s%C3%B8en&' in first


def test_an_idea_that_is_late_says_so_and_one_that_is_closed_promises_nothing(client: PageClient) -> None:
    idea = make_idea()
    with transaction():
        idea.input.due_on = clock.today() - dt.timedelta(days=1)
    page = client.get(f"/ideas/{idea.public_id}").text
    assert "Vi arbejder på den" in page
    assert "(er forsinket)" in page
    with transaction():
        idea.input.state, idea.input.closed_reason = "closed", "Sagt til afsenderen alene"
    page = client.get(f"/ideas/{idea.public_id}").text
    assert "Vi arbejder på den" not in page
    assert "Lukket uden svar" in page
    assert "Sagt til afsenderen alene" not in page


def test_an_initiative_says_who_offers_to_carry_it_out(client: PageClient) -> None:
    idea = make_idea(is_initiative=True, association="Aars IF")
    assert "Vil selv være med" in client.get("/ideas").text
    assert "Aars IF vil selv være med til at gøre det" in client.get(f"/ideas/{idea.public_id}").text
