"""Summaries as the worker last built them."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.builds import HasBuild
from engage.core.db import Base, HasId, JsonDict
from engage.surveys.models import Survey


class Summary(HasId, HasBuild, Base):
    """The summary of a survey, or (survey_id null) of a whole consultation, whose build stands for all of them.

    That something came in since is told by consultations' Activity.
    """

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
    content: Mapped[JsonDict] = mapped_column(default=dict)  # figures, themes with quotes, quality
    totals: Mapped[JsonDict] = mapped_column(default=dict)  # the content's main numbers, for lists and comparing
    previous: Mapped[JsonDict] = mapped_column(default=dict)  # the totals of the last build of an earlier day

    consultation: Mapped[Consultation] = relationship()
    survey: Mapped[Survey | None] = relationship()


class PublishedResult(HasId, Base):
    """What the public sees of a consultation's results: the summary as it was when staff published it."""

    __tablename__ = "published_results"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), unique=True)
    content: Mapped[JsonDict]
    published_at: Mapped[dt.datetime]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
