"""Reading the chain: the current strategy, its committees, their plans and what points to what."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad as Loading

from engage.core.db import session
from engage.core.errors import NotFound
from engage.strategy.models import Committee, FocusArea, LocalArea, Strategy, Value, Vision
from engage.strategy.plans import (
    ActionPlan,
    ActionTrack,
    DevelopmentPlan,
    Objective,
    PlanStatus,
    objective_visions,
    track_visions,
)


def current_strategy() -> Strategy | None:
    """The strategy in force, with values, focus areas and visions; None before one is imported."""
    query = (
        sa.select(Strategy)
        .where(Strategy.is_current)
        .options(selectinload(Strategy.values), selectinload(Strategy.focus_areas).selectinload(FocusArea.visions))
    )
    return session().scalar(query)


def strategies() -> list[Strategy]:
    """Every strategy there has been, newest term first."""
    return list(session().scalars(sa.select(Strategy).order_by(Strategy.period_from.desc(), Strategy.id.desc())))


def strategy(key: str) -> Strategy:
    """A strategy by its key. Raises NotFound."""
    found = session().scalar(sa.select(Strategy).where(Strategy.key == key))
    if found is None:
        raise NotFound
    return found


def values() -> list[Value]:
    """The values of the current strategy, in order."""
    query = sa.select(Value).join(Value.strategy).where(Strategy.is_current).order_by(Value.position, Value.id)
    return list(session().scalars(query))


def value(key: str) -> Value:
    """A value of the current strategy. Raises NotFound."""
    found = next((each for each in values() if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def focus_areas() -> list[FocusArea]:
    """The focus areas of the current strategy, in order, each with its visions."""
    query = (
        sa.select(FocusArea)
        .join(FocusArea.strategy)
        .where(Strategy.is_current)
        .order_by(FocusArea.position, FocusArea.id)
        .options(selectinload(FocusArea.visions))
    )
    return list(session().scalars(query))


def visions() -> list[Vision]:
    """The visions of the current strategy, by focus area and position, each with its focus area."""
    query = (
        sa.select(Vision)
        .join(Vision.focus_area)
        .join(FocusArea.strategy)
        .where(Strategy.is_current)
        .order_by(FocusArea.position, Vision.position, Vision.id)
        .options(joinedload(Vision.focus_area))
    )
    return list(session().scalars(query))


def visions_of(strategy: Strategy) -> list[Vision]:
    """The visions of any strategy, by focus area and position, each with its focus area."""
    query = (
        sa.select(Vision)
        .join(Vision.focus_area)
        .where(FocusArea.strategy_id == strategy.id)
        .order_by(FocusArea.position, Vision.position, Vision.id)
        .options(contains_eager(Vision.focus_area))
    )
    return list(session().scalars(query))


def focus_area(key: str) -> FocusArea:
    """A focus area of the current strategy with its visions. Raises NotFound."""
    found = next((area for area in focus_areas() if area.key == key), None)
    if found is None:
        raise NotFound
    return found


def vision(key: str) -> Vision:
    """A vision of the current strategy with its focus area. Raises NotFound."""
    found = next((each for each in visions() if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def committees() -> list[Committee]:
    """The standing committees, in order."""
    return list(session().scalars(sa.select(Committee).order_by(Committee.position, Committee.id)))


def committee(key: str) -> Committee:
    """A committee by the key in its address. Raises NotFound."""
    found = session().scalar(sa.select(Committee).where(Committee.key == key))
    if found is None:
        raise NotFound
    return found


def committee_for(area: FocusArea) -> Committee:
    """The committee that receives ideas about a focus area: the one chosen for it, else the first. Raises NotFound."""
    query = sa.select(Committee).order_by(Committee.id != (area.committee_id or 0), Committee.position, Committee.id)
    found = session().scalar(query.limit(1))
    if found is None:
        raise NotFound
    return found


def local_areas() -> list[LocalArea]:
    """The parts of the municipality people know by name, in order."""
    return list(session().scalars(sa.select(LocalArea).order_by(LocalArea.position, LocalArea.id)))


def local_area(area_id: int) -> LocalArea:
    """A local area by its id. Raises NotFound."""
    found = session().get(LocalArea, area_id)
    if found is None:
        raise NotFound
    return found


def plan_of(committee: Committee) -> DevelopmentPlan | None:
    """A committee's plan under the current strategy with all that is in it, or None. A constant number of queries."""
    query = _current_plans().where(DevelopmentPlan.committee_id == committee.id).options(*_whole_plan())
    return session().scalar(query)


def public_plan_of(committee: Committee) -> DevelopmentPlan | None:
    """The plan as citizens may see it: only once the committee has adopted it."""
    plan = plan_of(committee)
    return plan if plan is not None and plan.is_public else None


def plans() -> list[DevelopmentPlan]:
    """The plans under the current strategy with all that is in them, in the committees' order."""
    query = _current_plans().join(DevelopmentPlan.committee).order_by(Committee.position, Committee.id)
    return list(session().scalars(query.options(*_whole_plan())))


def plan_by_id(plan_id: int) -> DevelopmentPlan:
    """A plan with all that is in it. Raises NotFound."""
    found = session().scalar(sa.select(DevelopmentPlan).where(DevelopmentPlan.id == plan_id).options(*_whole_plan()))
    if found is None:
        raise NotFound
    return found


