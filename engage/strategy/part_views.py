"""Staff's pages of the parts of a plan: objectives, tracks and action plans. They belong to the plans' blueprint."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.accounts.service import authorise
from engage.core.errors import NotFound
from engage.core.security import Permission, staff
from engage.strategy import queries, service
from engage.strategy.action_plans import add_action_plan, edit_action_plan
from engage.strategy.conflicts import Difference, attempt
from engage.strategy.forms import ActionPlanForm, PartForm, part_data
from engage.strategy.plan_views import say, staff_bp
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective

__all__ = ["staff_bp"]  # whoever registers it from here has these pages on it

PART = "/<any(objectives,tracks):kind>/<public_id>"


def part_of(kind: str, public_id: str) -> Objective | ActionTrack:
    """The objective or track; its editing must be allowed."""
    part = queries.objective(public_id) if kind == "objectives" else queries.track(public_id)
    authorise(current_actor(), Permission.PLAN, plan_of(part).committee_id)
    return part


def plan_of(part: Objective | ActionTrack) -> DevelopmentPlan:
    return part.plan if isinstance(part, Objective) else part.objective.plan


def _home(part: Objective | ActionTrack) -> str:
    """Where one goes after changing a part: its place on the plan's page."""
    return url_for(".show", committee_key=plan_of(part).committee.key, _anchor=part.public_id)


@staff_bp.route(f"{PART}/edit", methods=["GET", "POST"])
@staff(Permission.PLAN)
def edit_part(kind: str, public_id: str) -> str | AnyResponse:
    """Change the texts of an objective or a track, and what it points to."""
    part = part_of(kind, public_id)
    strategy = plan_of(part).strategy
    form = PartForm(data=part_data(part)).offer(strategy)
    differences: list[Difference] | None = []
    if form.validate_on_submit():
        differences = attempt(
            form,
            lambda: service.edit_part(current_actor(), part, version=form.version.data or 0, **form.content()),
            lambda current: PartForm(formdata=None, data=part_data(current)).offer(strategy),
        )
    if differences is None:
        say(plan_of(part), _("Ændringen er gemt."))
        return redirect(_home(part))
    title = _("Ret målsætning") if kind == "objectives" else _("Ret handlingsspor")
    return _part_page(form, plan_of(part), title, differences)


@staff_bp.post(f"{PART}/move")
@staff(Permission.PLAN)
def move_part(kind: str, public_id: str) -> AnyResponse:
    """Move an objective or a track up or down."""
    part = part_of(kind, public_id)
    direction = _direction()
    service.move(current_actor(), part, direction)
    key = plan_of(part).committee.key
    return redirect(url_for(".show", committee_key=key, part=public_id, pressed=direction.value))


@staff_bp.post(f"{PART}/restore")
@staff(Permission.PLAN)
def restore_part(kind: str, public_id: str) -> AnyResponse:
    """Take a withdrawn part up again."""
    part = part_of(kind, public_id)
    service.restore(current_actor(), part)
    flash(_("“%(title)s” er taget op igen. De, der følger det, får besked.", title=part.title), "success")
    return redirect(_home(part))


@staff_bp.route("/objectives/<public_id>/tracks/new", methods=["GET", "POST"])
@staff(Permission.PLAN)
def new_track(public_id: str) -> str | AnyResponse:
    """Add an action track under an objective."""
    objective = queries.objective(public_id)
    authorise(current_actor(), Permission.PLAN, objective.plan.committee_id)
    form = PartForm().offer(objective.plan.strategy)
    if form.validate_on_submit():
        track = service.add_track(current_actor(), objective, **form.content())
        say(objective.plan, _("Handlingssporet er tilføjet."))
        return redirect(url_for(".track", public_id=track.public_id))
    return _part_page(form, objective.plan, _("Nyt handlingsspor"), [], within=objective)


@staff_bp.route("/tracks/<public_id>/actions/new", methods=["GET", "POST"])
@staff(Permission.PLAN)
def new_action_plan(public_id: str) -> str | AnyResponse:
    """Add an action plan to a track."""
    found = queries.track(public_id)
    authorise(current_actor(), Permission.PLAN, found.objective.plan.committee_id)
    form = ActionPlanForm()
    if form.validate_on_submit():
        add_action_plan(current_actor(), found, form.content())
        flash(_("Handlingsplanen er tilføjet."), "success")
        return redirect(url_for(".track", public_id=public_id))
    return _action_page(form, found, _("Ny handlingsplan"), [])


@staff_bp.route("/actions/<int:action_plan_id>/edit", methods=["GET", "POST"])
@staff(Permission.PLAN)
def change_action_plan(action_plan_id: int) -> str | AnyResponse:
    """Change an action plan, or note how far it is."""
    action_plan = _action_plan(action_plan_id)
    form = ActionPlanForm(obj=action_plan)
    differences: list[Difference] | None = []
    if form.validate_on_submit():
        differences = attempt(
            form,
            lambda: edit_action_plan(current_actor(), action_plan, form.content(), version=form.version.data or 0),
            lambda current: ActionPlanForm(formdata=None, obj=current),
        )
    if differences is None:
        flash(_("Handlingsplanen er gemt."), "success")
        return redirect(url_for(".track", public_id=action_plan.track.public_id))
    return _action_page(form, action_plan.track, _("Ret handlingsplan"), differences)


@staff_bp.post("/actions/<int:action_plan_id>/move")
@staff(Permission.PLAN)
def move_action_plan(action_plan_id: int) -> AnyResponse:
    """Move an action plan up or down."""
    action_plan = _action_plan(action_plan_id)
    direction = _direction()
    service.move(current_actor(), action_plan, direction)
    track = action_plan.track.public_id
    return redirect(url_for(".track", public_id=track, part=action_plan_id, pressed=direction.value))


def _action_plan(action_plan_id: int) -> ActionPlan:
    action_plan = queries.action_plan(action_plan_id)
    authorise(current_actor(), Permission.PLAN, action_plan.track.objective.plan.committee_id)
    return action_plan


def _direction() -> service.Direction:
    try:
        return service.Direction(request.form.get("direction", ""))
    except ValueError as error:
        raise NotFound from error


def _part_page(
    form: PartForm,
    plan: DevelopmentPlan,
    title: str,
    differences: list[Difference],
    within: Objective | None = None,
) -> str:
    return render_template(
        "staff/plans/part.html", form=form, plan=plan, title=title, differences=differences, within=within
    )


def _action_page(form: ActionPlanForm, found: ActionTrack, title: str, differences: list[Difference]) -> str:
    return render_template("staff/plans/action_plan.html", form=form, track=found, title=title, differences=differences)
