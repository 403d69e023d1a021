"""Summaries and published results looked up."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from engage.consultations.models import Activity, Consultation, ConsultationStatus
from engage.core.builds import BuildState, left_lying
from engage.core.db import recent, session
from engage.summaries.models import PublishedResult, Summary

_OF_WHOLE = sa.and_(Summary.consultation_id == Consultation.id, Summary.survey_id.is_(None))


class Overview(NamedTuple):
    """A consultation with its summary (without content), None when none was begun, and whether it is stale."""

    consultation: Consultation
    summary: Summary | None
    stale: bool


def summaries_of(consultation_id: int) -> list[Summary]:
    """The summary of the whole and then those of its surveys."""
    query = sa.select(Summary).where(Summary.consultation_id == consultation_id).options(joinedload(Summary.survey))
    found = session().scalars(query.execution_options(populate_existing=True))
    return sorted(found, key=lambda summary: summary.survey_id or 0)


def whole_summary(consultation_id: int) -> Summary | None:
    """The summary of a whole consultation, if one was ever begun."""
    query = sa.select(Summary).where(Summary.consultation_id == consultation_id, Summary.survey_id.is_(None))
    return session().scalar(query.execution_options(populate_existing=True))


def overviews(limit: int = 200) -> list[Overview]:
    """Every consultation that is or was public, or has a summary, newest first. One query."""
    query = (
        sa.select(Consultation, Summary, sa.func.coalesce(Activity.changed, sa.false()))
        .outerjoin(Summary, _OF_WHOLE)
        .outerjoin(Activity, Activity.consultation_id == Consultation.id)
        .where(sa.or_(Consultation.status != ConsultationStatus.DRAFT, Summary.id.is_not(None)))
        .order_by(Consultation.opens_at.desc(), Consultation.id.desc())
        .options(defer(Summary.content), defer(Summary.previous))
        .limit(limit)
    )
    return [Overview(*row) for row in session().execute(query).tuples()]


def is_stale(consultation_id: int) -> bool:
    """Whether anything has come in since the summary was begun."""
    return bool(session().scalar(sa.select(Activity.changed).where(Activity.consultation_id == consultation_id)))


def waiting_to_be_built(*, rest: dt.timedelta) -> list[int]:
    """Consultations whose summary is to be built now.

    Those that have changed and were not built within `rest`, and those whose build was left lying.
    """
    changed = sa.and_(
        Activity.changed,
        sa.or_(Summary.id.is_(None), Summary.state.in_((BuildState.WAITING, BuildState.BUILT))),
        sa.or_(Summary.built_at.is_(None), ~recent(Summary.built_at, rest)),
    )
    query = (
        sa.select(Consultation.id)
        .outerjoin(Summary, _OF_WHOLE)
        .outerjoin(Activity, Activity.consultation_id == Consultation.id)
        .where(sa.or_(changed, left_lying(Summary)))
    )
    return list(session().scalars(query))


def published_result(consultation_id: int) -> PublishedResult | None:
    """What the public sees of a consultation's results."""
    return session().scalar(sa.select(PublishedResult).where(PublishedResult.consultation_id == consultation_id))
