"""The committees' adopted plans as data: objectives, action tracks, action plans and how far they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from engage.api.addresses import address_of
from engage.api.data import CommitteeName, Data
from engage.strategy import progress
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective


class ActionPlanData(Data):
    """How a track is carried out."""

    title: str
    description: str
    department: str | None
    due_on: dt.date | None
    status: str
    """`planned`, `under_way`, `done`, `paused` or `dropped`."""
    progress: float | None
    """From 0 to 1; null where it does not count."""

    @classmethod
    def of(cls, action_plan: ActionPlan) -> ActionPlanData:
        """An action plan, without the name of who is responsible."""
        return cls(
            title=action_plan.title,
            description=action_plan.description,
            department=action_plan.department or None,
            due_on=action_plan.due_on,
            status=action_plan.status,
            progress=_share(progress.of_action_plan(action_plan)),
        )


class TrackData(Data):
    """A way to the objective."""

    id: str
    title: str
    description: str
    status: str
    """`planned`, `under_way`, `done`, `paused` or `dropped`."""
    progress: float | None
    inputs_behind: int
    """How many answers, ideas and letters it takes up."""
    values: list[str]
    visions: list[str]
    action_plans: list[ActionPlanData]
    page: str

    @classmethod
    def of(cls, track: ActionTrack, inputs_behind: int, committee_key: str) -> TrackData:
        """A track of the committee's plan."""
        return cls(
            id=track.public_id,
            title=track.title,
            description=track.description,
            status=track.status,
            progress=_share(progress.of_track(track)),
            inputs_behind=inputs_behind,
            values=[value.key for value in track.values],
            visions=[vision.key for vision in track.visions],
            action_plans=[ActionPlanData.of(action_plan) for action_plan in track.action_plans],
            page=address_of("star.track", committee_key=committee_key, track_public_id=track.public_id),
        )


class ObjectiveData(Data):
    """What the committee wants to reach."""

    id: str
    title: str
    description: str
    progress: float | None
    inputs_behind: int
    """How many answers, ideas and letters it or its tracks take up, each once."""
    values: list[str]
    visions: list[str]
    tracks: list[TrackData]

    @classmethod
    def of(cls, objective: Objective, behind: Mapping[int, int], tracks: list[TrackData]) -> ObjectiveData:
        """An objective with its standing tracks; `behind` holds the number of inputs by objective id."""
        return cls(
            id=objective.public_id,
            title=objective.title,
            description=objective.description,
            progress=_share(progress.of_objective(objective)),
            inputs_behind=behind[objective.id],
            values=[value.key for value in objective.values],
            visions=[vision.key for vision in objective.visions],
            tracks=tracks,
        )


class PlanEntry(Data):
    """A committee's plan in a list."""

    committee: CommitteeName
    title: str
    adopted_on: dt.date | None
    is_example: bool
    """Made to show the platform; the committee has not adopted it."""
    progress: float | None
    """The mean of the objectives, from 0 to 1."""
    url: str
    """Address of the whole plan as data."""
    page: str
    """Address of its page for people."""

    @classmethod
    def of(cls, plan: DevelopmentPlan) -> PlanEntry:
        """An adopted plan."""
        adopted = plan.adopted_version
        return cls(
            committee=CommitteeName.of(plan.committee),
            title=plan.title,
            adopted_on=adopted.adopted_on if adopted else None,
            is_example=plan.is_demo,
            progress=_share(progress.of_plan(plan)),
            url=address_of("api.plan", committee_key=plan.committee.key),
            page=address_of("star.plan", committee_key=plan.committee.key),
        )


class PlanList(Data):
    """Every committee's adopted plan under the strategy in force."""

    items: list[PlanEntry]


class PlanDetail(PlanEntry):
    """A whole plan as it is now. Longer texts are Markdown."""

    introduction: str
    objectives: list[ObjectiveData]

    @classmethod
    def with_counts(
        cls, plan: DevelopmentPlan, objective_counts: Mapping[int, int], track_counts: Mapping[int, int]
    ) -> PlanDetail:
        """A plan; the counts hold the numbers of inputs by id of objective and of track."""
        key = plan.committee.key
        objectives = [
            ObjectiveData.of(
                objective,
                objective_counts,
                [TrackData.of(track, track_counts[track.id], key) for track in objective.standing_tracks],
            )
            for objective in plan.standing_objectives
        ]
        return cls(**dict(PlanEntry.of(plan)), introduction=plan.introduction, objectives=objectives)


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
