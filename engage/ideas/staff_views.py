"""Staff's pages: ideas that wait to be published, and what is decided about them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.accounts.service import authorise
from engage.core.errors import describe
from engage.core.security import Permission, staff
from engage.core.toasts import toast
from engage.ideas import moderating, queries
from engage.ideas.forms import PublicWordsForm, ReasonForm
from engage.ideas.models import Idea, IdeaStatus
from engage.strategy.queries import committees

staff_bp = Blueprint("staff_ideas", __name__, url_prefix="/staff/ideas")
MOST_CHOSEN = 100

describe("idea_changed", _l("En anden har allerede gjort noget ved idéen. Åbn den igen for at se det nyeste."))
describe("idea_reason_missing", _l("Skriv en begrundelse, som afsenderen kan læse."))


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """Ideas by state, the waiting ones first; a secretary begins with one's own committees."""
    here, known = _here(), committees()
    return render_template(
        "staff/ideas/listed.html",
        here=here,
        status=here.get("status", IdeaStatus.WAITING),
        sort=here.get("sort", queries.NEWEST),
        committee=here.get("committee", "mine"),
        committees=known,
        page=queries.for_moderation(
            here.get("status", IdeaStatus.WAITING),
            _committee_ids({row.id for row in known}),
            request.args.get("cursor"),
            sort=here.get("sort", queries.NEWEST),
        ),
        waiting=queries.waiting_for(current_actor()),
    )


@staff_bp.route("/publish", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def publish_many() -> str | AnyResponse:
    """Publish the ideas that were ticked in the list, after a page that says what will happen."""
    chosen = request.form.getlist("idea") or request.args.getlist("idea")
    if not chosen:
        flash(_("Sæt flueben ved de idéer, du vil offentliggøre."), "warning")
        return redirect(url_for(".listed", **_here()))
    if request.method == "POST":
        count = moderating.publish_many(current_actor(), chosen)
        toast(ngettext("%(num)s idé er offentliggjort.", "%(num)s idéer er offentliggjort.", count))
        return redirect(url_for(".listed", **_here()))
    ideas = [_decidable(public_id) for public_id in chosen[:MOST_CHOSEN]]
    return render_template("staff/ideas/publish.html", ideas=ideas, here=_here())


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
            toast(_("Den offentlige tekst er gemt. De oprindelige ord står stadig i indbakken."))
            return redirect(url_for(".show", public_id=public_id, **_here()))
    may_decide = current_actor().can(Permission.TRIAGE, idea.input.committee_id)
    return render_template(
        "staff/ideas/show.html", idea=idea, form=form, may_decide=may_decide, overtaken=overtaken, here=_here()
    )


@staff_bp.post("/<public_id>/publish")
@staff(Permission.TRIAGE)
def publish(public_id: str) -> AnyResponse:
    """Let the public see the idea."""
    moderating.publish(current_actor(), public_id)
    toast(_("Idéen er offentliggjort."))
    return redirect(url_for(".listed", **_here()))


@staff_bp.route("/<public_id>/reject", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def reject(public_id: str) -> str | AnyResponse:
    """Keep a waiting idea from the public, with a reason."""
    idea, form = _decidable(public_id), ReasonForm()
    if form.validate_on_submit():
        moderating.reject(current_actor(), public_id, form.reason.data or "")
        toast(_("Idéen er afvist. Den ligger stadig i indbakken."))
        return redirect(url_for(".listed", **_here()))
    return render_template("staff/ideas/decide.html", idea=idea, form=form, here=_here(), is_public=False)


@staff_bp.route("/<public_id>/take-down", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def take_down(public_id: str) -> str | AnyResponse:
    """Take a published idea away from the public, with a reason."""
    idea, form = _decidable(public_id), ReasonForm()
    if form.validate_on_submit():
        moderating.take_down(current_actor(), public_id, form.reason.data or "")
        toast(_("Idéen er taget ned."))
        return redirect(url_for(".show", public_id=public_id, **_here()))
    return render_template("staff/ideas/decide.html", idea=idea, form=form, here=_here(), is_public=True)


def _here() -> dict[str, Any]:
    """The list one came from, as its address says it: state, committee, order and page; what says nothing left out."""
    allowed: dict[str, Collection[str]] = {"status": set(IdeaStatus), "sort": queries.ORDERS}
    here = {name: request.args.get(name, "") for name in ("status", "committee", "sort", "cursor")}
    return {name: value for name, value in here.items() if value and value in allowed.get(name, {value})}


def _committee_ids(known: set[int]) -> set[int] | None:
    """The committees the list is narrowed to; None for all of them."""
    wanted = request.args.get("committee", "mine")
    if wanted.isascii() and wanted.isdigit() and int(wanted) in known:
        return {int(wanted)}
    return current_actor().committee_ids or None if wanted == "mine" else None


def _decidable(public_id: str) -> Idea:
    idea = queries.by_public_id(public_id)
    authorise(current_actor(), Permission.TRIAGE, idea.input.committee_id)
    return idea
