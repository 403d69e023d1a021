"""A sender's name taken off ideas, and a person's support of them, on that person's wish."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from engage.core.db import session, transaction
from engage.ideas.models import Idea, Support
from engage.ideas.supporting import person_of_email
from engage.triage.models import Trace


def forget_names(traces: Iterable[Trace]) -> None:
    """Take the sender's name off the ideas of these submissions. Joins the caller's use case."""
    ids = [trace.id for trace in traces]
    with transaction() as db_session:
        for idea in db_session.scalars(sa.select(Idea).where(Idea.trace_id.in_(ids))):
            idea.sender_name, idea.show_name = "", False


def forget_supports(address: str) -> int:
    """Forget which ideas an address supported; each is supported by one less. How many. Joins the caller's use case."""
    with transaction() as db_session:
        supports = db_session.scalars(sa.select(Support).where(Support.person == person_of_email(address))).all()
        for support in supports:
            if support.confirmed_at is not None:
                one_less = sa.update(Idea).where(Idea.id == support.idea_id).values(supports=Idea.supports - 1)
                session().execute(one_less)
            db_session.delete(support)
    return len(supports)
