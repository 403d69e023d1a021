"""Summaries and published results looked up."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from engage.consultations.models import Activity
from engage.core.db import session
from engage.summaries.models import PublishedResult, Summary, SummaryState


def summaries_of(consultation_id: int) -> list[Summary]:
    """The summary of the whole and those of its surveys."""
    query = sa.select(Summary).where(Summary.consultation_id == consultation_id).options(joinedload(Summary.survey))
    return list(session().scalars(query.execution_options(populate_existing=True)))


def whole_summary(consultation_id: int) -> Summary | None:
    """The summary of a whole consultation, if one was ever begun."""
    return next((one for one in summaries_of(consultation_id) if one.survey_id is None), None)


def all_whole_summaries() -> list[Summary]:
    """The summary of each consultation, the latest built first."""
    query = sa.select(Summary).where(Summary.survey_id.is_(None)).options(joinedload(Summary.consultation))
    return list(session().scalars(query.order_by(Summary.built_at.desc(), Summary.id.desc())))


def is_stale(consultation_id: int) -> bool:
    """Whether anything has come in since the summary was begun."""
    return bool(session().scalar(sa.select(Activity.changed).where(Activity.consultation_id == consultation_id)))


def stale_ids() -> set[int]:
    """The consultations whose summaries are stale."""
    return set(session().scalars(sa.select(Activity.consultation_id).where(Activity.changed)))


def waiting_to_be_built(rested: dt.datetime, given_up: dt.datetime) -> list[int]:
    """Consultations that have changed and were not built since `rested`, or whose build began before `given_up`."""
    query = (
        sa.select(Activity.consultation_id)
        .outerjoin(Summary, sa.and_(Summary.consultation_id == Activity.consultation_id, Summary.survey_id.is_(None)))
        .where(
            sa.or_(
                sa.and_(Activity.changed, sa.or_(Summary.built_at.is_(None), Summary.built_at <= rested)),
                sa.and_(Summary.state == SummaryState.BUILDING, Summary.claimed_at <= given_up),
            )
        )
    )
    return list(session().scalars(query))


def published_result(consultation_id: int) -> PublishedResult | None:
    """What the public sees of a consultation's results."""
    return session().scalar(sa.select(PublishedResult).where(PublishedResult.consultation_id == consultation_id))
