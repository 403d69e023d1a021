"""Consultations with their phases and documents."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core import clock
from engage.core.db import Base, HasId, HasPublicId, HasVersion, LocalisedText, now_column
from engage.strategy.models import Committee, FocusArea


class ConsultationStatus(StrEnum):
    """Draft is seen by staff only; whether a published one is coming, open or closed follows from its dates."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class PrivacyMode(StrEnum):
    """What can be known of who answered. Computed promises, never mere words."""

    ANONYMOUS = "anonymous"
    PSEUDONYMOUS = "pseudonymous"
    NAMED = "named"


consultation_focus_areas = sa.Table(
    "consultation_focus_areas",
    Base.metadata,
    sa.Column("consultation_id", sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("focus_area_id", sa.ForeignKey("focus_areas.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Consultation(HasId, HasPublicId, HasVersion, Base):
    """Why people are asked. A survey is asked inside one; what comes in by letter or at a meeting belongs to one."""

    __tablename__ = "consultations"
    __table_args__ = (
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
        sa.Index("ix_consultations_listed", "status", "closes_at", "id"),
    )

    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[LocalisedText]
    summary: Mapped[LocalisedText]  # one or two sentences for lists
    purpose: Mapped[LocalisedText]  # Markdown: why we ask
    affects: Mapped[LocalisedText]  # Markdown: what it affects
    next_steps: Mapped[LocalisedText]  # Markdown: what happens with the answers
    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committees.id"), index=True)
    status: Mapped[str] = mapped_column(sa.String(20), default=ConsultationStatus.DRAFT)
    opens_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime]
    privacy_mode: Mapped[str] = mapped_column(sa.String(20), default=PrivacyMode.ANONYMOUS)
    legal_basis: Mapped[LocalisedText]  # of the privacy notice
    retention: Mapped[LocalisedText]  # how long answers are kept
    recipients: Mapped[LocalisedText]  # who gets to see them
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    results_published_at: Mapped[dt.datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = now_column()

    committee: Mapped[Committee] = relationship()
    focus_areas: Mapped[list[FocusArea]] = relationship(secondary=consultation_focus_areas, order_by=FocusArea.position)
    phases: Mapped[list[Phase]] = relationship(
        order_by="Phase.starts_on", back_populates="consultation", cascade="all, delete-orphan"
    )
    documents: Mapped[list[Document]] = relationship(
        order_by="Document.id", back_populates="consultation", cascade="all, delete-orphan"
    )

    def state_at(self, moment: dt.datetime) -> str:
        """ "draft", "withdrawn", "coming", "open" or "closed" at a moment."""
        if self.status != ConsultationStatus.PUBLISHED:
            return self.status
        if moment < self.opens_at:
            return "coming"
        return "open" if moment < self.closes_at else "closed"

    def days_left(self, moment: dt.datetime) -> int:
        """Danish calendar days from a moment to the day it closes: 0 is today, 1 tomorrow."""
        return (clock.local(self.closes_at).date() - clock.local(moment).date()).days


class Phase(HasId, Base):
    """A step of the process, shown as a timeline."""

    __tablename__ = "phases"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    title: Mapped[LocalisedText]
    description: Mapped[LocalisedText]
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date | None]

    consultation: Mapped[Consultation] = relationship(back_populates="phases")


class Document(HasId, HasPublicId, Base):
    """A file that explains the matter; lies in DATA_DIR/documents under its public id."""

    __tablename__ = "documents"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    filename: Mapped[str]
    content_type: Mapped[str] = mapped_column(sa.String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[dt.datetime] = now_column()

    consultation: Mapped[Consultation] = relationship(back_populates="documents")


class Activity(Base):
    """Whether anything came in since the consultation's summary was last begun.

    Marked by a conditional update that touches the row only once between two builds, so answers do not queue up for it.
    """

    __tablename__ = "activities"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    changed: Mapped[bool] = mapped_column(default=True)
