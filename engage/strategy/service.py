"""Changing a committee's development plan: its texts, objectives and tracks, and its adoption.

Every change names the version it was made from; when somebody else was first it raises EditConflict and stores nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.audit import record
from engage.core.db import Base, JsonDict, session, transaction
from engage.core.errors import Conflict, DomainError
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.strategy import queries
from engage.strategy.editing import lock
from engage.strategy.models import Committee, FocusArea, Value, Vision
from engage.strategy.plans import (
    WITHDRAWN,
    ActionPlan,
    ActionTrack,
    DevelopmentPlan,
    Objective,
    PlanStatus,
    PlanVersion,
    TrackNews,
    TrackStatus,
)
from engage.strategy.snapshot import snapshot_of


class Direction(StrEnum):
    """Which way a part moves among its neighbours."""

    UP = "up"
    DOWN = "down"


class PlanExists(Conflict):
    """The committee already has a plan under this strategy."""

    code = "strategy.plan_exists"


class NoStrategy(DomainError):
    """There is no current strategy to make a plan under."""

    code = "strategy.none"


class NothingToAdopt(DomainError):
    """A plan without objectives cannot be adopted."""

    code = "strategy.nothing_to_adopt"


class AdoptedInFuture(DomainError):
    """A plan is adopted on a day that has come."""

    code = "strategy.adopted_in_future"


class NothingToTell(DomainError):
    """Neither the status nor the text says anything new."""

    code = "strategy.nothing_to_tell"


class ReasonMissing(DomainError):
    """What is withdrawn needs a reason that its followers can read."""

    code = "strategy.reason_missing"


def create_plan(
    actor: User, committee: Committee, *, title: str, introduction: str = "", is_demo: bool = False
) -> DevelopmentPlan:
    """Begin a committee's plan under the current strategy. Raises Forbidden, NoStrategy or PlanExists."""
    authorise(actor, Permission.PLAN, committee.id)
    with transaction() as db_session:
        strategy = queries.current_strategy()
        if strategy is None:
            raise NoStrategy
        if queries.plan_of(committee) is not None:
            raise PlanExists
        plan = DevelopmentPlan(
            committee=committee, strategy=strategy, title=title, introduction=introduction, is_demo=is_demo
        )
        db_session.add(plan)
        record("plan.created", plan, actor=actor, committee_id=committee.id)
    return plan


def edit_plan(actor: User, plan: DevelopmentPlan, *, version: int, title: str, introduction: str) -> None:
    """Change a plan's title and introduction. Raises Forbidden or EditConflict."""
    authorise(actor, Permission.PLAN, plan.committee_id)
    with transaction():
        lock(plan, version)
        plan.title, plan.introduction = title, introduction
        record("plan.edited", plan, actor=actor, committee_id=plan.committee_id)


def adopt_plan(actor: User, plan: DevelopmentPlan, *, adopted_on: dt.date, version: int) -> PlanVersion:
    """Freeze the plan as the committee adopted it; from now on citizens see it, and later changes show as changes.

    Raises Forbidden, EditConflict, AdoptedInFuture or NothingToAdopt.
    """
    authorise(actor, Permission.PLAN, plan.committee_id)
    if adopted_on > clock.today():
        raise AdoptedInFuture
    with transaction() as db_session:
        lock(plan, version)
        plan = queries.plan_by_id(plan.id)
        if not plan.standing_objectives:
            raise NothingToAdopt
        frozen = PlanVersion(
            number=len(plan.versions) + 1,
            adopted_on=adopted_on,
            adopted_by_id=actor.id,
            snapshot=snapshot_of(plan),
        )
        plan.versions.append(frozen)
        plan.status = PlanStatus.ADOPTED
        flag_modified(plan, "status")
        db_session.flush()
        detail: JsonDict = {"number": frozen.number, "adopted_on": adopted_on.isoformat()}
        record("plan.adopted", plan, actor=actor, committee_id=plan.committee_id, detail=detail)
    return frozen


