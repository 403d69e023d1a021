"""Building summaries in the worker, and publishing what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
import structlog

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.models import Activity, Consultation
from engage.consultations.queries import by_slug
from engage.core import clock
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import Conflict
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.summaries import queries
from engage.summaries.figures import survey_figures
from engage.summaries.models import PublishedResult, Summary, SummaryState
from engage.summaries.voices import voices
from engage.surveys.queries import surveys_of
from engage.triage import themes

log = structlog.get_logger()
# A build that its worker did not end within this time has died with it.
BUILD_MAY_TAKE = dt.timedelta(minutes=5)
# While answers pour in, a summary is built again no sooner than this after the last time; the sweep sees to it.
REST = dt.timedelta(seconds=10)


class NoSummaryYet(Conflict):
    """There is nothing to publish before the first summary is built."""

    code = "no_summary_yet"


def build(consultation_id: int, *, at_once: bool = False) -> bool:
    """Build the summaries of a consultation and its surveys. False when another worker is at it, or has just been.

    What comes in while it is being built marks it stale again and is built next. An error is kept in the row,
    shown to staff, and raised.
    """
    if not _claim(consultation_id, at_once=at_once):
        return False
    try:
        themes.propose(consultation_id)
        contents = _contents(consultation_id)
    except Exception as error:
        _fail(consultation_id, error)
        raise
    _store(consultation_id, contents)
    return True


def rebuild(actor: User, slug: str) -> None:
    """Ask for a new build now, on a person's wish."""
    with transaction():
        consultation = by_slug(slug)
        authorise(actor, Permission.READ)
        _mark(consultation.id)
        enqueue(Job.BUILD_SUMMARY, consultation.id)


def sweep() -> int:
    """Send builds for what has changed or was left half-built; how many."""
    with transaction():
        waiting = queries.waiting_to_be_built(rested=clock.now() - REST, given_up=clock.now() - BUILD_MAY_TAKE)
        for consultation_id in waiting:
            enqueue(Job.BUILD_SUMMARY, consultation_id)
    return len(waiting)


def publish(actor: User, slug: str, left_out: Collection[str]) -> PublishedResult:
    """Show the public the summary as it is now, without the quotes of the inputs in `left_out` (public ids).

    Raises NoSummaryYet, Forbidden.
    """
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = by_slug(slug)
        summary = queries.whole_summary(consultation.id)
        if summary is None or summary.built_at is None:
            raise NoSummaryYet
        result = queries.published_result(consultation.id) or PublishedResult(consultation_id=consultation.id)
        result.content = _without_quotes(summary.content, set(left_out))
        result.published_at = clock.now()
        result.published_by_id = actor.id
        consultation.results_published_at = result.published_at
        db_session.add(result)
        record("results.published", consultation, actor=actor, committee_id=consultation.committee_id)
    return result


def unpublish(actor: User, slug: str) -> None:
    """Take the published results away from the public."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = by_slug(slug)
        db_session.execute(sa.delete(PublishedResult).where(PublishedResult.consultation_id == consultation.id))
        consultation.results_published_at = None
        record("results.unpublished", consultation, actor=actor, committee_id=consultation.committee_id)


def _claim(consultation_id: int, *, at_once: bool) -> bool:
    now = clock.now()
    with transaction() as db_session:
        if db_session.get(Consultation, consultation_id) is None:
            return False
        _ensure_rows(consultation_id)
        resting = sa.and_(Summary.built_at.is_not(None), Summary.built_at > now - REST)
        taken = sa.and_(Summary.state == SummaryState.BUILDING, Summary.claimed_at > now - BUILD_MAY_TAKE)
        free = sa.not_(sa.func.coalesce(taken, sa.false()))
        rested = sa.true() if at_once else sa.not_(sa.func.coalesce(resting, sa.false()))
        statement = (
            sa.update(Summary)
            .where(Summary.consultation_id == consultation_id, Summary.survey_id.is_(None), free, rested)
            .values(state=SummaryState.BUILDING, claimed_at=now)
        )
        if db_session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
            return False
        db_session.execute(sa.update(Activity).where(Activity.consultation_id == consultation_id).values(changed=False))
    return True


def _ensure_rows(consultation_id: int) -> None:
    """A summary row for the whole and for each survey; on PostgreSQL two builders may try at once, one waits."""
    there = set(session().scalars(sa.select(Summary.survey_id).where(Summary.consultation_id == consultation_id)))
    session().scalar(sa.select(Consultation.id).where(Consultation.id == consultation_id).with_for_update())
    wanted: list[int | None] = [None, *(survey.id for survey in surveys_of(consultation_id))]
    for survey_id in wanted:
        if survey_id not in there:
            session().add(Summary(consultation_id=consultation_id, survey_id=survey_id))
    session().flush()


def _contents(consultation_id: int) -> dict[int | None, dict[str, Any]]:
    """The content per survey id, and of the whole under None."""
    surveys = [(survey.id, survey_figures(survey)) for survey in surveys_of(consultation_id)]
    parts: dict[int | None, dict[str, Any]] = {
        key: {"surveys": [figures] if figures else [], "voices": voices(consultation_id, key)}
        for key, figures in surveys
    }
    whole = {"surveys": [figures for _key, figures in surveys if figures], "voices": voices(consultation_id)}
    return {None: whole, **parts}


def _store(consultation_id: int, contents: dict[int | None, dict[str, Any]]) -> None:
    with transaction() as db_session:
        for summary in queries.summaries_of(consultation_id):
            if summary.survey_id not in contents:
                continue
            summary.previous = _totals(summary.content)
            summary.content = contents[summary.survey_id]
            summary.state = SummaryState.BUILT
            summary.built_at = clock.now()
            summary.last_error = ""
        activity = db_session.get(Activity, consultation_id, populate_existing=True)
        if activity is not None and activity.changed:
            enqueue(Job.BUILD_SUMMARY, consultation_id)


def _fail(consultation_id: int, error: Exception) -> None:
    log.error("summary_failed", consultation=consultation_id, error=type(error).__name__)
    session().rollback()
    with transaction():
        for summary in queries.summaries_of(consultation_id):
            if summary.survey_id is None:
                summary.state = SummaryState.FAILED
                summary.last_error = f"{type(error).__name__}: {error}"[:500]
        _mark(consultation_id)


def _mark(consultation_id: int) -> None:
    session().execute(sa.update(Activity).where(Activity.consultation_id == consultation_id).values(changed=True))


def _totals(content: dict[str, Any]) -> dict[str, Any]:
    """The numbers to compare the next build with."""
    if not content:
        return {}
    return {
        "responses": sum(survey["responses"] for survey in content["surveys"]),
        "inputs": content["voices"]["inputs"],
        "themes": {theme["label"]: theme["inputs"] for theme in content["voices"]["themes"]},
    }


def _without_quotes(content: dict[str, Any], left_out: set[str]) -> dict[str, Any]:
    shown = [
        {**theme, "quotes": [quote for quote in theme["quotes"] if quote["input"] not in left_out]}
        for theme in content["voices"]["themes"]
    ]
    return {**content, "voices": {**content["voices"], "themes": shown}}
