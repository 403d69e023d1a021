"""Summaries as the worker last built them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.db import Base, HasId, JsonDict
from engage.surveys.models import Survey


class SummaryState(StrEnum):
    """Where the building of a summary stands. That something came in since is told by consultations' Activity."""

    WAITING = "waiting"  # never built
    BUILDING = "building"
    BUILT = "built"
    FAILED = "failed"


class Summary(HasId, Base):
    """The summary of a survey, or (survey_id null) of a whole consultation."""

    __tablename__ = "summaries"
    __table_args__ = (
        sa.Index("uq_summaries_survey", "consultation_id", "survey_id", unique=True),
        sa.Index(
            "uq_summaries_whole",
            "consultation_id",
            unique=True,
            postgresql_where=sa.text("survey_id IS NULL"),
            sqlite_where=sa.text("survey_id IS NULL"),
        ),
    )

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"))
    survey_id: Mapped[int | None] = mapped_column(sa.ForeignKey("surveys.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(sa.String(20), default=SummaryState.WAITING, index=True)
    claimed_at: Mapped[dt.datetime | None]
    built_at: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)  # builds that have failed since the last that did not
    content: Mapped[JsonDict] = mapped_column(default=dict)  # figures, themes with quotes, quality
    totals: Mapped[JsonDict] = mapped_column(default=dict)  # the content's main numbers, for lists and comparing
    previous: Mapped[JsonDict] = mapped_column(default=dict)  # the totals of the last build of an earlier day
    last_error: Mapped[str] = mapped_column(default="")

    consultation: Mapped[Consultation] = relationship()
    survey: Mapped[Survey | None] = relationship()


class PublishedResult(HasId, Base):
    """What the public sees of a consultation's results: the summary as it was when staff published it."""

    __tablename__ = "published_results"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), unique=True)
    content: Mapped[JsonDict]
    published_at: Mapped[dt.datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
