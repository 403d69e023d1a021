"""How far things are, rolled up from action plans to tracks, objectives and the plan. Shares from 0 to 1.

Every part weighs the same. What is dropped or withdrawn is left out; None means that there is nothing to measure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective, TrackStatus


def of_action_plan(action_plan: ActionPlan) -> float | None:
    """A finished action plan is 1 whatever its percentage says; a dropped one does not count."""
    if action_plan.status == TrackStatus.DROPPED:
        return None
    return 1.0 if action_plan.status == TrackStatus.DONE else action_plan.progress / 100


def is_late(action_plan: ActionPlan, today: dt.date) -> bool:
    """True when its day has passed and it is neither done nor dropped."""
    over = action_plan.status in {TrackStatus.DONE, TrackStatus.DROPPED}
    return action_plan.due_on is not None and action_plan.due_on < today and not over


def of_track(track: ActionTrack) -> float | None:
    """The mean of the track's action plans; without any, what its own status says: done is 1, all else 0."""
    if track.withdrawn_at is not None or track.status == TrackStatus.DROPPED:
        return None
    if track.status == TrackStatus.DONE:
        return 1.0
    return _mean(of_action_plan(action_plan) for action_plan in track.action_plans) or 0.0


def of_objective(objective: Objective) -> float | None:
    """The mean of the objective's tracks, None when none of them counts."""
    if objective.withdrawn_at is not None:
        return None
    return _mean(of_track(track) for track in objective.tracks)


def of_plan(plan: DevelopmentPlan) -> float | None:
    """The mean of the plan's objectives, None when none of them counts."""
    return _mean(of_objective(objective) for objective in plan.objectives)


def _mean(shares: Iterable[float | None]) -> float | None:
    counted = [share for share in shares if share is not None]
    return sum(counted) / len(counted) if counted else None
