"""Changing action plans: who does what on a track, by when, and how far it is."""

from __future__ import annotations

from dataclasses import asdict

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.security import Permission
from engage.strategy.editing import lock
from engage.strategy.plans import ActionPlan, ActionPlanContent, ActionTrack, TrackStatus


def add_action_plan(actor: User, track: ActionTrack, content: ActionPlanContent) -> ActionPlan:
    """Add an action plan last on a track. Raises Forbidden."""
    committee_id = track.objective.plan.committee_id
    authorise(actor, Permission.PLAN, committee_id)
    with transaction() as db_session:
        action_plan = ActionPlan(track=track, position=_after(track))
        _fill(action_plan, content)
        db_session.add(action_plan)
        record("action_plan.added", action_plan, actor=actor, committee_id=committee_id)
    return action_plan


def edit_action_plan(actor: User, action_plan: ActionPlan, content: ActionPlanContent, *, version: int) -> None:
    """Change an action plan. Raises Forbidden or EditConflict."""
    committee_id = action_plan.track.objective.plan.committee_id
    authorise(actor, Permission.PLAN, committee_id)
    with transaction():
        lock(action_plan, version)
        _fill(action_plan, content)
        detail = {"status": action_plan.status, "progress": action_plan.progress}
        record("action_plan.edited", action_plan, actor=actor, committee_id=committee_id, detail=detail)


def _fill(action_plan: ActionPlan, content: ActionPlanContent) -> None:
    """A finished one is at 100 percent, so that status and bar never contradict each other."""
    for name, value in asdict(content).items():
        setattr(action_plan, name, value)
    if content.status == TrackStatus.DONE:
        action_plan.progress = 100


def _after(track: ActionTrack) -> int:
    query = sa.select(sa.func.max(ActionPlan.position)).where(ActionPlan.track_id == track.id)
    last = session().scalar(query)
    return 0 if last is None else last + 1
