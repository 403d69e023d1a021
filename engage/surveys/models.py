"""Surveys, their immutable questionnaire versions, drafts, responses and personal links."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.db import (
    BUSY,
    Base,
    HasId,
    HasPublicId,
    HasRandomId,
    HasVersion,
    JsonDict,
    LocalisedText,
    now_column,
    random_id,
)
from engage.triage.models import Trace


class SurveyStatus(StrEnum):
    """A survey can be answered when it is published and its consultation is open."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"  # closed by staff before its consultation


class Survey(HasId, HasVersion, Base):
    """A questionnaire asked inside a consultation. `document` is what staff are working on; answers go to versions."""

    __tablename__ = "surveys"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[LocalisedText]
    status: Mapped[str] = mapped_column(sa.String(20), default=SurveyStatus.DRAFT)
    open_link: Mapped[bool] = mapped_column(default=True)  # anyone may answer; else personal links only
    document: Mapped[JsonDict]
    previous: Mapped[JsonDict | None]  # the draft before its last change, to undo that
    created_at: Mapped[dt.datetime] = now_column()

    consultation: Mapped[Consultation] = relationship()
    versions: Mapped[list[QuestionnaireVersion]] = relationship(
        order_by="QuestionnaireVersion.number", back_populates="survey"
    )


class QuestionnaireVersion(HasId, Base):
    """A published questionnaire. Never changed: answers keep the version they were given to."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (sa.UniqueConstraint("survey_id", "number"),)

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id", ondelete="CASCADE"))
    number: Mapped[int]
    document: Mapped[JsonDict]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    published_at: Mapped[dt.datetime] = now_column()
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))

    survey: Mapped[Survey] = relationship(back_populates="versions")


class PersonalLink(HasRandomId, HasPublicId, Base):
    """The right to answer a survey once. Knows not who holds it; when it is used it is gone, see links.py."""

    __tablename__ = "personal_links"
    __table_args__ = BUSY

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[dt.datetime | None]


class Draft(HasRandomId, Base):
    """Answers on their way: stored page by page, found by a keyed hash of the citizen's key, gone when sent."""

    __tablename__ = "drafts"
    __table_args__ = BUSY

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    answers: Mapped[JsonDict] = mapped_column(default=dict)
    sent_pages: Mapped[list[str]] = mapped_column(default=list)  # the pages sent so far, by key
    submission_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    touched_on: Mapped[dt.date] = mapped_column(index=True)  # a day, no more: swept away after 30
    revision: Mapped[int] = mapped_column(sa.Integer, default=0)  # one more each time it is written


class Response(HasRandomId, HasPublicId, Base):
    """One person's answers, all of them in one row. Nothing in it leads to an invitation."""

    __tablename__ = "responses"
    __table_args__ = (sa.Index("ix_responses_survey", "survey_id", "id"),)

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    answers: Mapped[JsonDict]
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    channel: Mapped[str] = mapped_column(sa.String(20))  # "open", "personal", "paper"
    pseudonym: Mapped[str | None] = mapped_column(sa.String(64))  # keyed hash, only where the mode says so
    submission_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    submitted_at: Mapped[dt.datetime]  # coarse (noon of the day) when anonymous
    trace_id: Mapped[int | None] = mapped_column(sa.ForeignKey("traces.id"), index=True)

    survey: Mapped[Survey] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()
    trace: Mapped[Trace | None] = relationship()


class Tally(Base):
    """One value a response gave to one question, for counting in SQL without reading answers.

    `value` is null when the question was put and not answered, empty when it was answered in words. A question the
    citizen was led past has no row. Written with the response and never changed.
    """

    __tablename__ = "tallies"
    __table_args__ = (
        sa.Index("ix_tallies_counted", "version_id", "question_key", "value"),
        sa.Index("ix_tallies_response", "response_id"),
        BUSY,
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=random_id)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire_versions.id"))
    response_id: Mapped[int] = mapped_column(sa.ForeignKey("responses.id", ondelete="CASCADE"))
    question_key: Mapped[str] = mapped_column(sa.String(90))
    value: Mapped[str | None] = mapped_column(sa.String(200))


# Tables that get a row when somebody answers, or one that tells when: their order on disk is forgotten every night.
WRITTEN_WITH_AN_ANSWER = (
    "drafts",
    "responses",
    "tallies",
    "traces",
    "inputs",
    "input_focus_areas",
    "input_visions",
    "input_themes",
    "readings",
)
