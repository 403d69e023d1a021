"""What the first page shows: what one can take part in now, and what became of what was said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from engage.consultations import queries as consultations
from engage.core import clock
from engage.core.db import session
from engage.ideas import queries as ideas
from engage.ideas.models import Idea, IdeaStatus
from engage.overview.way_in import way_in
from engage.strategy import queries as strategy
from engage.strategy.plans import ActionTrack, DevelopmentPlan, Objective
from engage.triage.decisions import Link, Reply
from engage.triage.queries import in_force

# Of so many of the newest replies, those that led into a plan are told first.
LATEST = 12


@dataclass(frozen=True)
class SaidAndDone:
    """A published idea, the reply it got, and where it stands in a plan, if it does."""

    idea: Idea
    reply: Reply
    link: Link | None


def content() -> dict[str, Any]:
    """All that the first page shows. When nothing is open, the next consultation that comes stands first."""
    open_now = consultations.open_consultations(limit=6)
    coming = consultations.listed("coming", limit=4)
    first = next(iter([*open_now, *coming]), None)
    return {
        "strategy": strategy.current_strategy(),
        "first": first,
        "way_in": way_in(first) if first else None,
        "others": [one for one in open_now if one is not first],
        "coming": [one for one in coming if one is not first],
        "with_results": consultations.with_results(limit=3),
        "newest_ideas": ideas.newest(limit=3),
        "said": said_and_done(limit=3),
        "now": clock.now(),
    }


def said_and_done(limit: int) -> list[SaidAndDone]:
    """What became of what people said: ideas that were answered last, those that reached a plan before the others."""
    later = sa.select(Reply.id).where(Reply.input_id == Idea.input_id).order_by(Reply.id.desc()).limit(1)
    query = (
        sa.select(Idea, Reply)
        .join(Reply, Reply.input_id == Idea.input_id)
        .where(Idea.status == IdeaStatus.PUBLISHED, Reply.id == later.correlate(Idea).scalar_subquery())
        .order_by(Reply.id.desc())
        .limit(LATEST)
    )
    pairs = [(idea, reply) for idea, reply in session().execute(query)]
    links = _newest_links([idea.input_id for idea, _reply in pairs])
    told = [SaidAndDone(idea, reply, links.get(idea.input_id)) for idea, reply in pairs]
    return sorted(told, key=lambda one: one.link is None)[:limit]


def _newest_links(input_ids: Collection[int]) -> dict[int, Link]:
    """The newest link in force of each input, with what its page is found by."""
    plan = joinedload(Objective.plan).joinedload(DevelopmentPlan.committee)
    query = sa.select(Link).where(Link.input_id.in_(input_ids), in_force()).order_by(Link.id)
    query = query.options(
        joinedload(Link.objective).options(plan),
        joinedload(Link.track).joinedload(ActionTrack.objective).options(plan),
    )
    return {link.input_id: link for link in session().scalars(query)} if input_ids else {}
