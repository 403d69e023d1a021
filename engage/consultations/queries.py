"""Consultations looked up: by state for lists, by slug for pages, as choices for forms."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from engage.accounts.models import User
from engage.consultations.models import Consultation, ConsultationStatus, Document, Phase
from engage.core import clock
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import localise
from engage.core.pages import Page, paginate

PUBLIC_STATES = ("open", "coming", "closed")
STATES = (*PUBLIC_STATES, "draft", "withdrawn")


def listed(state: str, limit: int = 200) -> list[Consultation]:
    """Consultations in one of STATES with focus areas and committee, the most pressing first.

    Open ones by the nearest end, coming ones by the nearest start, the others newest first.
    """
    query = _in_state(state).options(selectinload(Consultation.focus_areas), selectinload(Consultation.committee))
    return list(session().scalars(query.limit(limit)))


def public_page(state: str | None, cursor: str | None, limit: int) -> Page[Consultation]:
    """A page of what the public may see, in one of PUBLIC_STATES or in all, by the day it closes.

    The nearest end first where it is still to come, else the latest.
    """
    every = sa.select(Consultation).where(Consultation.status == ConsultationStatus.PUBLISHED)
    query = _in_state(state) if state else every
    query = query.options(selectinload(Consultation.focus_areas), selectinload(Consultation.committee))
    keys = [Consultation.closes_at, Consultation.id]
    return paginate(query, keys, cursor, limit, ascending=state in {"open", "coming"})


def open_consultations(limit: int = 200) -> list[Consultation]:
    """Published consultations that can be answered now, the one that closes first on top."""
    return listed("open", limit)


def with_results(limit: int = 20) -> list[Consultation]:
    """Closed consultations whose results are published, the newest results first."""
    query = (
        sa.select(Consultation)
        .where(
            Consultation.status == ConsultationStatus.PUBLISHED,
            Consultation.closes_at <= clock.now(),
            Consultation.results_published_at.is_not(None),
        )
        .order_by(Consultation.results_published_at.desc(), Consultation.id.desc())
        .options(selectinload(Consultation.focus_areas), selectinload(Consultation.committee))
    )
    return list(session().scalars(query.limit(limit)))


def by_slug(slug: str) -> Consultation:
    """A consultation in any state with all that its page shows; raises NotFound."""
    return _one(Consultation.slug == slug)


def by_id(consultation_id: int) -> Consultation:
    """A consultation in any state with all that its page shows; raises NotFound."""
    return _one(Consultation.id == consultation_id)


def published(slug: str) -> Consultation:
    """A consultation the public may see (coming, open or closed); raises NotFound for every other."""
    consultation = by_slug(slug)
    if consultation.state_at(clock.now()) not in PUBLIC_STATES:
        raise NotFound
    return consultation


def consultation_choices(actor: User | None = None) -> list[tuple[int, str]]:
    """(id, title) of every consultation that is not withdrawn, newest first, for a select.

    With an actor who works for certain committees, those of their committees come first.
    """
    query = (
        sa.select(Consultation.id, Consultation.title, Consultation.committee_id)
        .where(Consultation.status != ConsultationStatus.WITHDRAWN)
        .order_by(Consultation.opens_at.desc(), Consultation.id.desc())
    )
    rows = session().execute(query).all()
    own = actor.committee_ids if actor is not None else set()
    return [(row.id, localise(row.title)) for row in sorted(rows, key=lambda row: row.committee_id not in own)]


def phase_of(consultation_id: int, phase_id: int) -> Phase:
    """One phase of a consultation; raises NotFound."""
    phase = session().get(Phase, phase_id)
    if phase is None or phase.consultation_id != consultation_id:
        raise NotFound
    return phase


def document_by_public_id(public_id: str) -> Document:
    """A document by the id in its address, with its consultation; raises NotFound."""
    query = sa.select(Document).where(Document.public_id == public_id).options(selectinload(Document.consultation))
    document = session().scalar(query)
    if document is None:
        raise NotFound
    return document


def slug_taken(slug: str) -> bool:
    """True when a consultation has this slug already."""
    return session().scalar(sa.select(sa.exists().where(Consultation.slug == slug))) or False


def _in_state(state: str) -> sa.Select[tuple[Consultation]]:
    now = clock.now()
    query = sa.select(Consultation)
    published = query.where(Consultation.status == ConsultationStatus.PUBLISHED)
    if state == "open":
        started = published.where(Consultation.opens_at <= now, Consultation.closes_at > now)
        return started.order_by(Consultation.closes_at, Consultation.id)
    if state == "coming":
        return published.where(Consultation.opens_at > now).order_by(Consultation.opens_at, Consultation.id)
    if state == "closed":
        ended = published.where(Consultation.closes_at <= now)
        return ended.order_by(Consultation.closes_at.desc(), Consultation.id.desc())
    return query.where(Consultation.status == state).order_by(Consultation.id.desc())


def _one(condition: sa.ColumnElement[bool]) -> Consultation:
    query = sa.select(Consultation).where(condition)
    consultation = session().scalar(
        query.options(
            selectinload(Consultation.focus_areas),
            selectinload(Consultation.committee),
            selectinload(Consultation.phases),
            selectinload(Consultation.documents),
        )
    )
    if consultation is None:
        raise NotFound
    return consultation
