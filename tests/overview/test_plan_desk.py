"""A plan for those who work on it: at a glance, action plans to sort, what is late, and who stands behind."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from engage.core import clock
from engage.strategy import progress
from engage.strategy.action_plans import add_action_plan
from engage.strategy.plans import ActionPlan, ActionPlanContent, ActionTrack, TrackStatus
from engage.triage import deciding
from engage.triage.decisions import Grade
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient, StaffClient
from tests.strategy.factories import adopt, make_action_plan, make_objective, make_plan, make_track
from tests.surveys.walking import words
from tests.triage.factories import make_input, make_trace

TODAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("due_on", "status", "late"),
    [
        (TODAY - dt.timedelta(days=1), TrackStatus.UNDER_WAY, True),
        (TODAY, TrackStatus.UNDER_WAY, False),
        (None, TrackStatus.PLANNED, False),
        (TODAY - dt.timedelta(days=9), TrackStatus.DONE, False),
        (TODAY - dt.timedelta(days=9), TrackStatus.DROPPED, False),
    ],
)
def test_what_is_late(due_on: dt.date | None, status: TrackStatus, late: bool) -> None:
    assert progress.is_late(ActionPlan(title="Grav", due_on=due_on, status=status), TODAY) is late


@pytest.fixture
def track(app: object) -> ActionTrack:
    made = make_track(make_objective(make_plan(title="Plan for veje"), title="Trygge veje"), title="Cykelstier")
    admin, today = make_user("administrator"), clock.today()
    for title, days, share in (("Anlæg", -3, 40), ("Belysning", 30, 10), ("Cykelpumper", 5, 90)):
        due = today + dt.timedelta(days=days)
        content = ActionPlanContent(title, due_on=due, status=TrackStatus.UNDER_WAY, progress=share)
        add_action_plan(admin, made, content)
    return made


def key_of(track: ActionTrack) -> str:
    return track.objective.plan.committee.key


def titles(client: PageClient, address: str) -> list[str]:
    page = client.get(address)
    return re.findall(r"(Anlæg|Belysning|Cykelpumper)</a>", page.text)


def test_action_plans_are_sorted_by_the_address_and_turned_round(track: ActionTrack, staff_client: StaffClient) -> None:
    client, address = staff_client("administrator"), f"/staff/plans/{key_of(track)}/actions"
    assert titles(client, address) == ["Anlæg", "Cykelpumper", "Belysning"]
    assert titles(client, f"{address}?sort=progress&order=down") == ["Cykelpumper", "Anlæg", "Belysning"]
    assert titles(client, f"{address}?only=late") == ["Anlæg"]
    page = client.get(f"{address}?sort=title").text
    assert 'aria-sort="ascending"' in page
    assert f'href="{address}?sort=title&amp;order=down"' in page


def test_the_plan_says_at_a_glance_what_is_late_and_who_stands_behind(
    track: ActionTrack, staff_client: StaffClient
) -> None:
    given = make_input("Min datter cykler i mørke.", committee=track.objective.plan.committee)
    admin = make_user("administrator")
    target = f"track:{track.public_id}"
    deciding.link(
        admin, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Vi begynder ved skolen."
    )
    client = staff_client("administrator")
    page = client.get(f"/staff/plans/{key_of(track)}")
    assert "1 over fristen" in words(page)
    assert f'href="/staff/plans/tracks/{track.public_id}/inputs"' in page.text
    behind = client.get(f"/staff/plans/objectives/{track.objective.public_id}/inputs")
    assert "Min datter cykler i mørke." in words(behind)
    assert "Vi begynder ved skolen." in words(behind)


def test_a_part_that_was_moved_keeps_the_button_in_focus(staff_client: StaffClient) -> None:
    plan = make_plan()
    first, second = make_objective(plan, title="Første"), make_objective(plan, title="Anden")
    client = staff_client("administrator")
    action = f"/staff/plans/objectives/{second.public_id}/move"
    page = client.submit(
        client.get(f"/staff/plans/{plan.committee.key}"), form=action, button="↑Flyt “Anden” op", follow_redirects=True
    )
    assert page.text.index("Anden</h2>") < page.text.index("Første</h2>")
    (button,) = re.findall(r"<button[^>]*autofocus>.*?</button>", page.text)
    assert "Flyt “Anden” ned" in button
    assert first.position != second.position


def test_a_plan_costs_the_same_however_much_is_in_it(
    track: ActionTrack, staff_client: StaffClient, counting_queries: CountQueries
) -> None:
    client, key = staff_client("administrator"), key_of(track)
    addresses = [f"/staff/plans/{key}", f"/staff/plans/{key}/actions"]

    def cost() -> list[int]:
        counts = []
        for address in addresses:
            with counting_queries() as sent:
                assert client.get(address).status_code == 200
            counts.append(len(sent))
        return counts

    before = cost()
    for _ in range(3):
        objective = make_objective(track.objective.plan)
        for _again in range(3):
            make_action_plan(make_track(objective))
    assert cost() == before


def test_withdrawing_and_adopting_say_in_numbers_what_will_happen(
    track: ActionTrack, staff_client: StaffClient
) -> None:
    plan = track.objective.plan
    admin = make_user("administrator")
    for email in ("ida@borger.example", "IDA@borger.example", None):
        given = make_input(committee=plan.committee, trace=make_trace(email))
        target = f"track:{track.public_id}"
        deciding.link(admin, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Vi begynder.")
    client = staff_client("administrator")
    for kind, part in (("tracks", track), ("objectives", track.objective)):
        read = words(client.get(f"/staff/plans/{kind}/{part.public_id}/withdraw"))
        assert "3 input er koblet hertil." in read
        assert "Én borger, der følger det, får en besked med din begrundelse." in read
    adopting = words(client.get(f"/staff/plans/{key_of(track)}/adopt"))
    assert "De kan se, at 3 input er koblet til den." in adopting
    assert "Der sendes ingen beskeder." in adopting


def test_who_tells_of_a_track_is_told_first_how_many_get_a_mail(track: ActionTrack, staff_client: StaffClient) -> None:
    client, address = staff_client("administrator"), f"/staff/plans/tracks/{track.public_id}"
    page = client.get(address)
    assert "Ingen følger sporet på mail endnu" in words(page)
    alone = client.submit(page, {"text": "Vi graver."}, form=f"{address}/news", follow_redirects=True)
    assert "Gemt. Ingen følger sporet på mail, så der er ikke sendt nogen." in words(alone)
    for email in ("ida@borger.example", "per@borger.example"):
        given = make_input(committee=track.objective.plan.committee, trace=make_trace(email))
        target, reason = f"track:{track.public_id}", "Vi begynder."
        actor = make_user("administrator")
        deciding.link(actor, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason=reason)
    page = client.get(address)
    assert "2 følger sporet og får en mail hver, når du gemmer." in words(page)
    assert f'href="{address}/inputs">2 input bag</a>' in page.text
    told = client.submit(page, {"text": "Stien er åben."}, form=f"{address}/news", follow_redirects=True)
    assert "Gemt. 2, der følger sporet, får en mail." in words(told)


def test_who_changes_an_adopted_plan_is_told_that_it_shows_and_sees_what_is_adopted_anew(
    track: ActionTrack, staff_client: StaffClient
) -> None:
    client, plan = staff_client("administrator"), track.objective.plan
    edit, home = f"/staff/plans/tracks/{track.public_id}/edit", f"/staff/plans/{key_of(track)}"
    seen = "Alle kan se, at planen er ændret, siden udvalget vedtog den."
    draft = client.submit(client.get(edit), {"title": "Stier"}, follow_redirects=True)
    assert "Ændringen er gemt." in words(draft)
    assert seen not in words(draft)
    adopt(plan)
    changed = client.submit(client.get(edit), {"title": "Stier til alle skoler"}, follow_redirects=True)
    assert f"Ændringen er gemt. {seen}" in words(changed)
    assert '<a href="#changed">1 ændring siden</a>' in changed.text
    asked = client.get(f"{home}/adopt")
    assert "Det er nyt siden den forrige udgave" in words(asked)
    assert "Titlen var “Stier”." in words(asked)
    client.submit(asked)
    assert "ændring siden" not in client.get(home).text
