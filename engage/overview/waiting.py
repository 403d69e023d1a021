"""What waits for staff: a few bounded counts that the start page and the side navigation share."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from engage.accounts.models import User
from engage.core.db import session
from engage.ideas.models import Idea, IdeaStatus
from engage.messages.models import Message, MessageState
from engage.triage.models import Input, InputState

SOON = dt.timedelta(days=7)
MOST_COUNTED = 1000
WAITING = (InputState.NEW, InputState.OPEN)


def new_inputs(actor: User) -> int:
    """How many inputs nobody has read yet in the committees the user works for, counted to MOST_COUNTED."""
    query = sa.select(Input.id).where(Input.state == InputState.NEW)
    if actor.committee_ids:
        query = query.where(Input.committee_id.in_(actor.committee_ids))
    return _counted(query)


def waiting_ideas(actor: User) -> int:
    """How many ideas wait to be let through to the public in the committees the user works for, to MOST_COUNTED."""
    query = sa.select(Idea.id).where(Idea.status == IdeaStatus.WAITING)
    if actor.committee_ids:
        query = query.join(Idea.input).where(Input.committee_id.in_(actor.committee_ids))
    return _counted(query)


def failed_mail() -> int:
    """How many messages could not be sent, counted to MOST_COUNTED."""
    return _counted(sa.select(Message.id).where(Message.state == MessageState.FAILED))


def _counted(query: sa.Select[tuple[int]]) -> int:
    """How many rows, counted no further than MOST_COUNTED."""
    bounded = query.limit(MOST_COUNTED).subquery()
    return session().scalar(sa.select(sa.func.count()).select_from(bounded)) or 0
