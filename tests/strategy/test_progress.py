"""Progress rolls up with equal weights, and what is dropped is left out."""

import datetime as dt

import pytest

from engage.strategy import progress
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective

GONE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def action(percent: int, status: str = "under_way") -> ActionPlan:
    return ActionPlan(title="", progress=percent, status=status)


def track(*actions: ActionPlan, status: str = "under_way", withdrawn: bool = False) -> ActionTrack:
    return ActionTrack(action_plans=list(actions), status=status, withdrawn_at=GONE if withdrawn else None)


def objective(*tracks: ActionTrack, withdrawn: bool = False) -> Objective:
    return Objective(tracks=list(tracks), withdrawn_at=GONE if withdrawn else None)


@pytest.mark.parametrize(
    ("part", "share"),
    [
        (track(), 0.0),
        (track(status="done"), 1.0),
        (track(action(10), status="done"), 1.0),
        (track(action(50), action(100)), 0.75),
        (track(action(40), action(90, "dropped")), 0.4),
        (track(action(40, "done")), 1.0),
        (track(action(100), status="dropped"), None),
        (track(action(100), withdrawn=True), None),
    ],
)
def test_a_track_is_the_mean_of_its_action_plans(part: ActionTrack, share: float | None) -> None:
    assert progress.of_track(part) == share


def test_an_objective_is_the_mean_of_its_tracks_and_the_plan_that_of_its_objectives() -> None:
    half = objective(track(status="done"), track(), track(status="dropped"))
    quarter = objective(track(action(25)))
    empty, gone = objective(), objective(track(status="done"), withdrawn=True)
    assert [progress.of_objective(each) for each in (half, quarter, empty, gone)] == [0.5, 0.25, None, None]
    assert progress.of_plan(DevelopmentPlan(objectives=[half, quarter, empty, gone])) == 0.375
    assert progress.of_plan(DevelopmentPlan(objectives=[])) is None
