"""Publishing what a summary says, as it was when a person looked it over, and taking it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import Conflict, NotFound
from engage.core.security import Permission
from engage.summaries import queries
from engage.summaries.models import PublishedResult, Summary
from engage.summaries.public import public_content


class NoSummaryYet(Conflict):
    """There is nothing to publish before the first summary is built."""

    code = "no_summary_yet"


class SummaryRebuilt(Conflict):
    """The summary was built again after it was looked over."""

    code = "summary_rebuilt"


def publishable(consultation_id: int) -> Summary:
    """The summary of the whole that would be published now; raises NoSummaryYet."""
    summary = queries.whole_summary(consultation_id)
    if summary is None or summary.built_at is None:
        raise NoSummaryYet
    return summary


def publish(actor: User, slug: str, *, built_at: dt.datetime | None, left_out: Collection[str]) -> PublishedResult:
    """Show the public the summary that was built at `built_at`, without the quotes whose keys are in `left_out`.

    It stays as it is whatever comes in later, until somebody publishes again. Raises NoSummaryYet, SummaryRebuilt,
    Forbidden, NotFound.
    """
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        summary = publishable(consultation.id)
        if summary.built_at != built_at:
            raise SummaryRebuilt
        result = queries.published_result(consultation.id) or PublishedResult(consultation_id=consultation.id)
        result.content = public_content(summary.content, left_out)
        result.published_at = clock.now()
        result.published_by_id = actor.id
        consultation.results_published_at = result.published_at
        db_session.add(result)
        record(
            "results.published",
            consultation,
            actor=actor,
            committee_id=consultation.committee_id,
            detail={"quotes_left_out": len(left_out)},
        )
    return result


def unpublish(actor: User, slug: str) -> None:
    """Take the published results away from the public. Raises Forbidden, NotFound."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        result = queries.published_result(consultation.id)
        if result is None:
            raise NotFound
        db_session.delete(result)
        consultation.results_published_at = None
        record("results.unpublished", consultation, actor=actor, committee_id=consultation.committee_id)


def _locked(slug: str) -> Consultation:
    query = sa.select(Consultation).where(Consultation.slug == slug).with_for_update()
    consultation = session().scalar(query.execution_options(populate_existing=True))
    if consultation is None:
        raise NotFound
    return consultation
