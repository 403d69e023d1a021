"""From the guiding star down to an action track, as a citizen reads it."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.core import clock
from engage.core.db import transaction
from engage.strategy import queries, service
from engage.strategy.plans import TrackStatus
from engage.triage.decisions import Grade, Link
from engage.triage.models import Channel, Input
from tests.factories import make_user, unique
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.ideas.factories import make_idea
from tests.strategy.factories import (
    adopt,
    make_action_plan,
    make_committee,
    make_objective,
    make_plan,
    make_strategy,
    make_track,
)


def _input(committee_id: int, vision_key: str) -> Input:
    with transaction() as session:
        vision = queries.vision(vision_key)
        given = Input(
            committee_id=committee_id,
            channel=Channel.LETTER,
            source="staff",
            source_key=unique(),
            text="Vi mangler en cykelsti.",
            received_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC),
            due_on=dt.date(2026, 6, 1),
            focus_areas=[vision.focus_area],
            visions=[vision],
        )
        session.add(given)
    return given


def test_without_a_strategy_the_page_says_so(client: PageClient) -> None:
    assert "Strategien er ikke offentliggjort endnu" in client.get("/strategy").text


def test_the_star_leads_to_a_track_and_tells_how_many_stand_behind(client: PageClient, app: Flask) -> None:
    committee = make_committee("Teknik- og Miljøudvalget")
    plan = make_plan(committee, title="Grønnere veje")
    objective = make_objective(plan, title="Flere tager cyklen", visions=["nature-green-2"])
    track = make_track(objective, title="Cykelsti til Aars", status="under_way")
    make_action_plan(track, progress=40)
    adopt(plan)
    given = _input(committee.id, "nature-green-2")
    author = make_user()
    with transaction() as session:
        link = Link(input_id=given.id, track_id=track.id, grade=Grade.IN_FULL, reason="Med", author_id=author.id)
        session.add(link)

    star = client.get("/strategy")
    assert star.text.count('href="/strategy/nature-green"') == 2  # in the drawing and in the list
    assert "1 input fra borgere" in star.text
    area = client.get("/strategy/nature-green")
    assert "1 målsætning ·" in area.text
    vision = client.get("/strategy/visions/nature-green-2")
    assert "Flere tager cyklen" in vision.text
    assert "Fremdrift: 40\u00a0%" in vision.text
    assert "1 input fra borgere står bag" in vision.text
    assert "Cykelsti til Aars" in client.get(f"/plans/{committee.key}").text
    page = client.get(f"/plans/{committee.key}/tracks/{track.public_id}")
    assert "Input fra borgere bag sporet" in page.text
    assert "Set-Cookie" not in page.headers


def test_a_draft_is_for_staff_alone(client: PageClient, app: Flask) -> None:
    plan = make_plan(title="Hemmelig kladde")
    track = make_track(make_objective(plan, visions=["growth-1"]))
    key = plan.committee.key
    assert "Hemmelig kladde" not in client.get(f"/plans/{key}").text
    assert client.get(f"/plans/{key}/tracks/{track.public_id}").status_code == 404
    assert "Ingen plan peger på visionen endnu" in client.get("/strategy/visions/growth-1").text
    assert client.get("/plans").location == "/strategy#plans"


def test_what_changed_since_the_adoption_is_told_to_all(client: PageClient, app: Flask) -> None:
    plan = make_plan()
    objective = make_objective(plan, title="Trygge skoleveje", visions=["growth-1"])
    track = make_track(objective, title="Fortove")
    adopt(plan)
    assert "Planen er, som udvalget vedtog den." in client.get(f"/plans/{plan.committee.key}").text
    actor = make_user()
    service.edit_part(
        actor,
        objective,
        version=objective.version,
        title="Trygge veje",
        description="",
        value_ids=[],
        vision_ids=[queries.vision("communities-3").id],
    )
    service.withdraw(actor, track, reason="Staten bygger fortovet.")
    page = client.get(f"/plans/{plan.committee.key}").text
    assert "Titlen var “Trygge skoleveje”." in page
    assert "Vi vil forebygge ufrivillig ensomhed" in page
    assert "Peger ikke længere på" in page
    assert "Trukket tilbage" in page
    told = client.get(f"/plans/{plan.committee.key}/tracks/{track.public_id}").text
    assert "Staten bygger fortovet." in told


def test_the_pages_speak_english(client: PageClient, app: Flask) -> None:
    make_strategy()
    page = client.get("/strategy?lang=en").text
    assert "Our nature and green transition" in page
    assert "/strategy/growth?lang=en" in page


def test_unknown_addresses_are_not_found(client: PageClient, app: Flask) -> None:
    make_strategy()
    for path in ("/strategy/nowhere", "/strategy/visions/nothing", "/plans/nobody", "/plans/health/tracks/none"):
        assert client.get(path).status_code == 404


def test_the_pages_cost_the_same_however_much_is_in_the_plan(
    client: PageClient, db_session: Session, counting_queries: CountQueries
) -> None:
    plan = make_plan()
    make_action_plan(make_track(make_objective(plan, visions=["growth-1"]), visions=["growth-1"]))
    adopt(plan)
    track = queries.plan_by_id(plan.id).objectives[0].tracks[0]
    paths = (
        "/strategy",
        "/strategy/growth",
        "/strategy/visions/growth-1",
        f"/plans/{plan.committee.key}",
        f"/plans/{plan.committee.key}/tracks/{track.public_id}",
    )

    def costs() -> list[int]:
        counts = []
        for path in paths:
            with counting_queries() as sent:
                assert client.get(path).status_code == 200
            counts.append(len(sent))
        return counts

    few = costs()
    for _ in range(4):
        objective = make_objective(plan, visions=["growth-1", "growth-2"])
        for _ in range(3):
            make_action_plan(make_track(objective, visions=["growth-1", "communities-1"]))
    other = make_plan()
    make_track(make_objective(other), visions=["growth-1"])
    adopt(other)
    assert costs() == few
    assert max(few) <= 22


def test_a_track_shows_the_ideas_it_takes_up_and_no_others(client: PageClient, app: Flask) -> None:
    track, author = make_track(title="Cykelsti til Aars"), make_user("administrator")
    adopt(track.objective.plan)
    taken, declined, hidden = make_idea(title="Cykelsti"), make_idea(title="Metro"), make_idea(status="withdrawn")
    with transaction() as session:
        for idea, grade in ((taken, Grade.PARTLY), (declined, Grade.DECLINED), (hidden, Grade.IN_FULL)):
            session.add(
                Link(input_id=idea.input_id, track_id=track.id, grade=grade, reason="Fordi", author_id=author.id)
            )
    page = client.get(f"/plans/{track.objective.plan.committee.key}/tracks/{track.public_id}").text
    assert f"/ideas/{taken.public_id}" in page
    assert f"/ideas/{declined.public_id}" not in page
    assert f"/ideas/{hidden.public_id}" not in page


def test_a_vision_leads_to_the_ideas_for_it(client: PageClient, app: Flask) -> None:
    make_strategy()
    vision = queries.vision("growth-1")
    idea = make_idea(vision.focus_area, vision_ids=(vision.id,))
    assert f"/ideas/{idea.public_id}" in client.get("/strategy/visions/growth-1").text
    assert f"/ideas/{idea.public_id}" not in client.get("/strategy/visions/growth-2").text
    assert "/ideas?focus=growth" in client.get("/strategy/growth").text


def test_the_plan_tells_statuses_and_late_deadlines_at_a_glance(client: PageClient, app: Flask) -> None:
    plan = make_plan()
    objective = make_objective(plan)
    first, second = make_track(objective, status="under_way"), make_track(objective, status="done")
    make_track(objective, status="done")
    make_action_plan(first, due_on=clock.today() - dt.timedelta(days=1))
    make_action_plan(second, status="done", due_on=clock.today() - dt.timedelta(days=1))
    adopt(plan)
    page = " ".join(client.get(f"/plans/{plan.committee.key}").text.split())
    assert "3 handlingsspor: 2 gennemført, 1 i gang." in page
    assert page.count("er overskredet") == 2  # once as the track's next deadline, once in its list
    assert f'href="#{objective.public_id}"' in page


@pytest.mark.parametrize("status", list(TrackStatus))
def test_the_picture_of_a_plan_shows_a_pause_as_a_sign(client: PageClient, status: TrackStatus) -> None:
    plan = make_plan()
    make_track(make_objective(plan), status=status)
    adopt(plan)
    page = client.get(f"/plans/{plan.committee.key}").text
    assert ("bars__pause" in page) == ("To streger" in page) == (status == TrackStatus.PAUSED)
