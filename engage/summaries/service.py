"""Building summaries in the worker: claimed by one, read at one moment, kept with its numbers or its failure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
import structlog

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.models import Consultation
from engage.consultations.queries import by_slug
from engage.consultations.service import mark_changed, mark_read
from engage.core import builds, clock
from engage.core.builds import BuildState
from engage.core.db import recent, session, snapshot, transaction
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.summaries import queries
from engage.summaries.changes import totals_of
from engage.summaries.figures import survey_figures
from engage.summaries.models import Summary
from engage.summaries.voices import voices
from engage.surveys.queries import surveys_of
from engage.triage import proposing

log = structlog.get_logger()
Contents = dict[int | None, dict[str, Any]]
# While answers pour in, a summary is built again no sooner than this after the last time; the sweep sees to it.
REST = dt.timedelta(seconds=10)


def build(consultation_id: int, *, at_once: bool = False) -> bool:
    """Build the summaries of a consultation and its surveys. False when another worker is at it, or has just been.

    What comes in meanwhile leaves it stale, and the sweep has it built next. An error is kept in the row, shown to
    staff, and raised.
    """
    claim = _claim(consultation_id, at_once=at_once)
    if claim is None:
        return False
    try:
        with builds.pulse(Summary, _whole(consultation_id), claim):
            proposing.propose(consultation_id)
            with snapshot():
                contents = _contents(consultation_id)
    except Exception as error:
        _fail(consultation_id, claim, error)
        raise
    return _store(consultation_id, claim, contents)


def rebuild(actor: User, slug: str) -> None:
    """Ask for a new build now, on a person's wish; one that has failed too often is tried again."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = by_slug(slug)
        failed = sa.and_(Summary.consultation_id == consultation.id, Summary.state == BuildState.FAILED)
        db_session.execute(sa.update(Summary).where(failed).values(state=BuildState.WAITING, attempts=0))
        if not mark_changed(consultation.id):
            enqueue(Job.BUILD_SUMMARY, consultation.id)


def sweep() -> int:
    """Send builds for what has changed, failed or was left half-built; how many."""
    with transaction():
        waiting = queries.waiting_to_be_built(rest=REST)
        for consultation_id in waiting:
            enqueue(Job.BUILD_SUMMARY, consultation_id)
    return len(waiting)


def _claim(consultation_id: int, *, at_once: bool) -> dt.datetime | None:
    """Take the building on: the time of the claim, by which it is known; None when somebody else has it."""
    with transaction():
        if not _ensure_rows(consultation_id):
            return None
        resting = sa.or_(
            sa.func.coalesce(recent(Summary.built_at, REST), sa.false()),
            sa.and_(Summary.state == BuildState.FAILED, recent(Summary.claimed_at, REST)),
        )
        claim = builds.claim(Summary, sa.and_(_whole(consultation_id), sa.true() if at_once else ~resting))
        if claim is not None:
            mark_read(consultation_id)
    return claim


def _ensure_rows(consultation_id: int) -> bool:
    """Make a summary row for the whole and for each survey where they lack; False when there is no consultation.

    On PostgreSQL the second of two builders waits here, so that they do not both make them.
    """
    locked = sa.select(Consultation.id).where(Consultation.id == consultation_id).with_for_update(key_share=True)
    if session().scalar(locked) is None:
        return False
    there = set(session().scalars(sa.select(Summary.survey_id).where(Summary.consultation_id == consultation_id)))
    wanted: list[int | None] = [None, *(survey.id for survey in surveys_of(consultation_id))]
    new = [survey_id for survey_id in wanted if survey_id not in there]
    session().add_all(Summary(consultation_id=consultation_id, survey_id=survey_id) for survey_id in new)
    session().flush()
    return True


def _contents(consultation_id: int) -> Contents:
    """The content per survey id, and of the whole under None."""
    figures = {survey.id: survey_figures(survey) for survey in surveys_of(consultation_id)}
    before = {one.survey_id: one.content.get("voices", {}) for one in queries.summaries_of(consultation_id)}
    heard = voices(consultation_id, figures, before)
    contents: Contents = {
        survey_id: {"surveys": [found] if found else [], "voices": heard[survey_id]}
        for survey_id, found in figures.items()
    }
    contents[None] = {"surveys": [found for found in figures.values() if found], "voices": heard[None]}
    return contents


def _store(consultation_id: int, claim: dt.datetime, contents: Contents) -> bool:
    """Keep what was built; False when the claim was given up meanwhile and another worker has taken it over."""
    now = clock.now()
    with transaction():
        if not builds.is_ours(Summary, _whole(consultation_id), claim):
            return False
        for summary in queries.summaries_of(consultation_id):
            if summary.survey_id in contents:
                _fill(summary, contents[summary.survey_id], now)
    return True


def _fill(summary: Summary, content: dict[str, Any], now: dt.datetime) -> None:
    earlier_day = summary.built_at is not None and clock.local(summary.built_at).date() < clock.local(now).date()
    if summary.totals and (earlier_day or not summary.previous):
        summary.previous = summary.totals
    summary.content, summary.totals = content, totals_of(content, now)
    builds.built(summary, now)


def _fail(consultation_id: int, claim: dt.datetime, error: Exception) -> None:
    log.error("summary_failed", consultation=consultation_id, error=type(error).__name__)
    session().rollback()
    with transaction():
        if not builds.is_ours(Summary, _whole(consultation_id), claim):
            return
        mark_read(consultation_id)  # so that the next input asks again, also when the sweep has given it up
        for summary in queries.summaries_of(consultation_id):
            if summary.survey_id is None:
                builds.failed(summary, error)


def _whole(consultation_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(Summary.consultation_id == consultation_id, Summary.survey_id.is_(None))
