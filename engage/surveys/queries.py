"""Surveys, versions, drafts and responses looked up; responses counted without reading answers."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload, load_only
from sqlalchemy.orm.strategy_options import _AbstractLoad as Loading

from engage.consultations.models import Consultation, ConsultationStatus
from engage.core import tokens
from engage.core.audit import AuditEntry, trail_of
from engage.core.db import session
from engage.core.errors import NotFound
from engage.strategy.queries import focus_areas, local_areas
from engage.surveys.models import Draft, PersonalLink, QuestionnaireVersion, Response, Survey, SurveyStatus
from engage.surveys.questions import Choice, Context, LateChoices
from engage.surveys.texts import say

DRAFT_PURPOSE = "draft"

# What answering shows of a consultation; its long texts and the questionnaire's document stay in the database.
_SHOWN = (
    Consultation.slug,
    Consultation.title,
    Consultation.status,
    Consultation.opens_at,
    Consultation.closes_at,
    Consultation.privacy_mode,
    Consultation.committee_id,
)
_UNREAD = (defer(Survey.document), defer(Survey.previous))
_OF_THE_PUBLIC = (
    Survey.slug == sa.bindparam("slug"),
    Survey.status != SurveyStatus.DRAFT,
    Consultation.status == ConsultationStatus.PUBLISHED,
)
# Built once: building a statement takes as long as running it.
_DRAFT = (
    sa.select(Draft)
    .join(Draft.version)
    .join(Draft.survey)
    .join(Survey.consultation)
    .where(Draft.key_hash == sa.bindparam("key_hash"), *_OF_THE_PUBLIC)
    .options(
        contains_eager(Draft.version).defer(QuestionnaireVersion.document),
        contains_eager(Draft.survey).options(*_UNREAD, contains_eager(Survey.consultation).load_only(*_SHOWN)),
    )
    .execution_options(populate_existing=True)
)
_LOCKED_DRAFT = _DRAFT.with_for_update(of=Draft)
_TO_ANSWER = (
    sa.select(QuestionnaireVersion)
    .join(QuestionnaireVersion.survey)
    .join(Survey.consultation)
    .where(*_OF_THE_PUBLIC)
    .options(
        defer(QuestionnaireVersion.document),
        contains_eager(QuestionnaireVersion.survey).options(
            *_UNREAD, contains_eager(Survey.consultation).load_only(*_SHOWN)
        ),
    )
    .order_by(QuestionnaireVersion.number.desc())
    .limit(1)
)
_RECEIPT = (
    sa.select(Response)
    .join(Response.version)
    .join(Response.survey)
    .join(Survey.consultation)
    .join(Consultation.committee)
    .outerjoin(Response.trace)
    .where(Response.public_id == sa.bindparam("public_id"), *_OF_THE_PUBLIC)
    .options(
        contains_eager(Response.version).defer(QuestionnaireVersion.document),
        contains_eager(Response.trace),
        contains_eager(Response.survey).options(
            *_UNREAD,
            contains_eager(Survey.consultation).options(load_only(*_SHOWN), contains_eager(Consultation.committee)),
        ),
    )
)


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


def version_to_answer(slug: str) -> QuestionnaireVersion:
    """The version that a new draft is begun on, with its survey and consultation; raises NotFound."""
    version = session().scalar(_TO_ANSWER, {"slug": slug})
    if version is None:
        raise NotFound
    return version


def draft_by_key(slug: str, key: str, *, lock: bool = False) -> Draft | None:
    """The draft of a citizen's key for a survey the public may know of, with version, survey and consultation.

    `lock` holds it until the use case ends (on SQLite the whole file is held already); one that was sent by
    another window meanwhile is not there any more.
    """
    asked = {"slug": slug, "key_hash": tokens.keyed_hash(DRAFT_PURPOSE, key)}
    return session().scalar(_LOCKED_DRAFT if lock else _DRAFT, asked)


def response_by_submission(submission_key: str) -> Response | None:
    """The response that this form has already become."""
    return session().scalar(sa.select(Response).where(Response.submission_key == submission_key))


def response_for_receipt(slug: str, public_id: str) -> Response | None:
    """A response to this survey with all that its receipt shows."""
    return session().scalar(_RECEIPT, {"slug": slug, "public_id": public_id})


def link_by_public_id(public_id: str) -> PersonalLink | None:
    """A personal link that has not been used."""
    query = sa.select(PersonalLink).where(PersonalLink.public_id == public_id)
    return session().scalar(query.execution_options(populate_existing=True))


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
