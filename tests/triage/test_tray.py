"""The tray shows what the filter says, at a cost that does not grow, and the filter stays."""

import datetime as dt

import pytest

from engage.accounts.models import User
from engage.core.db import transaction
from engage.strategy.models import Committee
from engage.strategy.queries import focus_areas, local_areas, visions
from engage.triage import service, tray
from engage.triage.models import Channel, Input, InputTheme
from engage.triage.tray import TrayFilter
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import StaffClient
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import make_committee, make_strategy
from tests.triage.factories import make_input, make_inputs, make_theme


@pytest.fixture
def committee(app: object) -> Committee:
    make_strategy()
    return make_committee("Udvalget for Teknik")


@pytest.fixture
def secretary(committee: Committee) -> User:
    return make_user("secretary", committee)


def shown(actor: User, **args: object) -> set[str]:
    chosen = TrayFilter.of({name: str(value) for name, value in args.items()})
    return {given.text for given in tray.listed(actor, chosen, None).items}


def test_it_shows_my_committees_first(secretary: User, committee: Committee) -> None:
    mine, others = make_input("Mit", committee=committee), make_input("De andres")
    assert shown(secretary) == {"Mit"}
    assert shown(secretary, committee="all") == {"Mit", "De andres"}
    assert shown(secretary, committee=others.committee_id) == {"De andres"}
    assert shown(make_user()) == {mine.text, others.text}


def test_each_filter_narrows(secretary: User, committee: Committee, clock: Clock) -> None:
    consultation, area, place = make_consultation(committee), focus_areas()[0], local_areas()[0]
    given = make_input(
        "Vindmøllerne ved Aars larmer",
        committee=committee,
        channel=Channel.PHONE,
        consultation_id=consultation.id,
        local_area_id=place.id,
        focus_area_ids=[area.id],
        vision_ids=[area.visions[0].id],
        received_at=clock.now - dt.timedelta(days=40),
    )
    theme = make_theme(consultation)
    with transaction() as session:
        session.add(InputTheme(input_id=given.id, theme_id=theme.id, made_by="staff"))
    make_input("Noget helt andet", committee=committee)
    for args in (
        {"channel": "phone"},
        {"consultation": consultation.id},
        {"area": place.id},
        {"focus_area": area.id},
        {"vision": visions()[0].id},
        {"theme": theme.id},
        {"due": "over"},
        {"q": "vindmølle Års"},
    ):
        assert shown(secretary, **args) == {given.text}, args
    assert shown(secretary, linked="yes") == set()
    assert shown(secretary, state="answered") == set()
    assert len(shown(secretary, linked="no", state="new")) == 2


@pytest.mark.parametrize(
    "args",
    [{"committee": "abc"}, {"state": "x"}, {"sort": "x"}, {"channel": "x"}, {"theme": "9" * 40}, {"q": "' OR 1"}],
)
def test_a_filter_that_makes_no_sense_is_harmless(secretary: User, args: dict[str, str]) -> None:
    shown(secretary, **args)


def test_a_filter_is_its_own_address() -> None:
    chosen = TrayFilter.of({"committee": "all", "q": "cykel", "sort": "due", "state": "new", "focus_area": "3"})
    assert TrayFilter.of({name: str(value) for name, value in chosen.args().items()}) == chosen
    assert TrayFilter.of({}).args() == {}


@pytest.mark.parametrize("sort", ["newest", "oldest", "due"])
def test_every_page_forwards_and_back_shows_each_once(secretary: User, committee: Committee, sort: str) -> None:
    inputs = make_inputs(7, committee)
    chosen = TrayFilter.of({"sort": sort})
    seen: list[Input] = []
    page = tray.listed(secretary, chosen, None, limit=3)
    while True:
        seen += page.items
        if page.next is None:
            break
        page = tray.listed(secretary, chosen, page.next, limit=3)
    assert {given.id for given in seen} == {given.id for given in inputs}
    assert len(seen) == 7
    back = tray.listed(secretary, chosen, page.previous, limit=3)
    assert [given.id for given in back.items] == [given.id for given in seen[3:6]]


def test_the_neighbours_are_right_also_when_it_has_left_the_filter(secretary: User, committee: Committee) -> None:
    first, middle, last = make_inputs(3, committee)
    for sort, expected in (("newest", (last, first)), ("oldest", (first, last))):
        chosen = TrayFilter.of({"sort": sort})
        assert tray.neighbours(secretary, chosen, middle) == tuple(each.public_id for each in expected)
    service.close(secretary, middle.public_id, middle.version, "Færdig")
    assert tray.neighbours(secretary, TrayFilter(), middle) == (last.public_id, first.public_id)
    assert tray.neighbours(secretary, TrayFilter(), last) == (None, first.public_id)


