"""The page of one input, and each thing that is done there. A form that comes too late keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from engage.accounts.access import current_actor
from engage.accounts.models import User
from engage.core import clock
from engage.core.audit import trail_of
from engage.core.errors import DomainError, Forbidden, describe, text_of
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.core.toasts import toast
from engage.messages.staff_views import FAILURES as MAIL_FAILURES
from engage.messages.staff_views import STATES as MAIL_STATES
from engage.strategy.queries import committees
from engage.triage import deciding, service, trail, undoing
from engage.triage.desk import EditedMeanwhile, ReasonMissing
from engage.triage.input_forms import form_of, forms_of
from engage.triage.input_page import InputPage, input_page
from engage.triage.models import Input
from engage.triage.tray import TrayFilter
from engage.triage.words import CHANNELS, GRADE_KINDS, GRADES, SCORES, STATE_KINDS, STATES, signed

staff_bp = Blueprint("inputs", __name__, url_prefix="/staff/inputs")
Answer = str | Response | tuple[str, int]
Change = Callable[[Any, User], object]
KEEP_PLACE = {"note", "unlink", "reopen"}  # after these one is shown the same part again, not the next step

describe("input_edited_meanwhile", _l("En anden har ændret det, mens du arbejdede. Det, du skrev, står her stadig."))
describe("reason_missing", _l("Skriv en begrundelse, og prøv igen."))
describe("same_committee", _l("Udvalget har det allerede. Vælg et andet."))
describe("nothing_to_reopen", _l("Det er allerede i gang."))
describe("no_consultation", _l("Temaer hører til en høring, og dette hører ikke til nogen."))
describe("not_linkable", _l("Målsætningen eller handlingssporet er trukket tilbage. Vælg et andet."))
describe("linked_already", _l("Det er allerede koblet dertil. Træk den gamle kobling tilbage først."))
describe("reply_unchanged", _l("Det svar står der allerede. Ret i det, hvis borgeren skal have et nyt."))
describe("reply_too_short", _l("Skriv mindst %(characters)d tegn, eller kobl først til en plan med en begrundelse."))


@staff_bp.get("/<public_id>")
@staff(Permission.READ)
def show(public_id: str) -> str:
    """One input with its original words first, and all that has been done with it."""
    page = _page(public_id)
    return _render(page)


@staff_bp.post("/<public_id>/tags")
@staff(Permission.TRIAGE)
def tags(public_id: str) -> Answer:
    """Set focus areas and visions."""

    def change(form: Any, actor: User) -> object:
        areas, visions = form.focus_areas.data, form.visions.data
        return service.tag(actor, public_id, form.version.data, focus_area_ids=areas, vision_ids=visions)

    return _act(public_id, "tags", change, _("Fokusområder og visioner er gemt."))


@staff_bp.post("/<public_id>/themes")
@staff(Permission.TRIAGE)
def themes(public_id: str) -> Answer:
    """Set themes, and make a new one."""

    def change(form: Any, actor: User) -> object:
        new = [form.new_theme.data] if (form.new_theme.data or "").strip() else []
        return service.set_themes(actor, public_id, form.version.data, theme_ids=form.themes.data, new_labels=new)

    return _act(public_id, "themes", change, _("Temaerne er gemt."))


@staff_bp.post("/<public_id>/note")
@staff(Permission.TRIAGE)
def note(public_id: str) -> Answer:
    """Write an internal note."""

    def change(form: Any, actor: User) -> object:
        return service.add_note(actor, public_id, form.text.data)

    return _act(public_id, "note", change, _("Notatet er gemt."))


@staff_bp.post("/<public_id>/link")
@staff(Permission.TRIAGE)
def link(public_id: str) -> Answer:
    """Link to an objective or a track."""

    def change(form: Any, actor: User) -> object:
        target, grade, reason = form.target.data, form.grade.data, form.reason.data
        return deciding.link(actor, public_id, form.version.data, target=target, grade=grade, reason=reason)

    return _act(public_id, "link", change, _("Koblingen er gemt. Borgeren kan se den på sin side."))


@staff_bp.post("/<public_id>/links/<int:link_id>/take-back")
@staff(Permission.TRIAGE)
def unlink(public_id: str, link_id: int) -> Answer:
    """Take a link back."""

    def change(form: Any, actor: User) -> object:
        return deciding.take_back(actor, public_id, form.version.data, link_id=link_id, reason=form.reason.data)

    return _act(public_id, "unlink", change, _("Koblingen er trukket tilbage."))


@staff_bp.post("/<public_id>/weigh")
@staff(Permission.TRIAGE)
def weigh(public_id: str) -> Answer:
    """Weigh against the values."""
    values = [each.value for each in _page(public_id).weighed]

    def change(form: Any, actor: User) -> None:
        deciding.weigh(actor, public_id, form.judgements(values))

    return _act(public_id, "weigh", change, _("Din afvejning er gemt."))


@staff_bp.post("/<public_id>/reply")
@staff(Permission.TRIAGE)
def reply(public_id: str) -> Answer:
    """Preview the reply; publish and send it when that is confirmed."""
    page, actor = _page(public_id), current_actor()
    form = form_of("reply", actor, page)
    if request.form.get("step") == "send":
        return _act(
            public_id,
            "reply",
            lambda sent, who: deciding.reply(who, public_id, sent.version.data, sent.text.data),
            _("Svaret er offentliggjort."),
            onwards=True,
        )
    if request.form.get("step") == "edit" or not form.validate():
        return _render(page, "reply", form), 422 if form.errors else 200
    return render_template("staff/inputs/reply_preview.html", page=page, form=form, args=_here())


@staff_bp.post("/<public_id>/close")
@staff(Permission.TRIAGE)
def close(public_id: str) -> Answer:
    """Close without a reply."""

    def change(form: Any, actor: User) -> object:
        return service.close(actor, public_id, form.version.data, form.reason.data)

    return _act(public_id, "close", change, _("Det er lukket uden svar."), onwards=True)


@staff_bp.post("/<public_id>/reopen")
@staff(Permission.TRIAGE)
def reopen(public_id: str) -> Answer:
    """Take an answered or closed input up again."""

    def change(form: Any, actor: User) -> object:
        return service.reopen(actor, public_id, form.version.data)

    return _act(public_id, "reopen", change, _("Det er åbnet igen."))


@staff_bp.post("/<public_id>/hand-over")
@staff(Permission.TRIAGE)
def hand_over(public_id: str) -> Answer:
    """Hand over to another committee."""

    def change(form: Any, actor: User) -> object:
        committee, reason = form.committee.data, form.reason.data
        return service.hand_over(actor, public_id, form.version.data, committee_id=committee, reason=reason)

    return _act(
        public_id,
        "hand_over",
        change,
        _("Det er givet videre og ligger nu i det andet udvalgs indbakke."),
        onwards=True,
    )


@staff_bp.post("/<public_id>/undo/<int:entry_id>")
@staff(Permission.TRIAGE)
def undo(public_id: str, entry_id: int) -> Response:
    """Take back the last thing one did to an input."""
    entry = undoing.undo(current_actor(), public_id, entry_id, reason=_("Fortrudt."))
    if entry.action == "input.read":
        toast(_("Det er ulæst igen."))
        return redirect(url_for("tray.listed", **_here()))
    toast(_("Fortrudt. Det er som før."))
    return redirect(_address(public_id))


def _act(public_id: str, section: str, change: Change, done: str, *, onwards: bool = False) -> Answer:
    """Validate one section's form and make the change; whatever goes wrong, the page comes back as it was typed."""
    actor, page = current_actor(), _page(public_id)
    form = form_of(section, actor, page)
    if not form.validate():
        return _render(page, section, form, problem=ReasonMissing() if section == "unlink" else None), 422
    seen = form.version.data if "version" in form else page.given.version
    try:
        change(form, actor)
    except EditedMeanwhile as late:
        fresh = _page(public_id)
        form.renew(fresh.given.version)
        return _render(fresh, section, form, problem=late, seen=seen), 409
    except DomainError as refused:
        if refused.status == 404:
            raise
        return _render(_page(public_id), section, form, problem=refused), refused.status
    _say(page.given, done)
    if onwards or request.form.get("then") == "next":
        return _onwards(page)
    return redirect(_address(public_id, section if section in KEEP_PLACE else _page(public_id).next_step or section))


