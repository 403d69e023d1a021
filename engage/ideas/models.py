"""Ideas, and those who support them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, HasPublicId, HasRandomId, HasVersion, now_column
from engage.core.search import terms_index
from engage.strategy.models import FocusArea, LocalArea, Vision
from engage.triage.models import Input, Trace


class IdeaStatus(StrEnum):
    """Where an idea stands before the public."""

    WAITING = "waiting"  # sent, not yet looked at
    PUBLISHED = "published"
    REJECTED = "rejected"  # not published, with a reason the sender is told
    WITHDRAWN = "withdrawn"  # taken down again


idea_focus_areas = sa.Table(
    "idea_focus_areas",
    Base.metadata,
    sa.Column("idea_id", sa.ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("focus_area_id", sa.ForeignKey("focus_areas.id", ondelete="CASCADE"), primary_key=True, index=True),
)
idea_visions = sa.Table(
    "idea_visions",
    Base.metadata,
    sa.Column("idea_id", sa.ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("vision_id", sa.ForeignKey("visions.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Idea(HasRandomId, HasPublicId, HasVersion, Base):
    """An idea, or an initiative when somebody offers to carry it out. Its words are an input at once."""

    __tablename__ = "ideas"
    __table_args__ = (
        sa.Index("ix_ideas_listed", "status", "published_at", "id"),
        sa.Index("ix_ideas_supported", "status", "supports", "id"),
        sa.Index("ix_ideas_waiting", "status", "created_at", "id"),
        terms_index("ix_ideas_terms", "terms"),
    )

    title: Mapped[str]
    text: Mapped[str]
    is_initiative: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    terms: Mapped[str] = mapped_column(default="")
    local_area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("local_areas.id"))
    sender_name: Mapped[str] = mapped_column(default="")
    show_name: Mapped[bool] = mapped_column(default=False)
    association: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(sa.String(20), default=IdeaStatus.WAITING)
    decision_reason: Mapped[str] = mapped_column(default="")
    submission_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    supports: Mapped[int] = mapped_column(default=0)  # confirmed ones; kept by the service in the same transaction
    created_at: Mapped[dt.datetime] = now_column()
    published_at: Mapped[dt.datetime | None]
    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id"), unique=True)
    trace_id: Mapped[int] = mapped_column(sa.ForeignKey("traces.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)

    input: Mapped[Input] = relationship()
    trace: Mapped[Trace] = relationship()
    local_area: Mapped[LocalArea | None] = relationship()
    focus_areas: Mapped[list[FocusArea]] = relationship(secondary=idea_focus_areas, order_by=FocusArea.position)
    visions: Mapped[list[Vision]] = relationship(secondary=idea_visions, order_by=Vision.id)


class Support(HasRandomId, Base):
    """One person's support of one idea. `person` is a keyed hash of a confirmed e-mail or of the browser's token."""

    __tablename__ = "supports"
    __table_args__ = (sa.UniqueConstraint("idea_id", "person"),)

    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(sa.String(64))
    method: Mapped[str] = mapped_column(sa.String(10))  # "email" or "browser"
    confirmed_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = now_column()
