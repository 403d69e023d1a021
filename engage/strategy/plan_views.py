"""Staff's pages of development plans: the list, one plan, its texts and its adoption."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.accounts.service import authorise
from engage.core.errors import NotFound, describe
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.strategy import progress, queries, service
from engage.strategy.changes import Change, changes_between
from engage.strategy.conflicts import Difference, attempt
from engage.strategy.forms import PartForm, PlanForm
from engage.strategy.models import Committee
from engage.strategy.plans import DevelopmentPlan
from engage.strategy.snapshot import snapshot_of
from engage.strategy.words import track_status

staff_bp = Blueprint("staff_plans", __name__, url_prefix="/staff/plans")
staff_bp.add_app_template_filter(track_status)

describe(
    "strategy.edit_conflict",
    _l("En anden har ændret det samme, mens du arbejdede. Åbn siden igen for at se det nyeste."),
)
describe("strategy.plan_exists", _l("Udvalget har allerede en udviklingsplan under denne strategi."))
describe("strategy.none", _l("Der er ingen strategi endnu. En administrator kan læse den ind."))
describe("strategy.nothing_to_adopt", _l("Planen har ingen målsætninger. Tilføj mindst én, før den vedtages."))
describe("strategy.adopted_in_future", _l("Datoen ligger ude i fremtiden. Vælg den dag, udvalget vedtog planen."))
describe("strategy.nothing_to_tell", _l("Vælg en ny status, eller skriv en besked. Ellers er der intet at fortælle."))
describe("strategy.reason_missing", _l("Skriv, hvorfor det trækkes tilbage."))


def plan_or_404(committee: Committee) -> DevelopmentPlan:
    """The committee's plan. Raises NotFound when there is none yet."""
    plan = queries.plan_of(committee)
    if plan is None:
        raise NotFound
    return plan


def changes_since_adoption(plan: DevelopmentPlan) -> list[Change]:
    """What is not as the committee adopted it; empty for a draft."""
    adopted = plan.adopted_version
    return changes_between(adopted.snapshot, snapshot_of(plan)) if adopted else []


def say(plan: DevelopmentPlan, words: str) -> None:
    """Tell what was saved, and, when the committee has adopted the plan, that everybody sees it is another now."""
    seen = _("Alle kan se, at planen er ændret, siden udvalget vedtog den.")
    flash(f"{words} {seen}" if changes_since_adoption(plan) else words, "success")


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """Every committee, and how far its plan is."""
    plans = {plan.committee_id: plan for plan in queries.plans()}
    return render_template(
        "staff/plans/listed.html",
        committees=queries.committees(),
        plans=plans,
        progress=progress,
        actor=current_actor(),
    )


@staff_bp.route("/<committee_key>/new", methods=["GET", "POST"])
@staff(Permission.PLAN)
def new(committee_key: str) -> str | AnyResponse:
    """Begin a committee's plan."""
    committee = queries.committee(committee_key)
    authorise(current_actor(), Permission.PLAN, committee.id)
    form = PlanForm()
    if form.validate_on_submit():
        service.create_plan(current_actor(), committee, is_demo=False, **form.content())
        flash(_("Planen er lavet. Tilføj nu målsætninger."), "success")
        return redirect(url_for(".show", committee_key=committee.key))
    return _edit_page(form, committee, _("Ny udviklingsplan"), [])


@staff_bp.route("/<committee_key>/edit", methods=["GET", "POST"])
@staff(Permission.PLAN)
def edit(committee_key: str) -> str | AnyResponse:
    """Change the plan's title and introduction."""
    plan = plan_or_404(queries.committee(committee_key))
    authorise(current_actor(), Permission.PLAN, plan.committee_id)
    form = PlanForm(obj=plan)
    differences: list[Difference] | None = []
    if form.validate_on_submit():
        differences = attempt(
            form,
            lambda: service.edit_plan(current_actor(), plan, version=form.version.data or 0, **form.content()),
            lambda current: PlanForm(formdata=None, obj=current),
        )
    if differences is None:
        say(plan, _("Planens tekst er gemt."))
        return redirect(url_for(".show", committee_key=committee_key))
    return _edit_page(form, plan.committee, _("Ret planens tekst"), differences)


@staff_bp.route("/<committee_key>/objectives/new", methods=["GET", "POST"])
@staff(Permission.PLAN)
def new_objective(committee_key: str) -> str | AnyResponse:
    """Add an objective to the plan."""
    plan = plan_or_404(queries.committee(committee_key))
    authorise(current_actor(), Permission.PLAN, plan.committee_id)
    form = PartForm().offer(plan.strategy)
    if form.validate_on_submit():
        service.add_objective(current_actor(), plan, **form.content())
        say(plan, _("Målsætningen er tilføjet."))
        return redirect(url_for(".show", committee_key=committee_key))
    return render_template(
        "staff/plans/part.html", form=form, plan=plan, title=_("Ny målsætning"), differences=[], within=None
    )


def _edit_page(form: PlanForm, committee: Committee, title: str, differences: list[Difference]) -> str:
    return render_template(
        "staff/plans/edit.html", form=form, committee=localise(committee.title), title=title, differences=differences
    )
