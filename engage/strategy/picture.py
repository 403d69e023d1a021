"""A development plan as a picture shows it: objectives with their action tracks and how far they are."""

from __future__ import annotations

from dataclasses import dataclass

from engage.strategy import progress
from engage.strategy.plans import DevelopmentPlan, TrackStatus


@dataclass(frozen=True)
class TrackPart:
    """An action track; its share (0–1) is None when it is given up."""

    title: str
    status: str
    share: float | None


@dataclass(frozen=True)
class ObjectivePart:
    """An objective by its public id, with its share (0–1), None where nothing can be measured."""

    key: str
    title: str
    share: float | None
    tracks: tuple[TrackPart, ...]


@dataclass(frozen=True)
class PlanPicture:
    """The objectives in order; what is withdrawn is left out."""

    objectives: tuple[ObjectivePart, ...]

    @property
    def count(self) -> int:
        """How many action tracks there are."""
        return sum(len(objective.tracks) for objective in self.objectives)

    @property
    def done(self) -> int:
        """How many of them are done."""
        return self._standing_at(TrackStatus.DONE)

    @property
    def under_way(self) -> int:
        """How many of them are under way."""
        return self._standing_at(TrackStatus.UNDER_WAY)

    @property
    def paused(self) -> int:
        """How many of them wait for better times."""
        return self._standing_at(TrackStatus.PAUSED)

    def _standing_at(self, status: TrackStatus) -> int:
        return sum(track.status == status for objective in self.objectives for track in objective.tracks)


def plan_picture(plan: DevelopmentPlan) -> PlanPicture:
    """The picture of a plan as it stands now."""
    return PlanPicture(
        tuple(
            ObjectivePart(
                key=objective.public_id,
                title=objective.title,
                share=progress.of_objective(objective),
                tracks=tuple(
                    TrackPart(track.title, track.status, progress.of_track(track))
                    for track in objective.standing_tracks
                ),
            )
            for objective in plan.standing_objectives
        )
    )
