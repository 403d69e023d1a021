"""Staff's pages: ideas that wait to be published, and what is decided about them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.accounts.service import authorise
from engage.core.errors import describe
from engage.core.security import Permission, staff
from engage.ideas import moderating, queries
from engage.ideas.forms import PublicWordsForm, ReasonForm
from engage.ideas.models import Idea, IdeaStatus
from engage.strategy.queries import committees

staff_bp = Blueprint("staff_ideas", __name__, url_prefix="/staff/ideas")

describe("idea_changed", _l("En anden har allerede gjort noget ved idéen. Åbn den igen for at se det nyeste."))
describe("idea_reason_missing", _l("Skriv en begrundelse, som afsenderen kan læse."))


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """Ideas by state, the waiting ones first; a secretary begins with one's own committee."""
    status = request.args.get("status", IdeaStatus.WAITING)
    status = status if status in set(IdeaStatus) else IdeaStatus.WAITING
    own, known = current_actor().committee_ids, committees()
    wanted = request.args.get("committee", str(*own) if len(own) == 1 else "")
    committee_id = next((committee.id for committee in known if str(committee.id) == wanted), None)
    return render_template(
        "staff/ideas/listed.html",
        status=status,
        committee_id=committee_id,
        committees=known,
        page=queries.for_moderation(status, committee_id, request.args.get("cursor")),
        waiting=queries.waiting_for(current_actor()),
    )


@staff_bp.post("/publish")
@staff(Permission.TRIAGE)
def publish_many() -> AnyResponse:
    """Publish the ideas that were ticked in the list."""
    count = moderating.publish_many(current_actor(), request.form.getlist("idea"))
    if count:
        flash(ngettext("%(num)s idé er offentliggjort.", "%(num)s idéer er offentliggjort.", count), "success")
    else:
        flash(_("Sæt flueben ved de idéer, du vil offentliggøre."), "warning")
    return redirect(url_for(".listed", committee=request.form.get("committee") or None))


@staff_bp.route("/<public_id>", methods=["GET", "POST"])
@staff(Permission.READ)
def show(public_id: str) -> str | AnyResponse:
    """One idea: what was sent, what the public sees (which can be redacted), and what to do with it."""
    idea = queries.by_public_id(public_id)
    form = PublicWordsForm(obj=idea)
    overtaken = False
    if form.validate_on_submit():
        try:
            moderating.redact(
                current_actor(),
                public_id,
                form.version.data or 0,
                title=form.title.data or "",
                text=form.text.data or "",
            )
        except moderating.IdeaChanged:
            overtaken = True
            form.version.raw_data, form.version.data = None, idea.version
        else:
            flash(_("Den offentlige tekst er gemt. De oprindelige ord står stadig i indbakken."), "success")
            return redirect(url_for(".show", public_id=public_id))
    may_decide = current_actor().can(Permission.TRIAGE, idea.input.committee_id)
    return render_template("staff/ideas/show.html", idea=idea, form=form, may_decide=may_decide, overtaken=overtaken)


@staff_bp.post("/<public_id>/publish")
@staff(Permission.TRIAGE)
def publish(public_id: str) -> AnyResponse:
    """Let the public see the idea."""
    moderating.publish(current_actor(), public_id)
    flash(_("Idéen er offentliggjort."), "success")
    return redirect(url_for(".listed"))


@staff_bp.route("/<public_id>/reject", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def reject(public_id: str) -> str | AnyResponse:
    """Keep a waiting idea from the public, with a reason."""
    idea = _decidable(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        moderating.reject(current_actor(), public_id, form.reason.data or "")
        flash(_("Idéen er afvist. Den bliver stadig behandlet i indbakken."), "success")
        return redirect(url_for(".listed"))
    return render_template("staff/ideas/reject.html", idea=idea, form=form)


@staff_bp.route("/<public_id>/take-down", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def take_down(public_id: str) -> str | AnyResponse:
    """Take a published idea away from the public, with a reason."""
    idea = _decidable(public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        moderating.take_down(current_actor(), public_id, form.reason.data or "")
        flash(_("Idéen er taget ned."), "success")
        return redirect(url_for(".show", public_id=public_id))
    return render_template("staff/ideas/take_down.html", idea=idea, form=form)


def _decidable(public_id: str) -> Idea:
    idea = queries.by_public_id(public_id)
    authorise(current_actor(), Permission.TRIAGE, idea.input.committee_id)
    return idea