def test_counts_stay_while_working_and_end_at_a_thousand(
    secretary: User, committee: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = make_inputs(4, committee)
    service.close(secretary, inputs[0].public_id, inputs[0].version, "Færdig")
    counts = tray.counts(secretary, TrayFilter.of({"state": "closed"}))
    assert {name: count.number for name, count in counts.items() if count.number} == {
        "new": 3,
        "closed": 1,
        "waiting": 3,
        "all": 4,
    }
    monkeypatch.setattr(tray, "MOST_COUNTED", 2)
    counts = tray.counts(secretary, TrayFilter())
    assert (counts["new"].shown, counts["new"].is_more, counts["closed"].is_more) == (2, True, False)


def test_the_page_costs_the_same_with_five_and_with_fifty(
    staff_client: StaffClient, committee: Committee, counting_queries: CountQueries
) -> None:
    client = staff_client("secretary", committee)
    area, consultation = focus_areas()[0], make_consultation(committee)
    costs = []
    for more in (5, 45):
        make_inputs(more, committee, focus_area_ids=[area.id], consultation_id=consultation.id)
        with counting_queries() as sent:
            client.get("/staff/inputs")
        costs.append(len(sent))
    assert costs[0] == costs[1]
    assert costs[0] < 30


def test_the_filter_follows_through_the_input_and_back(staff_client: StaffClient, committee: Committee) -> None:
    inputs = make_inputs(3, committee)
    client = staff_client("secretary", committee)
    page = client.get("/staff/inputs?q=cykelsti&sort=oldest")
    assert "3</b> tilbage" in page.text
    assert f"/staff/inputs/{inputs[0].public_id}?q=cykelsti&amp;sort=oldest" in page.text
    page = client.get(f"/staff/inputs/{inputs[0].public_id}?q=cykelsti&sort=oldest")
    after = client.submit(
        page,
        {"close-reason": "Vi har lavet den"},
        form=f"/staff/inputs/{inputs[0].public_id}/close?q=cykelsti&sort=oldest",
        follow_redirects=True,
    )
    assert after.request.path == f"/staff/inputs/{inputs[1].public_id}"
    assert after.request.args.to_dict() == {"q": "cykelsti", "sort": "oldest"}
    assert "2</b> tilbage" in after.text


def test_many_are_ticked_changed_and_taken_back(staff_client: StaffClient, committee: Committee) -> None:
    inputs = make_inputs(3, committee)
    client = staff_client("secretary", committee)
    tray_page = client.get("/staff/inputs?sort=oldest")
    ids = [given.public_id for given in inputs[:2]]
    chosen = client.submit(tray_page, {"id": ids}, form="/staff/inputs/selected")
    assert "2 valgte" in chosen.text
    address = "/staff/inputs/selected/close?sort=oldest"
    refused = client.submit(chosen, {}, form=address)
    assert (refused.status_code, "Skriv en begrundelse" in refused.text) == (422, True)
    done = client.submit(refused, {"close-reason": "Samme sag"}, form=address, follow_redirects=True)
    assert "2 er ændret." in done.text
    assert shown_states(inputs) == ["closed", "closed", "new"]
    undo = next(part.split('"')[0] for part in done.text.split('action="') if part.startswith("/staff/inputs/undo"))
    client.submit(done, form=undo.replace("&amp;", "&"))
    assert shown_states(inputs) == ["new", "new", "new"]


def test_ticking_nothing_says_what_to_do(staff_client: StaffClient, committee: Committee) -> None:
    make_input(committee=committee)
    client = staff_client("secretary", committee)
    page = client.submit(client.get("/staff/inputs"), form="/staff/inputs/selected", follow_redirects=True)
    assert "Sæt flueben ved dem" in page.text


def test_a_reader_sees_no_way_to_change(staff_client: StaffClient, committee: Committee) -> None:
    given = make_input(committee=committee)
    client = staff_client("reader")
    assert "Skriv noget ind" not in client.get("/staff/inputs").text
    page = client.get(f"/staff/inputs/{given.public_id}").text
    assert "Skriv svaret" not in page
    assert client.post(f"/staff/inputs/{given.public_id}/close").status_code == 403


def test_the_tray_is_closed_to_citizens(client: object, committee: Committee) -> None:
    answer = client.get("/staff/inputs")  # type: ignore[attr-defined]
    assert answer.status_code == 302


def shown_states(inputs: list[Input]) -> list[str]:
    return [given.state for given in inputs]
