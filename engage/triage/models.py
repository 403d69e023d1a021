"""Inputs, the traces their senders follow, and the themes they are sorted into."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.builds import HasBuild
from engage.core.db import BUSY, Base, HasId, HasPublicId, HasRandomId, HasVersion, JsonDict
from engage.core.search import terms_index
from engage.strategy.models import Committee, FocusArea, LocalArea, Vision

STAFF, MACHINE = "staff", "machine"  # who put an input in a theme
LONGEST_LABEL = 120


class Channel(StrEnum):
    """The door an input came through."""

    SURVEY = "survey"
    IDEA = "idea"
    INITIATIVE = "initiative"
    LETTER = "letter"
    PAPER = "paper"
    PHONE = "phone"
    MEETING = "meeting"
    EMAIL = "email"


TYPED_IN = (Channel.LETTER, Channel.PAPER, Channel.PHONE, Channel.MEETING, Channel.EMAIL)


class InputState(StrEnum):
    """Where an input stands in the tray."""

    NEW = "new"  # nobody has opened it
    OPEN = "open"  # read, not yet answered
    ANSWERED = "answered"  # a reply is published and sent
    CLOSED = "closed"  # set aside without a reply, with a reason


class Trace(HasRandomId, HasPublicId, Base):
    """A sender's private page: all inputs of one submission. Its link is derived, see core/tokens.py."""

    __tablename__ = "traces"

    email: Mapped[str | None] = mapped_column(sa.String(320))  # only when the sender asked for replies
    email_confirmed_at: Mapped[dt.datetime | None]
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    created_at: Mapped[dt.datetime]  # coarse when the consultation is anonymous

    inputs: Mapped[list[Input]] = relationship(back_populates="trace", order_by="Input.id")


input_focus_areas = sa.Table(
    "input_focus_areas",
    Base.metadata,
    sa.Column("input_id", sa.ForeignKey("inputs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("focus_area_id", sa.ForeignKey("focus_areas.id", ondelete="CASCADE"), primary_key=True, index=True),
)
input_visions = sa.Table(
    "input_visions",
    Base.metadata,
    sa.Column("input_id", sa.ForeignKey("inputs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("vision_id", sa.ForeignKey("visions.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Input(HasRandomId, HasPublicId, HasVersion, Base):
    """One thing somebody said, in the words they used, whatever door it came through."""

    __tablename__ = "inputs"
    __table_args__ = (
        sa.UniqueConstraint("source", "source_key"),  # the same answer never becomes two inputs
        sa.Index("ix_inputs_tray", "committee_id", "state", "received_at", "id"),
        sa.Index("ix_inputs_received", "received_at", "id"),
        sa.Index("ix_inputs_consultation", "consultation_id", "received_at", "id"),
        sa.Index("ix_inputs_twins", "twin_key"),
        sa.Index("ix_inputs_due", "state", "due_on"),
        terms_index("ix_inputs_terms", "terms"),
    )

    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committees.id"))
    consultation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("consultations.id"))
    trace_id: Mapped[int | None] = mapped_column(sa.ForeignKey("traces.id", ondelete="SET NULL"), index=True)
    channel: Mapped[str] = mapped_column(sa.String(20))
    source: Mapped[str] = mapped_column(sa.String(40))  # "response", "idea", "staff", "import"
    source_key: Mapped[str] = mapped_column(sa.String(120))  # unique within the source
    question: Mapped[str] = mapped_column(default="")  # what was asked, in Danish, when it is an answer
    question_key: Mapped[str] = mapped_column(sa.String(40), default="")
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    terms: Mapped[str] = mapped_column(default="")  # for search, see engage/text/search.py
    twin_key: Mapped[str] = mapped_column(sa.String(64), default="")  # same words, same key
    local_area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("local_areas.id"))
    sender_name: Mapped[str] = mapped_column(default="")
    association: Mapped[str] = mapped_column(default="")
    received_at: Mapped[dt.datetime]
    due_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(sa.String(20), default=InputState.NEW)
    closed_reason: Mapped[str] = mapped_column(default="")
    read_at: Mapped[dt.datetime | None]
    tagged_at: Mapped[dt.datetime | None]
    themed_at: Mapped[dt.datetime | None]  # when staff chose its themes, none included: their word, not the machine's
    linked_at: Mapped[dt.datetime | None]
    replied_at: Mapped[dt.datetime | None]

    committee: Mapped[Committee] = relationship()
    consultation: Mapped[Consultation | None] = relationship()
    trace: Mapped[Trace | None] = relationship(back_populates="inputs")
    local_area: Mapped[LocalArea | None] = relationship()
    focus_areas: Mapped[list[FocusArea]] = relationship(secondary=input_focus_areas, order_by=FocusArea.position)
    visions: Mapped[list[Vision]] = relationship(secondary=input_visions, order_by=Vision.id)
    themes: Mapped[list[InputTheme]] = relationship(back_populates="input", cascade="all, delete-orphan")


class Theme(HasId, HasVersion, Base):
    """A free theme under a consultation, found by the machine or made by staff."""

    __tablename__ = "themes"
    __table_args__ = (sa.UniqueConstraint("consultation_id", "label"),)

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"))
    label: Mapped[str] = mapped_column(sa.String(LONGEST_LABEL))
    made_by: Mapped[str] = mapped_column(sa.String(10))  # MACHINE or STAFF; renaming makes it staff's

    consultation: Mapped[Consultation] = relationship()


class InputTheme(Base):
    """An input is about a theme; staff's word stands over the machine's."""

    __tablename__ = "input_themes"

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(sa.ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True)
    made_by: Mapped[str] = mapped_column(sa.String(10))
    confidence: Mapped[float] = mapped_column(default=1.0)

    input: Mapped[Input] = relationship(back_populates="themes")
    theme: Mapped[Theme] = relationship()


class FormedThemes(Base):
    """The themes that the machine last formed from all inputs of a consultation, to place by them what comes later."""

    __tablename__ = "formed_themes"
    __table_args__ = BUSY

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    stamp: Mapped[str] = mapped_column(sa.String(24))  # another one each time they are formed
    made_by: Mapped[str] = mapped_column(sa.String(64))  # the code, word lists and settings they were formed by
    inputs: Mapped[int]  # from how many
    labels: Mapped[list[str]]
    pattern: Mapped[JsonDict]  # of engage/text/themes.py


class ThemeRun(HasBuild, Base):
    """A person's wish that the machine form the themes of a consultation anew, and how it went."""

    __tablename__ = "theme_runs"

    consultation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("consultations.id", ondelete="CASCADE"), primary_key=True
    )
    placed: Mapped[int] = mapped_column(default=0)  # inputs that the machine had in a theme when it last ended


class RefusedTheme(Base):
    """An input was in a theme of that name when staff deleted it; the machine does not propose that theme again."""

    __tablename__ = "refused_themes"

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(LONGEST_LABEL), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), index=True)


class Reading(Base):
    """What the machine read in an input: which of the formed themes it is about, if any."""

    __tablename__ = "readings"
    __table_args__ = BUSY

    input_id: Mapped[int] = mapped_column(sa.ForeignKey("inputs.id", ondelete="CASCADE"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultations.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(sa.String(64))  # the input's twin key when it was read
    formed_theme: Mapped[int | None]  # its place among the labels
    confidence: Mapped[float] = mapped_column(default=0.0)
    later: Mapped[bool] = mapped_column(default=False)  # read after the themes were formed
