"""Where a citizen stands in a survey: all that answering needs to know, brought by one statement.

Plain values, not models: they are asked for with every page that is shown or sent, and neither the long texts of the
consultation nor the questionnaire itself, which is read once in each process, come along. See
docs/performance/answers.md.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import sqlalchemy as sa

from engage.consultations.models import Consultation, ConsultationStatus
from engage.core import tokens
from engage.core.db import Base, LocalisedText, session
from engage.core.errors import NotFound
from engage.strategy.models import Committee
from engage.surveys.models import Draft, QuestionnaireVersion, Response, Survey, SurveyStatus
from engage.triage.models import Trace

DRAFT_PURPOSE = "draft"


class ConsultationFacts(NamedTuple):
    """What the pages of a survey show of its consultation, and what decides whether one may answer."""

    id: int
    slug: str
    title: LocalisedText
    opens_at: dt.datetime
    closes_at: dt.datetime
    privacy_mode: str
    committee_id: int


class SurveyFacts(NamedTuple):
    """The survey, in its consultation."""

    id: int
    slug: str
    title: LocalisedText
    status: str
    open_link: bool
    consultation: ConsultationFacts


class VersionFacts(NamedTuple):
    """Which questionnaire is answered."""

    id: int
    sha256: str


class DraftFacts(NamedTuple):
    """A draft as it was read; `revision` tells whether it has been written since."""

    id: int
    answers: dict[str, Any]
    sent_pages: list[str]
    submission_key: str
    revision: int


class Receipt(NamedTuple):
    """A response as its sender gets it back, and who will read it."""

    survey: SurveyFacts
    version: VersionFacts
    answers: dict[str, Any]
    submitted_at: dt.datetime
    trace: str | None  # its public id
    committee: LocalisedText


class Standing(NamedTuple):
    """The survey, the version that this citizen answers, and the draft, if one has been begun."""

    survey: SurveyFacts
    version: VersionFacts
    draft: DraftFacts | None


def _columns(model: type[Base], fields: tuple[str, ...]) -> list[sa.ColumnElement[Any]]:
    """The columns a value is made of, in its order; they are called alike."""
    return [model.__table__.c[name] for name in fields if name in model.__table__.c]


_FACTS = [
    *_columns(Consultation, ConsultationFacts._fields),
    *_columns(Survey, SurveyFacts._fields),
    *_columns(QuestionnaireVersion, VersionFacts._fields),
]
_DRAFT = _columns(Draft, DraftFacts._fields)
_LATEST = (
    sa.select(QuestionnaireVersion.id)
    .where(QuestionnaireVersion.survey_id == Survey.id)
    .order_by(QuestionnaireVersion.number.desc())
    .limit(1)
    .correlate(Survey)
    .scalar_subquery()
)
_PUBLIC = (
    Survey.slug == sa.bindparam("slug"),
    Survey.status != SurveyStatus.DRAFT,
    Consultation.status == ConsultationStatus.PUBLISHED,
)
# Built once: building a statement takes longer than running it.
_BEFORE = (
    sa.select(*_FACTS)
    .join_from(Survey, Consultation, Survey.consultation_id == Consultation.id)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == _LATEST)
    .where(*_PUBLIC)
)
_WITH_KEY = (
    sa.select(*_FACTS, *_DRAFT)
    .join_from(Survey, Consultation, Survey.consultation_id == Consultation.id)
    .outerjoin(Draft, sa.and_(Draft.survey_id == Survey.id, Draft.key_hash == sa.bindparam("key_hash")))
    .join(QuestionnaireVersion, QuestionnaireVersion.id == sa.func.coalesce(Draft.version_id, _LATEST))
    .where(*_PUBLIC)
)


_RECEIPT = (
    sa.select(*_FACTS, Response.answers, Response.submitted_at, Trace.public_id, Committee.title)
    .select_from(Response)
    .join(Survey, Survey.id == Response.survey_id)
    .join(Consultation, Consultation.id == Survey.consultation_id)
    .join(Committee, Committee.id == Consultation.committee_id)
    .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
    .outerjoin(Trace, Trace.id == Response.trace_id)
    .where(Response.public_id == sa.bindparam("public_id"), *_PUBLIC)
)


def standing(slug: str, key: str | None = None) -> Standing:
    """Where the citizen with this key stands (without one: somebody who has not begun), as it is stored now.

    Raises NotFound unless the public may know of the survey: published at least once, in a published consultation.
    """
    asked = {"slug": slug} if key is None else {"slug": slug, "key_hash": tokens.keyed_hash(DRAFT_PURPOSE, key)}
    row: Any = session().connection().execute(_BEFORE if key is None else _WITH_KEY, asked).first()
    if row is None:
        raise NotFound
    survey, version, draft = _facts(row)
    return Standing(survey, version, DraftFacts._make(draft) if any(draft) else None)


def receipt_of(slug: str, public_id: str) -> Receipt | None:
    """What the receipt of a response to this survey shows; None when there is none the public may know of."""
    row: Any = session().connection().execute(_RECEIPT, {"slug": slug, "public_id": public_id}).first()
    if row is None:
        return None
    survey, version, own = _facts(row)
    return Receipt(survey, version, *own)


def _facts(row: Any) -> tuple[SurveyFacts, VersionFacts, Any]:
    """A row of _FACTS and more: the survey, the version, and the more."""
    consultation, survey, version = row[:7], row[7:12], row[12:14]
    return SurveyFacts._make([*survey, ConsultationFacts._make(consultation)]), VersionFacts._make(version), row[14:]
