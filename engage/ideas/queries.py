"""Ideas looked up: the public list, one idea, those alike, and what waits for staff."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from engage.accounts.models import User
from engage.core.db import session
from engage.core.errors import Gone, NotFound
from engage.core.pages import Page, paginate
from engage.core.search import matches
from engage.core.security import Permission
from engage.ideas.likeness import most_alike
from engage.ideas.models import Idea, IdeaStatus, Support, idea_visions
from engage.strategy.models import FocusArea, LocalArea
from engage.text.search import query_terms
from engage.triage.decisions import Link
from engage.triage.models import Input
from engage.triage.queries import TAKEN_UP, in_force, links_of_each
from engage.triage.standing import Standing, standing_of

SORTS = ("newest", "supported")
CANDIDATES = 200
NEWEST = "newest"
# The orders of staff's list: by what, and whether the lowest comes first.
ORDERS: dict[str, tuple[tuple[InstrumentedAttribute[Any], ...], bool]] = {
    NEWEST: ((Idea.created_at, Idea.id), False),
    "oldest": ((Idea.created_at, Idea.id), True),
    "title": ((Idea.title, Idea.id), True),
    "supports": ((Idea.supports, Idea.id), False),
}


class IdeaTakenDown(Gone):
    """The idea was public once and is not any more."""

    code = "idea_taken_down"


@dataclass(frozen=True)
class IdeaFilter:
    """How the public list is narrowed: a focus area's key, a local area's id, words, and the order."""

    focus: str = ""
    area: int | None = None
    words: str = ""
    sort: str = "newest"


def listed(chosen: IdeaFilter, cursor: str | None, limit: int = 20) -> Page[Idea]:
    """A page of published ideas, newest or most supported first."""
    query = _published()
    if chosen.focus:
        query = query.where(Idea.focus_areas.any(FocusArea.key == chosen.focus))
    if chosen.area is not None:
        query = query.where(Idea.local_area_id == chosen.area)
    if chosen.words:
        query = query.where(matches(Idea.terms, query_terms(chosen.words)))
    first: InstrumentedAttribute[object] = Idea.supports if chosen.sort == "supported" else Idea.published_at
    return paginate(query, [first, Idea.id], cursor, limit)


def standings_of(ideas: Collection[Idea]) -> dict[int, Standing]:
    """Where each idea stands on its way into a plan, by its id."""
    links = links_of_each([idea.input_id for idea in ideas])
    return {idea.id: standing_of(idea.input, links[idea.input_id]) for idea in ideas}


def newest(limit: int = 4) -> list[Idea]:
    """The ideas published last."""
    return _newest_where(sa.true(), limit)


def taken_up_by(track_id: int, limit: int) -> list[Idea]:
    """The newest published ideas that an action track takes up."""
    taken = Idea.input_id.in_(
        sa.select(Link.input_id).where(Link.track_id == track_id, Link.grade.in_(TAKEN_UP), in_force())
    )
    return _newest_where(taken, limit)


def about_vision(vision_id: int, limit: int) -> list[Idea]:
    """The newest published ideas whose senders pointed to a vision."""
    return _newest_where(
        Idea.id.in_(sa.select(idea_visions.c.idea_id).where(idea_visions.c.vision_id == vision_id)), limit
    )


def published_idea(public_id: str) -> Idea:
    """An idea that the public may see; raises IdeaTakenDown for one that was public, NotFound for any other."""
    idea = by_public_id(public_id)
    if idea.status == IdeaStatus.WITHDRAWN:
        raise IdeaTakenDown
    if idea.status != IdeaStatus.PUBLISHED:
        raise NotFound
    return idea


def by_public_id(public_id: str) -> Idea:
    """An idea in any state with what its pages show; raises NotFound."""
    query = sa.select(Idea).where(Idea.public_id == public_id)
    idea = session().scalar(
        query.options(
            selectinload(Idea.focus_areas),
            selectinload(Idea.visions),
            joinedload(Idea.local_area),
            joinedload(Idea.trace),
            joinedload(Idea.input).joinedload(Input.committee),
        )
    )
    if idea is None:
        raise NotFound
    return idea


def by_submission_key(key: str) -> Idea | None:
    """The idea that a form with this key has become already."""
    return session().scalar(sa.select(Idea).where(Idea.submission_key == key))


def similar(title: str) -> list[Idea]:
    """Published ideas that seem to be about the same as a title, the most alike first."""
    words = query_terms(title)
    if not words:
        return []
    about = sa.or_(*(matches(Idea.terms, [word]) for word in words))
    query = _published().where(about).order_by(Idea.published_at.desc(), Idea.id.desc()).limit(CANDIDATES)
    ideas = list(session().scalars(query))
    return [ideas[i] for i in most_alike(words, [idea.terms for idea in ideas])]


def support_of(idea_id: int, person: str) -> Support | None:
    """A person's support of an idea, confirmed or not."""
    return session().scalar(sa.select(Support).where(Support.idea_id == idea_id, Support.person == person))


def for_moderation(
    status: str, committee_ids: Collection[int] | None, cursor: str | None, limit: int = 25, *, sort: str = NEWEST
) -> Page[Idea]:
    """Ideas in a state for staff, in one of ORDERS; of some committees, or (None) of all."""
    query = (
        sa.select(Idea)
        .join(Idea.input)
        .where(Idea.status == status)
        .options(contains_eager(Idea.input).joinedload(Input.committee), selectinload(Idea.focus_areas))
    )
    if committee_ids is not None:
        query = query.where(Input.committee_id.in_(committee_ids))
    keys, ascending = ORDERS[sort]
    return paginate(query, keys, cursor, limit, ascending=ascending)


def waiting_for(actor: User) -> int:
    """How many ideas wait for somebody who may publish them: this member of staff."""
    waiting = sa.select(sa.func.count()).select_from(Idea).where(Idea.status == IdeaStatus.WAITING)
    if not actor.can(Permission.TRIAGE):
        return 0
    if actor.committee_ids and not actor.can(Permission.ADMIN):
        waiting = waiting.join(Idea.input).where(Input.committee_id.in_(actor.committee_ids))
    return session().scalar(waiting) or 0


def local_area(area_id: int | None) -> LocalArea | None:
    """A local area by id."""
    return session().get(LocalArea, area_id) if area_id is not None else None


def _newest_where(condition: sa.ColumnElement[bool], limit: int) -> list[Idea]:
    query = _published().where(condition).order_by(Idea.published_at.desc(), Idea.id.desc())
    return list(session().scalars(query.limit(limit)))


def _published() -> sa.Select[tuple[Idea]]:
    return (
        sa.select(Idea)
        .where(Idea.status == IdeaStatus.PUBLISHED)
        .options(selectinload(Idea.focus_areas), joinedload(Idea.local_area), joinedload(Idea.input))
    )
