"""What staff decide about an input: notes, links into a plan, weighings, replies, hand-overs. All kept."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.accounts.models import User
from engage.core.db import Base, HasId, HasPublicId, now_column
from engage.strategy.models import Committee, Value
from engage.strategy.plans import ActionTrack, Objective
from engage.triage.models import Input


class Grade(StrEnum):
    """How far the plan takes the input up."""

    IN_FULL = "in_full"
    PARTLY = "partly"
    ALREADY_COVERED = "already_covered"
    PASSED_ON = "passed_on"
    DECLINED = "declined"


class _ByStaff:
    """Who wrote it, and when."""

    at: Mapped[dt.datetime] = now_column()


class Note(HasId, _ByStaff, Base):
    """An internal note; never shown to citizens."""

    __tablename__ = "notes"

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str]

    author: Mapped[User] = relationship()


class Link(HasId, _ByStaff, Base):
    """Input to objective or action track, graded and reasoned. Append-only: a link is never changed, only taken back
    by a row that says why (`takes_back_id`)."""

    __tablename__ = "links"
    __table_args__ = (
        sa.CheckConstraint("(objective_id IS NULL) <> (track_id IS NULL)", name="one_target"),
        sa.CheckConstraint("length(reason) > 0", name="reasoned"),
    )

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), index=True)
    objective_id: Mapped[int | None] = mapped_column(sa.ForeignKey("objectives.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action_tracks.id"), index=True)
    grade: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    takes_back_id: Mapped[int | None] = mapped_column(sa.ForeignKey("links.id"), unique=True)

    input: Mapped[Input] = relationship()
    objective: Mapped[Objective | None] = relationship()
    track: Mapped[ActionTrack | None] = relationship()
    author: Mapped[User] = relationship()

    @property
    def target(self) -> Objective | ActionTrack:
        """What the input is linked to."""
        target = self.track or self.objective
        assert target is not None
        return target

    @property
    def goal(self) -> Objective:
        """The objective it serves, directly or through the track."""
        goal = self.track.objective if self.track else self.objective
        assert goal is not None
        return goal


class Weighing(HasId, _ByStaff, Base):
    """One reader's weighing of an input against one value, with the sentence that explains it."""

    __tablename__ = "weighings"
    __table_args__ = (
        sa.UniqueConstraint("input_id", "value_id", "reader_id"),
        sa.CheckConstraint("score BETWEEN -2 AND 2", name="score_in_range"),
        sa.CheckConstraint("length(sentence) > 0", name="explained"),
    )

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"))
    value_id: Mapped[int] = mapped_column(sa.ForeignKey("values.id"))
    reader_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    score: Mapped[int] = mapped_column(sa.SmallInteger)
    sentence: Mapped[str]

    value: Mapped[Value] = relationship()
    reader: Mapped[User] = relationship()


class Reply(HasId, HasPublicId, _ByStaff, Base):
    """The official answer. A later one replaces what the public sees; both stay."""

    __tablename__ = "replies"

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    text: Mapped[str]

    input: Mapped[Input] = relationship()
    author: Mapped[User] = relationship()


class Handover(HasId, _ByStaff, Base):
    """An input given to another committee, and why."""

    __tablename__ = "handovers"

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), index=True)
    from_committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committees.id"))
    to_committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committees.id"))
    reason: Mapped[str]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))

    from_committee: Mapped[Committee] = relationship(foreign_keys=[from_committee_id])
    to_committee: Mapped[Committee] = relationship(foreign_keys=[to_committee_id])
    author: Mapped[User] = relationship()
