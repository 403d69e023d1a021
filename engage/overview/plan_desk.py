"""A plan for those who work on it, joined with what citizens said behind it; its action plans in one table; and the
steps whose meaning is said in numbers before they are taken.

The views belong to the plans' blueprint: who registers it from here has these pages on it.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.errors import text_of
from engage.core.security import Permission, staff
from engage.core.sorting import Column, Sorting
from engage.overview.behind import behind_objectives, behind_plan, behind_tracks, followers_behind, inputs_behind
from engage.strategy import progress, queries, service
from engage.strategy.editing import EditConflict
from engage.strategy.forms import AdoptForm, NewsForm, WithdrawForm
from engage.strategy.part_views import PART, part_of, plan_of
from engage.strategy.picture import plan_picture
from engage.strategy.plan_views import changes_since_adoption, plan_or_404, staff_bp
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective, TrackStatus
from engage.text.alphabet import danish_key
from engage.triage.words import GRADE_KINDS, GRADES

__all__ = ["staff_bp"]

_NO_DAY = dt.date.max
COLUMNS: dict[str, Column[ActionPlan]] = {
    "due": Column(_l("Frist"), lambda row: row.due_on or _NO_DAY),
    "title": Column(_l("Handlingsplan"), lambda row: danish_key(row.title)),
    "track": Column(_l("Handlingsspor"), lambda row: danish_key(row.track.title)),
    "who": Column(_l("Hvem"), lambda row: danish_key(row.department or row.responsible or "\uffff")),
    "status": Column(_l("Status"), lambda row: list(TrackStatus).index(TrackStatus(row.status))),
    "progress": Column(_l("Fremdrift"), lambda row: progress.of_action_plan(row) or 0, numeric=True),
}


@dataclass(frozen=True)
class Line:
    """An objective at a glance."""

    objective: Objective
    tracks: int
    done: int
    late: int
    share: float | None


@staff_bp.get("/<committee_key>")
@staff(Permission.READ)
def show(committee_key: str) -> str:
    """One plan with all its parts, who stands behind them, and what changed since it was adopted."""
    plan = plan_or_404(queries.committee(committee_key))
    tracks = [track for objective in plan.standing_objectives for track in objective.standing_tracks]
    return render_template(
        "staff/plans/show.html",
        plan=plan,
        lines=[_line(objective) for objective in plan.standing_objectives],
        late={track.id: _late(track.action_plans) for track in tracks},
        behind_objectives=behind_objectives(plan.standing_objectives),
        behind_tracks=behind_tracks(tracks),
        changes=changes_since_adoption(plan),
        progress=progress,
        picture=plan_picture(plan),
        may_edit=current_actor().can(Permission.PLAN, plan.committee_id),
    )


@staff_bp.get("/<committee_key>/actions")
@staff(Permission.READ)
def actions(committee_key: str) -> str:
    """Every action plan of a plan: who, by when, how far; sorted and narrowed by the address."""
    plan = plan_or_404(queries.committee(committee_key))
    sorting = Sorting(COLUMNS, request.args)
    only = "late" if request.args.get("only") == "late" else None
    every = [row for row in _action_plans(plan) if not only or progress.is_late(row, clock.today())]
    return render_template(
        "staff/plans/actions.html",
        plan=plan,
        rows=sorting.of(every),
        headers=sorting.headers(functools.partial(url_for, ".actions", committee_key=committee_key, only=only)),
        only_late=only is not None,
        today=clock.today(),
        progress=progress,
        may_edit=current_actor().can(Permission.PLAN, plan.committee_id),
    )


@staff_bp.get(f"{PART}/inputs")
@staff(Permission.READ)
def inputs(kind: str, public_id: str) -> str:
    """What citizens said that an objective or a track takes up, the newest link first."""
    part = queries.objective(public_id) if kind == "objectives" else queries.track(public_id)
    plan = part.plan if isinstance(part, Objective) else part.objective.plan
    return render_template(
        "staff/plans/inputs.html",
        part=part,
        kind=kind,
        plan=plan,
        page=inputs_behind(part, request.args.get("cursor")),
        grades=GRADES,
        grade_kinds=GRADE_KINDS,
    )


@staff_bp.route("/<committee_key>/adopt", methods=["GET", "POST"])
@staff(Permission.PLAN)
def adopt(committee_key: str) -> str | AnyResponse:
    """Freeze the plan as the committee adopted it."""
    plan = plan_or_404(queries.committee(committee_key))
    authorise(current_actor(), Permission.PLAN, plan.committee_id)
    form = AdoptForm(version=plan.version)
    if form.validate_on_submit() and form.adopted_on.data:
        try:
            service.adopt_plan(current_actor(), plan, adopted_on=form.adopted_on.data, version=form.version.data or 0)
        except (service.AdoptedInFuture, service.NothingToAdopt) as refused:
            form.adopted_on.errors = [text_of(refused)]
        else:
            flash(_("Planen er vedtaget og kan læses af alle."), "success")
            return redirect(url_for(".show", committee_key=committee_key))
    return render_template(
        "staff/plans/adopt.html",
        form=form,
        plan=plan,
        tracks=sum(len(objective.standing_tracks) for objective in plan.standing_objectives),
        changes=changes_since_adoption(plan),
        linked=behind_plan(plan),
    )


@staff_bp.get("/tracks/<public_id>")
@staff(Permission.READ)
def track(public_id: str) -> str:
    """One track: its action plans, and what its followers have been told."""
    return _track_page(queries.track(public_id), None)


@staff_bp.post("/tracks/<public_id>/news")
@staff(Permission.PLAN)
def tell_news(public_id: str) -> str | AnyResponse:
    """Move the track's status, or write to its followers."""
    found, form = queries.track(public_id), NewsForm()
    if form.validate_on_submit():
        status, text = TrackStatus(form.status.data), form.text.data or ""
        try:
            service.tell_news(current_actor(), found, version=form.version.data or 0, status=status, text=text)
        except service.NothingToTell as refused:
            form.text.errors = [text_of(refused)]
        except EditConflict as conflict:
            form.version.raw_data, form.version.data = None, conflict.current.version
            form.text.errors = [_("En anden har rettet sporet, mens du skrev. Se det efter ovenfor, og send igen.")]
        else:
            flash(_told(followers_behind([found])), "success")
            return redirect(url_for(".track", public_id=public_id))
    return _track_page(found, form)


