"""The start page: what waits for this person, each number leading to exactly that list."""

import datetime as dt
import re

import pytest

from engage.core import clock
from engage.core.db import transaction
from engage.overview.today import clocks_of
from engage.strategy.models import Committee
from engage.triage import deciding, service
from engage.triage.models import Input
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient, StaffClient
from tests.ideas.factories import make_idea
from tests.invitations.factories import make_campaign
from tests.strategy.factories import make_committee, make_plan, make_strategy
from tests.triage.factories import make_input, make_inputs


@pytest.fixture
def committee(app: object) -> Committee:
    make_strategy()
    return make_committee("Udvalget for Teknik")


def due(given: Input, days: int) -> Input:
    """The input, to be answered in so many days."""
    with transaction():
        given.due_on = clock.today() + dt.timedelta(days=days)
    return given


def tiles(client: PageClient) -> list[tuple[int, str]]:
    """The numbers of the start page with where they lead."""
    page = client.get("/staff/").text
    found = re.findall(r'<a class="waiting[^"]*" href="([^"]*)".*?waiting__value">(\d+)', page)
    return [(int(number), address.replace("&amp;", "&")) for address, number in found]


def test_each_number_leads_to_exactly_that_list(staff_client: StaffClient, committee: Committee) -> None:
    other = make_committee("Udvalget for Kultur")
    for days, count in ((-3, 2), (2, 3), (20, 4)):
        for given in make_inputs(count, committee) + make_inputs(1, other):
            due(given, days)
    make_idea(status="waiting", committee=committee)
    make_idea(status="waiting", committee=other)
    client = staff_client("secretary", committee)
    found = tiles(client)
    assert [number for number, _ in found] == [2, 3, 10, 1]  # the idea is an input too, and unread
    for number, address in found:
        assert client.get(address).text.count("data-row") == number, address


def test_the_one_that_is_most_overdue_comes_first(staff_client: StaffClient, committee: Committee) -> None:
    late, later = due(make_input("Sent", committee=committee), -2), due(make_input("Senere", committee=committee), -9)
    page = staff_client("secretary", committee).get("/staff/").text
    assert page.index(later.public_id) < page.index(late.public_id)
    assert "9 dage over fristen" in page


def test_who_has_nothing_waiting_is_told_so_warmly(staff_client: StaffClient, committee: Committee) -> None:
    make_input(committee=make_committee("Udvalget for Kultur"))
    page = staff_client("secretary", committee).get("/staff/").text
    assert "Du er ajour" in page
    assert "waiting__value" not in page


def test_an_editor_sees_what_goes_out_and_a_reader_neither(staff_client: StaffClient, committee: Committee) -> None:
    campaign = make_campaign("ida@borger.example")
    with transaction():
        campaign.status, campaign.send_at = "released", clock.now() + dt.timedelta(days=2)
    make_input(committee=committee)
    editor, reader = staff_client("editor").get("/staff/").text, staff_client("reader").get("/staff/").text
    assert f'href="/staff/campaigns/{campaign.id}"' in editor
    assert f'href="/staff/campaigns/{campaign.id}"' not in reader
    assert "Tag disse først" not in editor + reader
    assert "Udvalget for Teknik" in reader


def test_a_plan_that_is_not_adopted_waits_for_its_own_committee(
    staff_client: StaffClient, committee: Committee
) -> None:
    mine, theirs = make_plan(committee, title="Vores plan"), make_plan(make_committee("Kultur"), title="Deres plan")
    page = staff_client("secretary", committee).get("/staff/").text
    assert (mine.title in page, theirs.title in page) == (True, False)


def test_the_clock_tells_what_waits_and_how_many_replies_came_in_time(committee: Committee) -> None:
    secretary = make_user("secretary", committee)
    for days in (-1, 3, 40, 41):
        due(make_input(committee=committee), days)
    for days in (-5, 5, 6):
        given = due(make_input(committee=committee), days)
        deciding.reply(secretary, given.public_id, given.version, "Tak, det tager vi med i planen.")
    (found,) = clocks_of([committee])
    assert (found.overdue, found.soon, found.later, found.waiting) == (1, 1, 2, 4)
    assert (found.replies, found.in_time) == (3, 2)


def test_colleagues_doings_are_told_once_with_a_count(staff_client: StaffClient, committee: Committee) -> None:
    colleague, client = make_user("secretary", committee), staff_client("secretary", committee)
    for given in make_inputs(3, committee):
        service.close(colleague, given.public_id, given.version, "Samme sag")
    page = client.get("/staff/").text
    assert re.search(rf"<b>{colleague.name}</b> lukkede uden svar\s*<span class=\"count\">3", page)


def test_the_page_costs_the_same_however_much_waits(
    staff_client: StaffClient, committee: Committee, counting_queries: CountQueries
) -> None:
    client, costs = staff_client("secretary", committee), []
    for more in (1, 4):
        for _ in range(more):
            consultation = make_consultation(committee, state="open")
            make_inputs(9, committee, consultation_id=consultation.id)
            make_idea(status="waiting", committee=committee)
            make_plan(make_committee())
        with counting_queries() as sent:
            client.get("/staff/")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[0] < 40
