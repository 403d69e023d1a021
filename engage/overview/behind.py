"""How many inputs stand behind the parts of the strategy: triage's counts joined with the chain."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from engage.core.db import session
from engage.core.pages import Page, paginate
from engage.strategy.models import FocusArea, Vision
from engage.strategy.plans import ActionTrack, DevelopmentPlan, Objective
from engage.triage.decisions import Link
from engage.triage.models import input_focus_areas, input_visions
from engage.triage.queries import TAKEN_UP, counts_behind, followers_of, in_force


def behind_focus_areas(areas: Iterable[FocusArea]) -> dict[int, int]:
    """Inputs tagged with each focus area, by its id."""
    return _tagged(input_focus_areas.c.focus_area_id, [area.id for area in areas])


def behind_visions(visions: Iterable[Vision]) -> dict[int, int]:
    """Inputs tagged with each vision, by its id."""
    return _tagged(input_visions.c.vision_id, [vision.id for vision in visions])


def behind_tracks(tracks: Iterable[ActionTrack]) -> dict[int, int]:
    """Inputs that a track takes up, by the track's id."""
    return counts_behind(track_ids=[track.id for track in tracks])


def behind_objectives(objectives: Iterable[Objective]) -> dict[int, int]:
    """Inputs that an objective or one of its tracks takes up, by the objective's id."""
    return counts_behind(objective_ids=[objective.id for objective in objectives])


def behind_plan(plan: DevelopmentPlan) -> int:
    """Inputs that the plan takes up anywhere, each counted once."""
    objectives = [objective.id for objective in plan.standing_objectives]
    tracks = [track.id for objective in plan.standing_objectives for track in objective.standing_tracks]
    within = sa.or_(Link.objective_id.in_(objectives), Link.track_id.in_(tracks))
    query = sa.select(sa.func.count(Link.input_id.distinct())).where(in_force(), Link.grade.in_(TAKEN_UP), within)
    return session().scalar(query) or 0


def followers_behind(tracks: Iterable[ActionTrack]) -> int:
    """How many people are written to when something happens to the tracks, each counted once."""
    return len({address for track in tracks for address, _language in followers_of(track.id)})


def inputs_behind(part: Objective | ActionTrack, cursor: str | None) -> Page[Link]:
    """The links by which a track, or an objective and its tracks, take up an input, the newest first."""
    taken_up = sa.select(Link).where(in_force(), Link.grade.in_(TAKEN_UP)).options(joinedload(Link.input))
    if isinstance(part, ActionTrack):
        query = taken_up.where(Link.track_id == part.id)
    else:
        tracks = sa.select(ActionTrack.id).where(ActionTrack.objective_id == part.id)
        query = taken_up.where(sa.or_(Link.objective_id == part.id, Link.track_id.in_(tracks)))
    return paginate(query, [Link.id], cursor)


def _tagged(column: sa.Column[int], ids: list[int]) -> dict[int, int]:
    rows = session().execute(sa.select(column, sa.func.count()).where(column.in_(ids)).group_by(column)).all()
    return dict.fromkeys(ids, 0) | {row[0]: row[1] for row in rows}
