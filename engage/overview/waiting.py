"""What waits for staff today: a few bounded look-ups over the features."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from engage.accounts.models import User
from engage.consultations import queries as consultations
from engage.core import clock
from engage.core.db import session
from engage.core.security import Permission
from engage.ideas.models import Idea, IdeaStatus
from engage.messages.models import Message, MessageState
from engage.surveys.queries import response_counts, surveys_of
from engage.triage.models import Input, InputState

SOON = dt.timedelta(days=7)
MOST_COUNTED = 1000
_WAITING = (InputState.NEW, InputState.OPEN)


def for_staff(actor: User) -> dict[str, Any]:
    """What the start page shows: counts (at most MOST_COUNTED) that lead to lists and running consultations."""
    mine = _committees_of(actor)
    today = clock.today()
    open_now = consultations.open_consultations(limit=8)
    return {
        "name": actor.name.split()[0],
        "new": new_inputs(actor),
        "overdue": _count(Input, Input.state.in_(_WAITING) & (Input.due_on < today), mine),
        "due_soon": _count(Input, Input.state.in_(_WAITING) & Input.due_on.between(today, today + SOON), mine),
        "ideas": waiting_ideas(),
        "failed_mail": _counted(sa.select(Message.id).where(Message.state == MessageState.FAILED)),
        "most": MOST_COUNTED,
        "today": today,
        "next_due": _next_due(mine),
        "consultations": [(one, _responses_of(one.id)) for one in open_now],
        "may_edit": actor.can(Permission.EDIT),
    }


def new_inputs(actor: User) -> int:
    """How many inputs nobody has read yet in the committees the user works for, counted to MOST_COUNTED."""
    return _count(Input, Input.state == InputState.NEW, _committees_of(actor))


def waiting_ideas() -> int:
    """How many ideas wait to be let through to the public, counted to MOST_COUNTED."""
    return _counted(sa.select(Idea.id).where(Idea.status == IdeaStatus.WAITING))


def _committees_of(actor: User) -> sa.ColumnElement[bool]:
    return Input.committee_id.in_(actor.committee_ids) if actor.committee_ids else sa.true()


def _count(model: type[Input], condition: sa.ColumnElement[bool], mine: sa.ColumnElement[bool]) -> int:
    return _counted(sa.select(model.id).where(condition, mine))


def _counted(query: sa.Select[tuple[int]]) -> int:
    """How many rows, counted no further than MOST_COUNTED."""
    bounded = query.limit(MOST_COUNTED).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(bounded)) or 0


def _next_due(mine: sa.ColumnElement[bool]) -> list[Input]:
    query = sa.select(Input).where(Input.state.in_(_WAITING), mine).order_by(Input.due_on, Input.id).limit(6)
    return list(session().scalars(query.options(joinedload(Input.committee))))


def _responses_of(consultation_id: int) -> int:
    return sum(response_counts([survey.id for survey in surveys_of(consultation_id)]).values())
