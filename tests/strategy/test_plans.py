"""Plans are changed by those who may, one version at a time, and followers hear of it."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.audit import AuditEntry
from engage.core.db import db
from engage.core.errors import Forbidden
from engage.core.jobs import Job
from engage.strategy import queries, service
from engage.strategy.action_plans import add_action_plan, edit_action_plan
from engage.strategy.changes import Kind, Part, changes_between
from engage.strategy.council import NameTaken, add_local_area, edit_committee, make_current
from engage.strategy.editing import EditConflict
from engage.strategy.plans import ActionPlanContent, ActionTrack, TrackNews, TrackStatus
from engage.strategy.snapshot import snapshot_of
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.surroundings import Clock, _jobs_waiting
from tests.strategy.factories import (
    adopt,
    make_action_plan,
    make_committee,
    make_objective,
    make_plan,
    make_strategy,
    make_track,
)


def test_a_secretary_edits_the_plans_of_own_committees_only(app: Flask) -> None:
    make_strategy()
    ours, theirs = make_committee(), make_committee()
    secretary = make_user("secretary", ours)
    service.create_plan(secretary, ours, title="Vores plan")
    with pytest.raises(Forbidden):
        service.create_plan(secretary, theirs, title="Deres plan")
    with pytest.raises(service.PlanExists):
        service.create_plan(secretary, ours, title="Endnu en")


def test_an_objective_points_to_any_number_of_visions_and_values(app: Flask) -> None:
    plan = make_plan()
    actor = make_user()
    visions, values = queries.visions()[:3], queries.values()[:2]
    objective = service.add_objective(
        actor, plan, title="Flere cykler", value_ids=[v.id for v in values], vision_ids=[v.id for v in visions]
    )
    assert ({v.key for v in objective.visions}, len(objective.values)) == ({"growth-1", "growth-2", "growth-3"}, 2)
    service.edit_part(
        actor, objective, version=objective.version, title="Flere cykler", description="", value_ids=[], vision_ids=[]
    )
    assert (objective.visions, objective.values) == ([], [])


def test_the_second_of_two_editors_is_told_and_nothing_is_stored(app: Flask) -> None:
    track = make_track(title="Cykelsti")
    actor, seen = make_user(), track.version
    visions = [queries.visions()[0].id]
    service.edit_part(actor, track, version=seen, title="Cykelsti", description="", value_ids=[], vision_ids=visions)
    with pytest.raises(EditConflict) as conflict:
        service.edit_part(actor, track, version=seen, title="Min titel", description="", value_ids=[], vision_ids=[])
    assert conflict.value.current.title == "Cykelsti"
    assert [vision.key for vision in queries.track(track.public_id).visions] == ["growth-1"]


def test_a_status_change_becomes_news_for_the_followers(app: Flask, db_session: Session) -> None:
    track = make_track()
    actor = make_user()
    _jobs_waiting()
    news = service.tell_news(actor, track, version=track.version, status=TrackStatus.UNDER_WAY, text=" Vi graver. ")
    assert (news.old_status, news.new_status, news.text) == ("planned", "under_way", "Vi graver.")
    assert _jobs_waiting() == [(Job.TELL_FOLLOWERS, [news.id])]
    letter = service.tell_news(
        actor, track, version=track.version, status=TrackStatus.UNDER_WAY, text="Vi er halvvejs."
    )
    assert (letter.old_status, letter.new_status) == ("", "")
    with pytest.raises(service.NothingToTell):
        service.tell_news(actor, track, version=track.version, status=TrackStatus.UNDER_WAY)
    assert db_session.scalar(sa.select(sa.func.count()).select_from(TrackNews)) == 2


def fresh_news(track: ActionTrack) -> list[TrackNews]:
    db.session.expire_all()
    return queries.track(track.public_id).news


def test_withdrawing_needs_a_reason_tells_the_followers_and_can_be_undone(app: Flask) -> None:
    objective = make_objective()
    tracks = [make_track(objective), make_track(objective)]
    actor = make_user()
    with pytest.raises(service.ReasonMissing):
        service.withdraw(actor, objective, reason=" ")
    service.withdraw(actor, objective, reason="Staten overtager opgaven.")
    service.withdraw(actor, objective, reason="En gang til")
    for track in tracks:
        told = queries.track(track.public_id)
        assert [(news.new_status, news.text) for news in told.news] == [("withdrawn", "Staten overtager opgaven.")]
        assert told.shown_status == "withdrawn"
    assert queries.linkable(objective.plan.committee_id) == []
    service.restore(actor, objective)
    assert queries.linkable(objective.plan.committee_id) == [objective]
    assert [(news.old_status, news.new_status) for news in fresh_news(tracks[0])] == [
        ("withdrawn", "planned"),
        ("planned", "withdrawn"),
    ]


def test_parts_are_moved_past_their_neighbours(app: Flask) -> None:
    plan = make_plan()
    first, second, third = (make_objective(plan, title=title) for title in ("A", "B", "C"))
    actor, version = make_user(), third.version
    service.withdraw(actor, second, reason="Udgår")
    service.move(actor, third, service.Direction.UP)
    service.move(actor, third, service.Direction.UP)
    assert [objective.title for objective in queries.linkable(plan.committee_id)] == ["C", "A"]
    assert queries.objective(third.public_id).version == version
    assert first.position > third.position


def test_adopting_freezes_the_plan_and_later_changes_show(app: Flask, clock: Clock) -> None:
    plan = make_plan()
    actor = make_user()
    with pytest.raises(service.NothingToAdopt):
        service.adopt_plan(actor, plan, adopted_on=dt.date(2026, 5, 4), version=plan.version)
    objective = make_objective(plan, title="Grønne byer")
    kept, dropped = make_track(objective, title="Træer"), make_track(objective, title="Bænke")
    with pytest.raises(service.AdoptedInFuture):
        service.adopt_plan(actor, plan, adopted_on=dt.date(2026, 5, 5), version=plan.version)
    frozen = service.adopt_plan(actor, plan, adopted_on=dt.date(2026, 5, 4), version=plan.version)
    assert queries.public_plan_of(plan.committee) == plan
    service.withdraw(actor, dropped, reason="Ingen penge")
    service.edit_part(
        actor, kept, version=kept.version, title="Flere træer", description="", value_ids=[], vision_ids=[]
    )
    changes = changes_between(frozen.snapshot, snapshot_of(queries.plan_by_id(plan.id)))
    assert [(change.kind, change.part, change.title) for change in changes] == [
        (Kind.CHANGED, Part.TRACK, "Flere træer"),
        (Kind.WITHDRAWN, Part.TRACK, "Bænke"),
    ]
    again = service.adopt_plan(actor, plan, adopted_on=dt.date(2026, 5, 4), version=plan.version)
    assert again.number == 2
    assert changes_between(again.snapshot, snapshot_of(plan)) == []


def test_a_finished_action_plan_is_at_100_percent(app: Flask) -> None:
    track = make_track()
    actor = make_user()
    action_plan = add_action_plan(actor, track, ActionPlanContent("Udbud", due_on=dt.date(2026, 9, 1), progress=20))
    done = ActionPlanContent("Udbud", status=TrackStatus.DONE, progress=20)
    edit_action_plan(actor, action_plan, done, version=action_plan.version)
    assert (action_plan.progress, action_plan.due_on) == (100, None)
    with pytest.raises(EditConflict):
        edit_action_plan(actor, action_plan, done, version=1)


def test_a_plan_is_read_in_a_constant_number_of_queries(
    app: Flask, db_session: Session, counting_queries: CountQueries
) -> None:
    plan = make_plan()

    def queries_needed() -> int:
        db_session.expunge_all()
        with counting_queries() as sent:
            snapshot_of(queries.plan_by_id(plan.id))
        return len(sent)

    make_action_plan(make_track(make_objective(plan, visions=["growth-1"]), visions=["growth-2"]))
    few = queries_needed()
    whole = queries.plan_by_id(plan.id)
    for _ in range(3):
        objective = make_objective(whole, visions=["growth-1", "nature-green-2"])
        for _ in range(3):
            make_action_plan(make_track(objective, visions=["communities-3"]))
    assert queries_needed() == few


def test_only_an_administrator_edits_what_is_the_councils(app: Flask, db_session: Session) -> None:
    strategy = make_strategy()
    committee = queries.committee("health")
    with pytest.raises(Forbidden):
        edit_committee(make_user("editor"), committee, version=1, title={"da": "Nyt navn"}, confirmed=True)
    administrator = make_user()
    title = {"da": "Sundhedsudvalget ", "en": ""}
    edit_committee(administrator, committee, version=committee.version, title=title, confirmed=True)
    assert (committee.title, committee.confirmed) == ({"da": "Sundhedsudvalget"}, True)
    with pytest.raises(NameTaken):
        add_local_area(administrator, "aars")
    make_current(administrator, strategy)
    actions = db_session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["committee.edited", "strategy.made_current"]


def test_citizens_see_only_adopted_plans(app: Flask) -> None:
    plan = make_plan()
    objective = make_objective(plan, visions=["growth-1"])
    make_track(objective, visions=["growth-1"])
    vision = queries.vision("growth-1")
    assert not queries.objectives_pointing_to([vision.id])
    assert not queries.tracks_pointing_to([vision.id])
    adopt(plan)
    assert len(queries.objectives_pointing_to([vision.id])) == len(queries.tracks_pointing_to([vision.id])) == 1