def linkable(committee_id: int | None = None) -> list[Objective]:
    """What an input can be linked to: objectives under the current strategy with their plans and tracks, in order.

    One committee's, or every committee's in turn; withdrawn ones are left out. Offer their `standing_tracks`.
    """
    query = (
        sa.select(Objective)
        .join(Objective.plan)
        .join(DevelopmentPlan.committee)
        .join(DevelopmentPlan.strategy)
        .where(Strategy.is_current, Objective.withdrawn_at.is_(None))
        .order_by(Committee.position, Committee.id, Objective.position, Objective.id)
        .options(
            joinedload(Objective.plan).joinedload(DevelopmentPlan.committee),
            selectinload(Objective.tracks),
        )
    )
    if committee_id is not None:
        query = query.where(DevelopmentPlan.committee_id == committee_id)
    return list(session().scalars(query))


def objective(public_id: str) -> Objective:
    """An objective with its plan, tracks, values and visions. Raises NotFound."""
    query = (
        sa.select(Objective).where(Objective.public_id == public_id).options(*_whole_objective(), _plan_of_objective())
    )
    found = session().scalar(query)
    if found is None:
        raise NotFound
    return found


def track(public_id: str) -> ActionTrack:
    """A track with its objective, plan, action plans, news, values and visions. Raises NotFound."""
    query = sa.select(ActionTrack).where(ActionTrack.public_id == public_id)
    found = session().scalar(query.options(*_whole_track(), *_home_of_track(), selectinload(ActionTrack.news)))
    if found is None:
        raise NotFound
    return found


def action_plan(action_plan_id: int) -> ActionPlan:
    """An action plan with its track, objective and plan. Raises NotFound."""
    home = joinedload(ActionPlan.track).joinedload(ActionTrack.objective).joinedload(Objective.plan)
    query = sa.select(ActionPlan).where(ActionPlan.id == action_plan_id)
    found = session().scalar(query.options(home.joinedload(DevelopmentPlan.committee)))
    if found is None:
        raise NotFound
    return found


def objectives_pointing_to(vision_ids: Collection[int]) -> list[Objective]:
    """The objectives of adopted plans that point to any of these visions, by committee; withdrawn ones left out."""
    query = (
        sa.select(Objective)
        .join(Objective.plan)
        .join(DevelopmentPlan.committee)
        .where(
            *_standing(),
            Objective.id.in_(
                sa.select(objective_visions.c.owner_id).where(objective_visions.c.target_id.in_(vision_ids))
            ),
        )
        .order_by(Committee.position, Objective.position, Objective.id)
        .options(*_whole_objective(), _plan_of_objective())
    )
    return list(session().scalars(query))


def tracks_pointing_to(vision_ids: Collection[int]) -> list[ActionTrack]:
    """The tracks of adopted plans that point to any of these visions, by committee; withdrawn ones left out."""
    query = (
        sa.select(ActionTrack)
        .join(ActionTrack.objective)
        .join(Objective.plan)
        .join(DevelopmentPlan.committee)
        .where(
            *_standing(),
            ActionTrack.withdrawn_at.is_(None),
            ActionTrack.id.in_(sa.select(track_visions.c.owner_id).where(track_visions.c.target_id.in_(vision_ids))),
        )
        .order_by(Committee.position, Objective.position, ActionTrack.position, ActionTrack.id)
        .options(*_whole_track(), *_home_of_track())
    )
    return list(session().scalars(query))


def counts_pointing_to(vision_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many objectives and tracks of adopted plans point to each vision, by its id; withdrawn ones left out."""
    objectives = (
        sa.select(objective_visions.c.target_id, sa.func.count())
        .join(Objective, Objective.id == objective_visions.c.owner_id)
        .join(Objective.plan)
        .where(objective_visions.c.target_id.in_(vision_ids), *_standing())
        .group_by(objective_visions.c.target_id)
    )
    tracks = (
        sa.select(track_visions.c.target_id, sa.func.count())
        .join(ActionTrack, ActionTrack.id == track_visions.c.owner_id)
        .join(ActionTrack.objective)
        .join(Objective.plan)
        .where(track_visions.c.target_id.in_(vision_ids), ActionTrack.withdrawn_at.is_(None), *_standing())
        .group_by(track_visions.c.target_id)
    )
    by_objective = {row[0]: row[1] for row in session().execute(objectives)}
    by_track = {row[0]: row[1] for row in session().execute(tracks)}
    return {vision_id: (by_objective.get(vision_id, 0), by_track.get(vision_id, 0)) for vision_id in vision_ids}


def _standing() -> tuple[sa.ColumnElement[bool], ...]:
    return DevelopmentPlan.status == PlanStatus.ADOPTED, Objective.withdrawn_at.is_(None)


def _current_plans() -> sa.Select[tuple[DevelopmentPlan]]:
    return sa.select(DevelopmentPlan).join(DevelopmentPlan.strategy).where(Strategy.is_current)


def _whole_track() -> tuple[Loading, ...]:
    return (
        selectinload(ActionTrack.action_plans),
        selectinload(ActionTrack.values),
        selectinload(ActionTrack.visions).joinedload(Vision.focus_area),
    )


def _whole_objective() -> tuple[Loading, ...]:
    return (
        selectinload(Objective.values),
        selectinload(Objective.visions).joinedload(Vision.focus_area),
        selectinload(Objective.tracks).options(*_whole_track()),
    )


def _whole_plan() -> tuple[Loading, ...]:
    return (
        joinedload(DevelopmentPlan.committee),
        joinedload(DevelopmentPlan.strategy),
        selectinload(DevelopmentPlan.versions),
        selectinload(DevelopmentPlan.objectives).options(*_whole_objective()),
    )


def _plan_of_objective() -> Loading:
    return joinedload(Objective.plan).joinedload(DevelopmentPlan.committee)


def _home_of_track() -> tuple[Loading, ...]:
    home = joinedload(ActionTrack.objective).joinedload(Objective.plan)
    return (home.joinedload(DevelopmentPlan.committee), home.joinedload(DevelopmentPlan.strategy))
