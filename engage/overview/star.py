"""The citizens' way down the chain: guiding star, focus area, vision, a committee's plan, an action track."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from engage.core import clock
from engage.core.errors import NotFound
from engage.core.i18n import localise
from engage.core.kept import kept
from engage.core.security import public
from engage.ideas import queries as ideas
from engage.overview import behind, star_layout
from engage.strategy import progress, queries
from engage.strategy.changes import Change, changes_between
from engage.strategy.picture import plan_picture
from engage.strategy.plans import DevelopmentPlan
from engage.strategy.snapshot import snapshot_of

bp = Blueprint("star", __name__)


@bp.get("/strategy")
@public
@kept
def show() -> str:
    """The guiding star: the goal, the values, and the focus areas that lead on."""
    strategy = queries.current_strategy()
    if strategy is None:
        return render_template("overview/no_strategy.html")
    return render_template(
        "overview/star.html",
        strategy=strategy,
        counts=behind.behind_focus_areas(strategy.focus_areas),
        petals=star_layout.petals([localise(area.title) for area in strategy.focus_areas]),
        goal_lines=star_layout.goal_lines(localise(strategy.goal)),
        committees=queries.committees(),
        plans={plan.committee_id: plan for plan in queries.plans() if plan.is_public},
        progress=progress,
    )


@bp.get("/strategy/<focus_key>")
@public
@kept
def focus_area(focus_key: str) -> str:
    """A focus area and its visions."""
    area = queries.focus_area(focus_key)
    return render_template(
        "overview/focus_area.html",
        area=area,
        counts=behind.behind_visions(area.visions),
        total=behind.behind_focus_areas([area])[area.id],
        aims=queries.counts_pointing_to([vision.id for vision in area.visions]),
    )


@bp.get("/strategy/visions/<vision_key>")
@public
@kept
def vision(vision_key: str) -> str:
    """A vision: what the committees do about it, and how many asked for it."""
    found = queries.vision(vision_key)
    objectives = queries.objectives_pointing_to([found.id])
    shown = {objective.id for objective in objectives}
    tracks = [track for track in queries.tracks_pointing_to([found.id]) if track.objective_id not in shown]
    every_track = [*tracks, *(track for objective in objectives for track in objective.standing_tracks)]
    return render_template(
        "overview/vision.html",
        vision=found,
        total=behind.behind_visions([found])[found.id],
        objectives=objectives,
        tracks=tracks,
        objective_counts=behind.behind_objectives(objectives),
        track_counts=behind.behind_tracks(every_track),
        ideas=ideas.about_vision(found.id, limit=3),
        progress=progress,
        today=clock.today(),
    )


@bp.get("/plans")
@public
def plans() -> AnyResponse:
    """The plans stand below the star."""
    return redirect(url_for(".show", _anchor="plans"))


@bp.get("/plans/<committee_key>")
@public
@kept
def plan(committee_key: str) -> str:
    """A committee's development plan, for everyone to read."""
    committee = queries.committee(committee_key)
    found = queries.public_plan_of(committee)
    if found is None:
        return render_template("overview/no_plan.html", committee=committee)
    objectives = found.standing_objectives
    tracks = [track for objective in objectives for track in objective.standing_tracks]
    return render_template(
        "overview/plan.html",
        plan=found,
        changes=_changes(found),
        tracks=tracks,
        picture=plan_picture(found),
        today=clock.today(),
        objective_counts=behind.behind_objectives(objectives),
        track_counts=behind.behind_tracks(tracks),
        progress=progress,
    )


@bp.get("/plans/<committee_key>/tracks/<track_public_id>")
@public
@kept
def track(committee_key: str, track_public_id: str) -> str:
    """An action track: what is done, how far it is, what happened, and how many stand behind it."""
    found = queries.track(track_public_id)
    if not found.is_public or found.objective.plan.committee.key != committee_key:
        raise NotFound
    return render_template(
        "overview/track.html",
        track=found,
        plan=found.objective.plan,
        total=behind.behind_tracks([found])[found.id],
        ideas=ideas.taken_up_by(found.id, limit=5),
        progress=progress,
        today=clock.today(),
    )


def _changes(plan: DevelopmentPlan) -> list[Change]:
    adopted = plan.adopted_version
    return changes_between(adopted.snapshot, snapshot_of(plan)) if adopted else []
