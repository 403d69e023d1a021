"""Surveys, versions, drafts and responses looked up; responses counted without reading answers."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad as Loading

from engage.consultations.models import Consultation, ConsultationStatus
from engage.core.audit import AuditEntry, trail_of
from engage.core.db import JsonDict, session
from engage.core.errors import NotFound
from engage.strategy.queries import focus_areas, local_areas
from engage.surveys.models import PersonalLink, QuestionnaireVersion, Response, Survey, SurveyStatus
from engage.surveys.questions import Choice, Context, LateChoices
from engage.surveys.texts import say

_UNREAD = (defer(Survey.document), defer(Survey.previous))


def survey_by_slug(slug: str) -> Survey:
    """A survey in any state, with its consultation; raises NotFound."""
    return _one(Survey.slug == slug)


def survey_by_id(survey_id: int) -> Survey:
    """A survey in any state, with its consultation; raises NotFound."""
    return _one(Survey.id == survey_id)


def published_survey(slug: str) -> Survey:
    """A survey the public may know of: published at least once, in a published consultation; raises NotFound."""
    survey = _one(Survey.slug == slug, *_UNREAD)
    if survey.status == SurveyStatus.DRAFT or survey.consultation.status != ConsultationStatus.PUBLISHED:
        raise NotFound
    return survey


def surveys(consultation_slug: str | None = None) -> list[Survey]:
    """All surveys (of one consultation) with their consultations but without their drafts, newest first."""
    query = sa.select(Survey).options(joinedload(Survey.consultation), *_UNREAD)
    if consultation_slug is not None:
        query = query.join(Survey.consultation).where(Consultation.slug == consultation_slug)
    return list(session().scalars(query.order_by(Survey.id.desc())))


def versions_of(survey_id: int) -> list[QuestionnaireVersion]:
    """A survey's published versions, oldest first."""
    query = sa.select(QuestionnaireVersion).where(QuestionnaireVersion.survey_id == survey_id)
    return list(session().scalars(query.order_by(QuestionnaireVersion.number)))


def last_change(survey: Survey) -> AuditEntry:
    """What was done to a survey last: by whom, and when."""
    return trail_of(survey, limit=1)[0]


def surveys_of(consultation_id: int) -> list[Survey]:
    """A consultation's surveys, oldest first."""
    query = sa.select(Survey).where(Survey.consultation_id == consultation_id).order_by(Survey.id)
    return list(session().scalars(query.options(joinedload(Survey.consultation))))


def open_surveys_of(consultation_id: int) -> list[Survey]:
    """Those of a consultation's surveys that the public may answer by the open link."""
    query = sa.select(Survey).where(
        Survey.consultation_id == consultation_id, Survey.status == SurveyStatus.PUBLISHED, Survey.open_link
    )
    return list(session().scalars(query.order_by(Survey.id)))


def current_version(survey_id: int) -> QuestionnaireVersion:
    """The version that new answers are given to; raises NotFound when none was published."""
    query = sa.select(QuestionnaireVersion).where(QuestionnaireVersion.survey_id == survey_id)
    query = query.options(defer(QuestionnaireVersion.document))  # read once in each process
    version = session().scalar(query.order_by(QuestionnaireVersion.number.desc()).limit(1))
    if version is None:
        raise NotFound
    return version


def response_by_submission(submission_key: str) -> Response | None:
    """The response that this form has already become."""
    return session().scalar(sa.select(Response).where(Response.submission_key == submission_key))


def response_by_public_id(public_id: str) -> Response:
    """The response of this id."""
    return session().execute(sa.select(Response).where(Response.public_id == public_id)).scalar_one()


def link_by_public_id(public_id: str) -> tuple[PersonalLink, str] | None:
    """A personal link that has not been used, and the slug of the survey it opens."""
    query = sa.select(PersonalLink, Survey.slug).join(Survey, Survey.id == PersonalLink.survey_id)
    query = query.where(PersonalLink.public_id == public_id).execution_options(populate_existing=True)
    found = session().execute(query).one_or_none()
    return (found[0], found[1]) if found else None


def document_of(version_id: int) -> JsonDict:
    """What a published version asks."""
    query = sa.select(QuestionnaireVersion.document).where(QuestionnaireVersion.id == version_id)
    return session().execute(query).scalar_one()


def response_counts(survey_ids: Collection[int]) -> dict[int, int]:
    """How many responses each survey has; every id asked for is a key."""
    query = (
        sa.select(Response.survey_id, sa.func.count())
        .where(Response.survey_id.in_(survey_ids))
        .group_by(Response.survey_id)
    )
    rows = session().execute(query).all() if survey_ids else []
    return dict.fromkeys(survey_ids, 0) | {row[0]: row[1] for row in rows}


def context_in(language: str) -> Context:
    """To whom the questions are put: the language, and the focus areas and local areas there are now."""
    return Context(
        language=language,
        focus_areas=LateChoices(lambda: (Choice(area.key, say(area.title, language)) for area in focus_areas())),
        local_areas=LateChoices(lambda: (Choice(area.name, area.name) for area in local_areas())),
    )


def _one(condition: sa.ColumnElement[bool], *without: Loading) -> Survey:
    consultation = joinedload(Survey.consultation, innerjoin=True).joinedload(Consultation.committee, innerjoin=True)
    survey = session().scalar(sa.select(Survey).where(condition).options(consultation, *without))
    if survey is None:
        raise NotFound
    return survey