def _told(followers: int) -> str:
    if not followers:
        return str(_("Gemt. Ingen følger sporet på mail, så der er ikke sendt nogen."))
    return str(
        ngettext(
            "Gemt. Én, der følger sporet, får en mail.", "Gemt. %(num)s, der følger sporet, får en mail.", followers
        )
    )


def _track_page(found: ActionTrack, form: NewsForm | None) -> str:
    return render_template(
        "staff/plans/track.html",
        track=found,
        form=form or NewsForm(formdata=None, status=found.status, version=found.version),
        followers=followers_behind([found]),
        behind=behind_tracks([found])[found.id],
        progress=progress,
        today=clock.today(),
        may_edit=current_actor().can(Permission.PLAN, found.objective.plan.committee_id),
    )


@staff_bp.route(f"{PART}/withdraw", methods=["GET", "POST"])
@staff(Permission.PLAN)
def withdraw_part(kind: str, public_id: str) -> str | AnyResponse:
    """Say what withdrawing means, ask why, and do it."""
    part = part_of(kind, public_id)
    form = WithdrawForm()
    if form.validate_on_submit() and form.reason.data:
        service.withdraw(current_actor(), part, reason=form.reason.data)
        flash(
            _("“%(title)s” er trukket tilbage. Du kan tage det op igen nederst på siden.", title=part.title), "success"
        )
        return redirect(url_for(".show", committee_key=plan_of(part).committee.key))
    tracks = part.standing_tracks if isinstance(part, Objective) else [part]
    behind = behind_objectives([part]) if isinstance(part, Objective) else behind_tracks([part])
    return render_template(
        "staff/plans/withdraw.html",
        form=form,
        part=part,
        kind=kind,
        plan=plan_of(part),
        tracks=len(tracks),
        followers=followers_behind(tracks),
        linked=behind[part.id],
    )


def _line(objective: Objective) -> Line:
    tracks = objective.standing_tracks
    return Line(
        objective=objective,
        tracks=len(tracks),
        done=sum(track.status == TrackStatus.DONE for track in tracks),
        late=sum(_late(track.action_plans) for track in tracks),
        share=progress.of_objective(objective),
    )


def _late(action_plans: list[ActionPlan]) -> int:
    return sum(progress.is_late(row, clock.today()) for row in action_plans)


def _action_plans(plan: DevelopmentPlan) -> list[ActionPlan]:
    return [
        row
        for objective in plan.standing_objectives
        for track in objective.standing_tracks
        for row in track.action_plans
    ]