def _say(given: Input, done: str) -> None:
    """Tell what was done, with the way to take it back."""
    entry = undoing.last_undoable(current_actor(), given, trail_of(given, limit=1))
    args = {"public_id": given.public_id, **_here()}
    toast(done, undo=url_for(".undo", entry_id=entry.id, **args) if entry else "")


def _onwards(page: InputPage) -> Response:
    """To the next input that the filter shows, else back to the list."""
    following = page.next or page.previous
    return redirect(_address(following) if following else url_for("tray.listed", **_here()))


def _address(public_id: str, section: str | None = None) -> str:
    anchor = section.replace("_", "-") if section else None
    return url_for("inputs.show", public_id=public_id, _anchor=anchor, **_here())


def _problem(error: DomainError | None) -> str:
    if isinstance(error, Forbidden):
        return str(_("Det hører til et andet udvalg, så du kan læse det, men ikke ændre det."))
    return text_of(error) if error else ""


def _here() -> dict[str, Any]:
    return TrayFilter.place(request.args)


def _page(public_id: str) -> InputPage:
    actor = current_actor()
    return input_page(actor, service.open_input(actor, public_id), TrayFilter.of(request.args))


def _render(
    page: InputPage, section: str = "", sent: Any = None, *, problem: DomainError | None = None, seen: int = 0
) -> str:
    actor = current_actor()
    forms = forms_of(actor, page)
    changed = trail.since(page.trail, seen, actor.id) if isinstance(problem, EditedMeanwhile) else []
    return render_template(
        "staff/inputs/input.html",
        page=page,
        forms=forms.with_sent(section, sent) if sent is not None else forms,
        sent=sent,
        section=section,
        opened=section or ("link" if "find" in request.args else page.next_step),
        problem=_problem(problem),
        changed=changed,
        may_triage=actor.can(Permission.TRIAGE, page.given.committee_id),
        args=_here(),
        today=clock.today(),
        committees={row.id: localise(row.title) for row in committees()},
        words=_WORDS,
    )


_WORDS = {
    "channels": CHANNELS,
    "states": STATES,
    "state_kinds": STATE_KINDS,
    "grades": GRADES,
    "grade_kinds": GRADE_KINDS,
    "scores": SCORES,
    "signed": signed,
    "trail": trail.words_of,
    "mail": MAIL_STATES,
    "mail_failures": MAIL_FAILURES,
}
