"""A committee's development plan: objectives, action tracks, action plans, and what changed since it was adopted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, HasId, HasPublicId, HasVersion, JsonDict, now_column
from engage.strategy.models import Committee, Strategy, Value, Vision


class PlanStatus(StrEnum):
    """Where a development plan stands."""

    DRAFT = "draft"
    ADOPTED = "adopted"


class TrackStatus(StrEnum):
    """Where an action track, or an action plan, stands."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    PAUSED = "paused"
    DROPPED = "dropped"


WITHDRAWN = "withdrawn"  # in news and on screen only: a withdrawn track keeps its status for the day it is restored


def _links(name: str, owner: str, target: str) -> sa.Table:
    """An association table between an objective or a track and the values or visions it points to."""
    return sa.Table(
        name,
        Base.metadata,
        sa.Column("owner_id", sa.ForeignKey(f"{owner}.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("target_id", sa.ForeignKey(f"{target}.id", ondelete="CASCADE"), primary_key=True, index=True),
    )


objective_values = _links("objective_values", "objectives", "values")
objective_visions = _links("objective_visions", "objectives", "visions")
track_values = _links("track_values", "action_tracks", "values")
track_visions = _links("track_visions", "action_tracks", "visions")


class DevelopmentPlan(HasId, HasVersion, Base):
    """A committee's political plan for the strategy's term."""

    __tablename__ = "development_plans"
    __table_args__ = (sa.UniqueConstraint("committee_id", "strategy_id"),)

    committee_id: Mapped[int] = mapped_column(sa.ForeignKey("committees.id"))
    strategy_id: Mapped[int] = mapped_column(sa.ForeignKey("strategies.id"))
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(sa.String(20), default=PlanStatus.DRAFT)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = now_column()

    committee: Mapped[Committee] = relationship()
    strategy: Mapped[Strategy] = relationship()
    objectives: Mapped[list[Objective]] = relationship(order_by="Objective.position", back_populates="plan")
    versions: Mapped[list[PlanVersion]] = relationship(order_by="PlanVersion.number", back_populates="plan")

    @property
    def is_public(self) -> bool:
        """Citizens see a plan once the committee has adopted it."""
        return self.status == PlanStatus.ADOPTED

    @property
    def adopted_version(self) -> PlanVersion | None:
        """The plan as it was last adopted, None while it is a draft."""
        return self.versions[-1] if self.versions else None

    @property
    def standing_objectives(self) -> list[Objective]:
        """The objectives that are not withdrawn, in order."""
        return [objective for objective in self.objectives if objective.withdrawn_at is None]

    @property
    def withdrawn_parts(self) -> list[tuple[str, Objective | ActionTrack]]:
        """What can be taken up again, as ("objectives" or "tracks", part); a track goes with a withdrawn objective."""
        parts: list[tuple[str, Objective | ActionTrack]] = []
        for objective in self.objectives:
            if objective.withdrawn_at is not None:
                parts.append(("objectives", objective))
            else:
                parts += [("tracks", track) for track in objective.tracks if track.withdrawn_at is not None]
        return parts


class PlanVersion(HasId, Base):
    """The plan as it was adopted: a frozen copy. Never changed."""

    __tablename__ = "plan_versions"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("development_plans.id", ondelete="CASCADE"))
    number: Mapped[int]
    adopted_on: Mapped[dt.date]
    adopted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    snapshot: Mapped[JsonDict]
    created_at: Mapped[dt.datetime] = now_column()

    plan: Mapped[DevelopmentPlan] = relationship(back_populates="versions")


class Objective(HasId, HasPublicId, HasVersion, Base):
    """What the committee wants to reach (målsætning)."""

    __tablename__ = "objectives"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("development_plans.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[dt.datetime | None]

    plan: Mapped[DevelopmentPlan] = relationship(back_populates="objectives")
    tracks: Mapped[list[ActionTrack]] = relationship(order_by="ActionTrack.position", back_populates="objective")
    values: Mapped[list[Value]] = relationship(secondary=objective_values, order_by=Value.position)
    visions: Mapped[list[Vision]] = relationship(secondary=objective_visions, order_by=Vision.id)

    @property
    def standing_tracks(self) -> list[ActionTrack]:
        """The tracks that are not withdrawn, in order."""
        return [track for track in self.tracks if track.withdrawn_at is None]


class ActionTrack(HasId, HasPublicId, HasVersion, Base):
    """A way to the objective (handlingsspor); what a citizen's input is linked to."""

    __tablename__ = "action_tracks"

    objective_id: Mapped[int] = mapped_column(sa.ForeignKey("objectives.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(sa.String(20), default=TrackStatus.PLANNED)
    withdrawn_at: Mapped[dt.datetime | None]

    objective: Mapped[Objective] = relationship(back_populates="tracks")
    action_plans: Mapped[list[ActionPlan]] = relationship(order_by="ActionPlan.position", back_populates="track")
    news: Mapped[list[TrackNews]] = relationship(order_by="TrackNews.id.desc()", back_populates="track")
    values: Mapped[list[Value]] = relationship(secondary=track_values, order_by=Value.position)
    visions: Mapped[list[Vision]] = relationship(secondary=track_visions, order_by=Vision.id)

    @property
    def is_public(self) -> bool:
        """Citizens see the tracks of an adopted plan, withdrawn ones too: somebody's input stands behind them."""
        return self.objective.plan.is_public

    @property
    def shown_status(self) -> str:
        """The status, or WITHDRAWN."""
        return self.status if self.is_standing else WITHDRAWN

    @property
    def is_standing(self) -> bool:
        """True while neither the track nor its objective is withdrawn."""
        return self.withdrawn_at is None and self.objective.withdrawn_at is None


class TrackNews(HasId, Base):
    """Something happened on a track: its status changed, or staff wrote to those who follow it."""

    __tablename__ = "track_news"

    track_id: Mapped[int] = mapped_column(sa.ForeignKey("action_tracks.id", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = now_column()
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    old_status: Mapped[str] = mapped_column(sa.String(20), default="")
    new_status: Mapped[str] = mapped_column(sa.String(20), default="")
    text: Mapped[str] = mapped_column(default="")
    told_at: Mapped[dt.datetime | None]  # when the messages to the followers were written

    track: Mapped[ActionTrack] = relationship(back_populates="news")


class ActionPlan(HasId, HasVersion, Base):
    """How a track is carried out (handlingsplan): who, by when, how far."""

    __tablename__ = "action_plans"
    __table_args__ = (sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_percent"),)

    track_id: Mapped[int] = mapped_column(sa.ForeignKey("action_tracks.id", ondelete="CASCADE"), index=True)
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")
    department: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    due_on: Mapped[dt.date | None]
    status: Mapped[str] = mapped_column(sa.String(20), default=TrackStatus.PLANNED)
    progress: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)

    track: Mapped[ActionTrack] = relationship(back_populates="action_plans")


@dataclass(frozen=True)
class ActionPlanContent:
    """What is written in an action plan; progress in percent."""

    title: str
    description: str = ""
    department: str = ""
    responsible: str = ""
    due_on: dt.date | None = None
    status: TrackStatus = TrackStatus.PLANNED
    progress: int = 0