def add_objective(
    actor: User,
    plan: DevelopmentPlan,
    *,
    title: str,
    description: str = "",
    value_ids: Collection[int] = (),
    vision_ids: Collection[int] = (),
) -> Objective:
    """Add an objective last in the plan, pointing to any number of values and visions. Raises Forbidden."""
    authorise(actor, Permission.PLAN, plan.committee_id)
    with transaction() as db_session:
        objective = Objective(
            plan=plan, title=title, description=description, position=_after(Objective, Objective.plan_id == plan.id)
        )
        db_session.add(objective)
        _point(objective, plan.strategy_id, value_ids, vision_ids)
        _record("objective.added", objective, actor, plan.committee_id)
    return objective


def add_track(
    actor: User,
    objective: Objective,
    *,
    title: str,
    description: str = "",
    status: TrackStatus = TrackStatus.PLANNED,
    value_ids: Collection[int] = (),
    vision_ids: Collection[int] = (),
) -> ActionTrack:
    """Add an action track last under an objective. Raises Forbidden."""
    plan = objective.plan
    authorise(actor, Permission.PLAN, plan.committee_id)
    with transaction() as db_session:
        track = ActionTrack(
            objective=objective,
            title=title,
            description=description,
            status=status,
            position=_after(ActionTrack, ActionTrack.objective_id == objective.id),
        )
        db_session.add(track)
        _point(track, plan.strategy_id, value_ids, vision_ids)
        _record("track.added", track, actor, plan.committee_id)
    return track


def edit_part(
    actor: User,
    part: Objective | ActionTrack,
    *,
    version: int,
    title: str,
    description: str,
    value_ids: Collection[int],
    vision_ids: Collection[int],
) -> None:
    """Change the texts of an objective or a track and what it points to; a track's status moves by `tell_news`.

    Raises Forbidden or EditConflict.
    """
    plan = _plan_of(part)
    authorise(actor, Permission.PLAN, plan.committee_id)
    with transaction():
        lock(part, version)
        part.title, part.description = title, description
        _point(part, plan.strategy_id, value_ids, vision_ids)
        _record(f"{_word(part)}.edited", part, actor, plan.committee_id)


def tell_news(actor: User, track: ActionTrack, *, version: int, status: TrackStatus, text: str = "") -> TrackNews:
    """Move a track to a status, or write to those who follow it, or both; the followers are told.

    Raises Forbidden, EditConflict, or NothingToTell when the status is the old one and there is no text.
    """
    committee_id = track.objective.plan.committee_id
    authorise(actor, Permission.PLAN, committee_id)
    with transaction():
        lock(track, version)
        if status == track.status and not text.strip():
            raise NothingToTell
        news = _news(actor, track, track.status if status != track.status else "", status, text)
        track.status = status
        flag_modified(track, "status")  # news without a new status overtakes open editors, too
        detail: JsonDict = {"from": news.old_status, "to": news.new_status}
        record("track.news", track, actor=actor, committee_id=committee_id, detail=detail)
    return news


def withdraw(actor: User, part: Objective | ActionTrack, *, reason: str) -> None:
    """Take an objective or a track out of the plan. Those who follow the tracks are told why; nothing is deleted.

    Raises Forbidden or ReasonMissing. Withdrawing twice changes nothing.
    """
    committee_id = _plan_of(part).committee_id
    authorise(actor, Permission.PLAN, committee_id)
    if not reason.strip():
        raise ReasonMissing
    with transaction():
        lock(part)
        if part.withdrawn_at is not None:
            return
        tracks = [part] if isinstance(part, ActionTrack) else part.standing_tracks
        for track in tracks:
            _news(actor, track, track.status, WITHDRAWN, reason)
        part.withdrawn_at = clock.now()
        record(f"{_word(part)}.withdrawn", part, actor=actor, committee_id=committee_id, detail={"reason": reason})


def restore(actor: User, part: Objective | ActionTrack) -> None:
    """Put a withdrawn objective or track back where it was; the followers are told. Raises Forbidden."""
    committee_id = _plan_of(part).committee_id
    authorise(actor, Permission.PLAN, committee_id)
    with transaction():
        lock(part)
        if part.withdrawn_at is None:
            return
        part.withdrawn_at = None
        tracks = [part] if isinstance(part, ActionTrack) else part.standing_tracks
        for track in tracks:
            _news(actor, track, WITHDRAWN, track.status)
        _record(f"{_word(part)}.restored", part, actor, committee_id)


