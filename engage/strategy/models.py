"""The council's strategy and those who own a part of it: values, focus areas, visions, committees."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, HasId, HasVersion, LocalisedText


class Strategy(HasId, HasVersion, Base):
    """The council's strategy for a term; one is the current one."""

    __tablename__ = "strategies"
    __table_args__ = (
        sa.Index(
            "uq_strategies_current",
            "is_current",
            unique=True,
            postgresql_where=sa.text("is_current"),
            sqlite_where=sa.text("is_current"),
        ),
    )

    key: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[LocalisedText]
    municipality: Mapped[str]
    municipality_code: Mapped[str] = mapped_column(sa.String(8), default="")
    hashtag: Mapped[str] = mapped_column(default="")
    goal: Mapped[LocalisedText]
    replaces: Mapped[str] = mapped_column(default="")
    period_from: Mapped[int]
    period_to: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=False)

    values: Mapped[list[Value]] = relationship(order_by="Value.position", back_populates="strategy")
    focus_areas: Mapped[list[FocusArea]] = relationship(order_by="FocusArea.position", back_populates="strategy")


class Value(HasId, HasVersion, Base):
    """A value of the inner star; every decision is weighed against all of them."""

    __tablename__ = "values"
    __table_args__ = (sa.UniqueConstraint("strategy_id", "key"),)

    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategies.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[LocalisedText]
    question: Mapped[LocalisedText]
    summary: Mapped[LocalisedText]
    position: Mapped[int]

    strategy: Mapped[Strategy] = relationship(back_populates="values")


class FocusArea(HasId, HasVersion, Base):
    """A focus area of the outer star; the tag on every idea and answer."""

    __tablename__ = "focus_areas"
    __table_args__ = (sa.UniqueConstraint("strategy_id", "key"),)

    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategies.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[LocalisedText]
    summary: Mapped[LocalisedText]
    position: Mapped[int]
    # who receives ideas about it; none means the first committee, see queries.committee_for
    committee_id: Mapped[int | None] = mapped_column(sa.ForeignKey("committees.id", ondelete="SET NULL"), index=True)

    strategy: Mapped[Strategy] = relationship(back_populates="focus_areas")
    visions: Mapped[list[Vision]] = relationship(order_by="Vision.position", back_populates="focus_area")


class Vision(HasId, HasVersion, Base):
    """What the council wants within a focus area."""

    __tablename__ = "visions"
    __table_args__ = (sa.UniqueConstraint("focus_area_id", "key"),)

    focus_area_id: Mapped[int] = mapped_column(sa.ForeignKey("focus_areas.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[LocalisedText]
    summary: Mapped[LocalisedText]
    position: Mapped[int]

    focus_area: Mapped[FocusArea] = relationship(back_populates="visions")


class Committee(HasId, HasVersion, Base):
    """A standing committee: owns one development plan per strategy and the inputs handed to it."""

    __tablename__ = "committees"

    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    title: Mapped[LocalisedText]
    confirmed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class LocalArea(HasId, HasVersion, Base):
    """A part of the municipality people know by name; asked instead of a postcode."""

    __tablename__ = "local_areas"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    position: Mapped[int] = mapped_column(default=0)
