"""Where an input stands now, told by one word: the furthest it has come on its way from a citizen to the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum

from engage.strategy.plans import TrackStatus
from engage.triage.decisions import Grade, Link
from engage.triage.models import Input, InputState
from engage.triage.queries import TAKEN_UP


class Standing(StrEnum):
    """The stations on the way; what is in an adopted plan stands as the track it is linked to."""

    RECEIVED = "received"
    READ = "read"
    TAGGED = "tagged"
    LINKED = "linked"  # taken up by a plan that is not adopted yet
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    PAUSED = "paused"
    GIVEN_UP = "given_up"
    PASSED_ON = "passed_on"
    DECLINED = "declined"
    REPLIED = "replied"
    CLOSED = "closed"


_TRACKS = {
    TrackStatus.DONE: Standing.DONE,
    TrackStatus.UNDER_WAY: Standing.UNDER_WAY,
    TrackStatus.PLANNED: Standing.PLANNED,
    TrackStatus.PAUSED: Standing.PAUSED,
}
_FURTHEST = (Standing.DONE, Standing.UNDER_WAY, Standing.PLANNED, Standing.PAUSED, Standing.GIVEN_UP)


def in_plan(links: Iterable[Link]) -> list[Link]:
    """The links by which an adopted plan takes the input up."""
    return [link for link in links if link.grade in TAKEN_UP and link.goal.plan.is_public]


def standing_of(given: Input, links: Sequence[Link]) -> Standing:
    """Where the input stands; `links` are those in force. With several in the plan, the one that is furthest counts."""
    tracks = {_of_track(link) for link in in_plan(links)}
    if tracks:
        return next(standing for standing in _FURTHEST if standing in tracks)
    if links:
        return _of_grades({link.grade for link in links})
    if given.state == InputState.CLOSED:
        return Standing.CLOSED
    if given.state == InputState.ANSWERED:
        return Standing.REPLIED
    if given.tagged_at is not None:
        return Standing.TAGGED
    return Standing.READ if given.read_at is not None else Standing.RECEIVED


def days_late(given: Input, today: dt.date) -> int:
    """How many days the reply is overdue; 0 while there is time, and when it has come."""
    waits = given.state in {InputState.NEW, InputState.OPEN}
    return max(0, (today - given.due_on).days) if waits else 0


def _of_track(link: Link) -> Standing:
    if link.track is None:
        return Standing.PLANNED
    return (
        _TRACKS.get(TrackStatus(link.track.status), Standing.GIVEN_UP) if link.track.is_standing else Standing.GIVEN_UP
    )


def _of_grades(grades: set[str]) -> Standing:
    if grades & set(TAKEN_UP):
        return Standing.LINKED
    return Standing.PASSED_ON if Grade.PASSED_ON in grades else Standing.DECLINED
