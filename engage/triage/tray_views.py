"""The tray of inputs: filtered, counted, walked by keyboard, and many decided on at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from engage.accounts.access import current_actor
from engage.consultations.queries import consultation_choices
from engage.core import clock
from engage.core.choices import choices_of
from engage.core.errors import describe
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.core.toasts import toast
from engage.strategy.queries import committees, focus_areas, local_areas, visions
from engage.triage import bulk, tray
from engage.triage.bulk import Done
from engage.triage.forms import BulkCloseForm, BulkHandOverForm, BulkTagForm
from engage.triage.themes import themes_of
from engage.triage.tray import STATE_FILTERS, TrayFilter
from engage.triage.words import CHANNELS, STATE_KINDS, STATES

staff_bp = Blueprint("tray", __name__, url_prefix="/staff/inputs")
Answer = str | Response | tuple[str, int]
MOST_CHOSEN = 100

describe("nothing_to_undo", _l("Det kan ikke fortrydes længere."))


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """The tray, as the filter in the address shows it."""
    actor, chosen = current_actor(), TrayFilter.of(request.args)
    return render_template(
        "staff/inputs/tray.html",
        page=tray.listed(actor, chosen, request.args.get("cursor")),
        counts=tray.counts(actor, chosen),
        chosen=chosen,
        choices=_choices(chosen),
        state_names={"waiting": _("Venter"), **STATES, "all": _("Alle")},
        state_filters=STATE_FILTERS,
        state_kinds=STATE_KINDS,
        channels=CHANNELS,
        sorts={"newest": _("Nyeste først"), "oldest": _("Ældste først"), "due": _("Nærmeste frist først")},
        args=TrayFilter.place(request.args),
        today=clock.today(),
    )


@staff_bp.get("/selected")
@staff(Permission.TRIAGE)
def selected() -> str | Response:
    """What can be done with the inputs that were ticked."""
    chosen = TrayFilter.of(request.args)
    if not request.args.getlist("id"):
        flash(_("Sæt flueben ved dem, du vil arbejde med, og prøv igen."), "warning")
        return redirect(url_for("tray.listed", **TrayFilter.place(request.args)))
    return _render_selected(_ids(), chosen, {})


@staff_bp.post("/selected/read")
@staff(Permission.TRIAGE)
def read_all() -> Answer:
    """Mark all as read."""
    return _finish(bulk.mark_all_read(current_actor(), _ids()))


@staff_bp.post("/selected/tag")
@staff(Permission.TRIAGE)
def tag_all() -> Answer:
    """Give all a focus area."""
    return _act("tag", lambda form: bulk.tag_all(current_actor(), _ids(), form.focus_area.data))


@staff_bp.post("/selected/close")
@staff(Permission.TRIAGE)
def close_all() -> Answer:
    """Close all for one reason."""
    return _act("close", lambda form: bulk.close_all(current_actor(), _ids(), form.reason.data))


@staff_bp.post("/selected/hand-over")
@staff(Permission.TRIAGE)
def hand_over_all() -> Answer:
    """Hand all over to one committee."""

    def change(form: Any) -> Done:
        return bulk.hand_over_all(current_actor(), _ids(), form.committee.data, form.reason.data)

    return _act("hand_over", change)


@staff_bp.post("/undo/<int:entry_id>")
@staff(Permission.TRIAGE)
def undo(entry_id: int) -> Response:
    """Take a decision on many back."""
    done = bulk.undo(current_actor(), entry_id)
    flash(ngettext("%(num)d er som før.", "%(num)d er som før.", done.changed), "success")
    if done.passed_over:
        flash(_("%(count)d er ændret siden og er ikke rørt.", count=done.passed_over), "warning")
    return redirect(url_for("tray.listed", **TrayFilter.place(request.args)))


def _act(name: str, change: Callable[[Any], Done]) -> Answer:
    forms = _forms()
    if not forms[name].validate():
        return _render_selected(_ids(), TrayFilter.of(request.args), forms), 422
    return _finish(change(forms[name]))


def _finish(done: Done) -> Response:
    args = TrayFilter.place(request.args)
    if done.changed:
        undo = url_for("tray.undo", entry_id=done.entry_id, **args) if done.entry_id else ""
        toast(ngettext("%(num)d er ændret.", "%(num)d er ændret.", done.changed), undo=undo)
    if done.passed_over:
        flash(
            ngettext(
                "%(num)d er sprunget over: den hører til et andet udvalg, eller der var intet at ændre.",
                "%(num)d er sprunget over: de hører til et andet udvalg, eller der var intet at ændre.",
                done.passed_over,
            ),
            "warning",
        )
    return redirect(url_for("tray.listed", **args))


def _ids() -> list[str]:
    given = request.form.getlist("id") or request.args.getlist("id")
    return list(dict.fromkeys(given))[:MOST_CHOSEN]


def _forms(**kwargs: Any) -> dict[str, FlaskForm]:
    tag, close = BulkTagForm(prefix="tag-", **kwargs), BulkCloseForm(prefix="close-", **kwargs)
    hand_over = BulkHandOverForm(prefix="hand-over-", **kwargs)
    tag.focus_area.choices = choices_of(
        [(0, _("Vælg et fokusområde"))], ((area.id, localise(area.title)) for area in focus_areas())
    )
    hand_over.committee.choices = choices_of(
        [(0, _("Vælg et udvalg"))], ((row.id, localise(row.title)) for row in committees())
    )
    return {"tag": tag, "close": close, "hand_over": hand_over}


def _render_selected(public_ids: list[str], chosen: TrayFilter, forms: dict[str, FlaskForm]) -> str:
    return render_template(
        "staff/inputs/selected.html",
        inputs=tray.by_public_ids(public_ids),
        args=TrayFilter.place(request.args),
        forms=forms or _forms(formdata=None),
        sent=next((form for form in forms.values() if form.errors), None),
        states=STATES,
        state_kinds=STATE_KINDS,
    )


def _choices(chosen: TrayFilter) -> dict[str, list[tuple[str | int, str]]]:
    """What each filter can be set to; themes only within a consultation."""
    own = current_actor().committee_ids
    mine: list[tuple[str | int, str]] = [("mine", _("Mine udvalg"))] if own else []
    themes = themes_of(chosen.consultation) if chosen.consultation else []
    return {
        "committee": [*mine, ("all", _("Alle udvalg")), *((row.id, localise(row.title)) for row in committees())],
        "consultation": [*consultation_choices(current_actor())],
        "focus_area": [(area.id, localise(area.title)) for area in focus_areas()],
        "vision": [(vision.id, localise(vision.title)) for vision in visions()],
        "theme": [(row.theme.id, row.theme.label) for row in themes],
        "area": [(area.id, area.name) for area in local_areas()],
        "channel": [(channel, str(name)) for channel, name in CHANNELS.items()],
        "linked": [("yes", _("Koblet til en plan")), ("no", _("Ikke koblet"))],
        "due": [("soon", _("Frist inden for 7 dage")), ("over", _("Fristen er overskredet"))],
    }
