"""Typing in what came by letter, phone, meeting, e-mail or paper, and the link to hand to its sender."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from engage.accounts.access import current_actor
from engage.accounts.service import authorise
from engage.consultations.queries import consultation_choices
from engage.core import clock
from engage.core.choices import choices_of
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.strategy.queries import committees, local_areas
from engage.triage import queries, service
from engage.triage.forms import TypedInForm
from engage.triage.intake import trace_url
from engage.triage.models import Channel, Input
from engage.triage.words import CHANNELS

staff_bp = Blueprint("typed_in", __name__, url_prefix="/staff/inputs")


@staff_bp.route("/new", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def new() -> str | Response | tuple[str, int]:
    """Type in an input."""
    form = _form()
    if form.validate_on_submit():
        return redirect(url_for(".receipt", public_id=_take_in(form).public_id))
    page = render_template("staff/inputs/new.html", form=form)
    return (page, 422) if form.errors else page


@staff_bp.get("/<public_id>/receipt")
@staff(Permission.TRIAGE)
def receipt(public_id: str) -> str:
    """The link to the sender's page, for printing or handing over."""
    given = queries.input_by_public_id(public_id)
    authorise(current_actor(), Permission.TRIAGE, given.committee_id)
    url = trace_url(given.trace) if given.trace and given.source == service.STAFF else ""
    return render_template("staff/inputs/receipt.html", given=given, url=url, channels=CHANNELS)


def _form() -> TypedInForm:
    actor = current_actor()
    form = TypedInForm(received_on=clock.today(), consultation=request.args.get("consultation", type=int))
    own = [row for row in committees() if actor.can(Permission.TRIAGE, row.id)]
    choose = [(0, _("Vælg et udvalg"))] if len(own) > 1 else []
    form.committee.choices = choices_of(choose, ((row.id, localise(row.title)) for row in own))
    form.consultation.choices = choices_of([(0, _("Ingen høring"))], consultation_choices(actor))
    form.area.choices = choices_of([(0, _("Ved ikke"))], ((area.id, area.name) for area in local_areas()))
    return form


def _take_in(form: TypedInForm) -> Input:
    return service.type_in(
        current_actor(),
        form.text.data or "",
        channel=Channel(form.channel.data),
        key=form.key.data or "",
        committee_id=form.committee.data,
        received_on=form.received_on.data or clock.today(),
        consultation_id=form.consultation.data or None,
        local_area_id=form.area.data or None,
        sender_name=form.name.data or "",
        association=form.association.data or "",
        email=form.email.data or "",
    )