def move(actor: User, part: Objective | ActionTrack | ActionPlan, direction: Direction) -> None:
    """Swap a part with its neighbour; at the end of the row nothing happens. Raises Forbidden.

    Order is no text: it is written without a new version, so that nobody's open editor is in conflict with it.
    """
    committee_id = _plan_of(part).committee_id
    authorise(actor, Permission.PLAN, committee_id)
    model = type(part)
    with transaction() as db_session:
        siblings = _siblings(part)
        old = siblings.index(part.id) if part.id in siblings else -1
        new = old + (1 if direction is Direction.DOWN else -1)
        if old < 0 or not 0 <= new < len(siblings):
            return
        siblings[old], siblings[new] = siblings[new], siblings[old]
        for position, sibling_id in enumerate(siblings):
            db_session.execute(sa.update(model).where(model.id == sibling_id).values(position=position))
        _record(f"{_word(part)}.moved", part, actor, committee_id)


def _news(actor: User, track: ActionTrack, old_status: str, new_status: str, text: str = "") -> TrackNews:
    """A line of news, told to the followers; without an old status the status has not moved and is left out."""
    news = TrackNews(
        track_id=track.id,
        author_id=actor.id,
        old_status=old_status,
        new_status=new_status if old_status else "",
        text=text.strip(),
    )
    session().add(news)
    session().flush()
    enqueue(Job.TELL_FOLLOWERS, news.id)
    return news


def _point(
    part: Objective | ActionTrack, strategy_id: int, value_ids: Collection[int], vision_ids: Collection[int]
) -> None:
    """Point to the values and visions of the plan's own strategy; unknown ids are left out."""
    db_session = session()
    part.values = list(
        db_session.scalars(sa.select(Value).where(Value.strategy_id == strategy_id, Value.id.in_(value_ids)))
    )
    part.visions = list(
        db_session.scalars(
            sa.select(Vision)
            .join(Vision.focus_area)
            .where(FocusArea.strategy_id == strategy_id, Vision.id.in_(vision_ids))
        )
    )
    if part.id is not None:
        flag_modified(part, "title")  # new pointers alone are a change, too: they must raise the version


def _after(model: type[Base], condition: sa.ColumnElement[bool]) -> int:
    last: int | None = session().scalar(sa.select(sa.func.max(model.position)).where(condition))  # type: ignore[attr-defined]
    return 0 if last is None else last + 1


def _siblings(part: Objective | ActionTrack | ActionPlan) -> list[int]:
    """The ids of the parts it stands in a row with, in order; withdrawn ones do not count."""
    query: sa.Select[tuple[int]]
    if isinstance(part, Objective):
        query = sa.select(Objective.id).where(Objective.plan_id == part.plan_id, Objective.withdrawn_at.is_(None))
        query = query.order_by(Objective.position, Objective.id)
    elif isinstance(part, ActionTrack):
        query = sa.select(ActionTrack.id).where(ActionTrack.objective_id == part.objective_id)
        query = query.where(ActionTrack.withdrawn_at.is_(None)).order_by(ActionTrack.position, ActionTrack.id)
    else:
        query = sa.select(ActionPlan.id).where(ActionPlan.track_id == part.track_id)
        query = query.order_by(ActionPlan.position, ActionPlan.id)
    return list(session().scalars(query))


def _plan_of(part: Objective | ActionTrack | ActionPlan) -> DevelopmentPlan:
    if isinstance(part, Objective):
        return part.plan
    return part.objective.plan if isinstance(part, ActionTrack) else part.track.objective.plan


def _word(part: Objective | ActionTrack | ActionPlan) -> str:
    return {Objective: "objective", ActionTrack: "track", ActionPlan: "action_plan"}[type(part)]


def _record(action: str, part: Base, actor: User, committee_id: int) -> None:
    record(action, part, actor=actor, committee_id=committee_id)
