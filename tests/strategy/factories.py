"""Makers of strategies, committees and plans."""

import datetime as dt
from collections.abc import Sequence

from engage.core import clock
from engage.core.db import transaction
from engage.strategy import queries
from engage.strategy.loader import import_packaged
from engage.strategy.models import Committee, Strategy
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective, PlanStatus, PlanVersion
from engage.strategy.snapshot import snapshot_of
from tests.factories import unique


def make_strategy() -> Strategy:
    """The strategy that comes with the program, in force: with its committees and local areas."""
    return import_packaged().strategy


def make_committee(title: str = "") -> Committee:
    """A confirmed committee."""
    with transaction() as session:
        committee = Committee(key=unique("udvalg-"), title={"da": title or unique("Udvalget ")}, confirmed=True)
        session.add(committee)
    return committee


def make_plan(committee: Committee | None = None, *, adopted: bool = False, title: str = "") -> DevelopmentPlan:
    """A development plan under the current strategy (made when there is none); adopt it when all is in it."""
    strategy = queries.current_strategy() or make_strategy()
    with transaction() as session:
        plan = DevelopmentPlan(
            committee=committee or make_committee(), strategy=strategy, title=title or unique("Udviklingsplan ")
        )
        session.add(plan)
    if adopted:
        adopt(plan)
    return plan


def make_objective(plan: DevelopmentPlan | None = None, *, title: str = "", visions: Sequence[str] = ()) -> Objective:
    """An objective last in a plan, pointing to visions by key."""
    plan = plan or make_plan()
    with transaction() as session:
        objective = Objective(
            plan=plan,
            title=title or unique("Målsætning "),
            position=len(plan.objectives),
            visions=[queries.vision(key) for key in visions],
        )
        session.add(objective)
    return objective


def make_track(
    objective: Objective | None = None, *, title: str = "", status: str = "planned", visions: Sequence[str] = ()
) -> ActionTrack:
    """An action track last under an objective."""
    objective = objective or make_objective()
    with transaction() as session:
        track = ActionTrack(
            objective=objective,
            title=title or unique("Handlingsspor "),
            status=status,
            position=len(objective.tracks),
            visions=[queries.vision(key) for key in visions],
        )
        session.add(track)
    return track


def make_action_plan(
    track: ActionTrack,
    *,
    title: str = "",
    progress: int = 0,
    status: str = "under_way",
    due_on: dt.date | None = None,
) -> ActionPlan:
    """An action plan last on a track."""
    with transaction() as session:
        action_plan = ActionPlan(
            track=track,
            title=title or unique("Handlingsplan "),
            department="Teknik og Miljø",
            progress=progress,
            status=status,
            due_on=due_on,
            position=len(track.action_plans),
        )
        session.add(action_plan)
    return action_plan


def adopt(plan: DevelopmentPlan) -> PlanVersion:
    """Adopt a plan as it stands, today."""
    with transaction() as session:
        version = PlanVersion(
            plan=plan, number=len(plan.versions) + 1, adopted_on=clock.today(), snapshot=snapshot_of(plan)
        )
        plan.status = PlanStatus.ADOPTED
        session.add(version)
    return version
