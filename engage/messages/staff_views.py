"""Staff's pages: what has been sent, what failed and why, and who wants no more."""

from __future__ import annotations

import functools
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.core.errors import describe
from engage.core.security import Permission, staff
from engage.core.sorting import Sorting, indexed
from engage.messages import queries, service
from engage.messages.forms import DeclineForm
from engage.messages.models import Failure, MessageState, SuppressionReason

staff_bp = Blueprint("staff_messages", __name__, url_prefix="/staff/messages")

describe("message_not_failed", _l("Beskeden er allerede på vej eller sendt."))

STATES = {
    MessageState.QUEUED: (_l("I kø"), "info"),
    MessageState.SENDING: (_l("Sendes nu"), "info"),
    MessageState.SENT: (_l("Sendt"), "success"),
    MessageState.FAILED: (_l("Fejlet"), "error"),
    MessageState.SUPPRESSED: (_l("Afmeldt"), "neutral"),
    MessageState.CANCELLED: (_l("Ikke længere aktuel"), "neutral"),
}
FAILURES = {
    Failure.REJECTED: _l("Modtagerens mailserver afviste mailen. Adressen findes nok ikke."),
    Failure.DELAYED: _l("Mailserveren bad os vente og prøve igen."),
    Failure.UNREACHABLE: _l("Vi kunne ikke få kontakt med mailserveren."),
    Failure.HELD: _l("Beskeden ventede, da sikkerhedskopien blev lavet. Se efter, om den er sendt siden."),
    Failure.UNWRITTEN: _l("Brevet kunne ikke laves. Det er en fejl hos os; den er skrevet i loggen."),
}
KINDS = {  # until a letter is written it has no subject
    "invitation": _l("Invitation"),
    "invitation_test": _l("Prøve på en invitation"),
    "reply": _l("Svar til en borger"),
    "track_news": _l("Nyt om et handlingsspor"),
    "confirm_address": _l("Bekræft din e-mail"),
    "support_confirm": _l("Bekræft din støtte"),
    "idea_decision": _l("Afgørelse om en idé"),
}
BY_AGE = {"newest": indexed(_l("Tid"), downwards=True)}
REASONS = {
    SuppressionReason.UNSUBSCRIBED: _l("Vil ikke have invitationer"),
    SuppressionReason.BOUNCED: _l("Adressen virker ikke"),
}


@staff_bp.get("")
@staff(Permission.EDIT)
def listed() -> str:
    """Messages in one state, or all to one address, newest or oldest first."""
    wanted = request.args.get("state", "")
    state = MessageState(wanted) if wanted in set(MessageState) else None
    address = request.args.get("address", "").strip()
    sorting = Sorting(BY_AGE, request.args)
    return render_template(
        "staff/messages/listed.html",
        page=queries.messages_page(state, address, request.args.get("cursor"), ascending=not sorting.downwards),
        counts=queries.counts(),
        counted_to=queries.COUNTED_TO,
        state=state,
        address=address,
        states=STATES,
        failures=FAILURES,
        kinds=KINDS,
        headers=sorting.headers(functools.partial(url_for, ".listed", state=state, address=address or None)),
        sorted_by=sorting.asked,
    )


@staff_bp.post("/<public_id>/send-again")
@staff(Permission.EDIT)
def send_again(public_id: str) -> AnyResponse:
    """Send a failed message again."""
    service.send_again(current_actor(), queries.message_by_public_id(public_id).id)
    flash(_("Beskeden er sat i kø igen."), "success")
    args = request.args
    place: dict[str, Any] = {name: args.get(name) for name in ("state", "address", "order", "cursor")}
    return redirect(url_for(".listed", **place))


@staff_bp.post("/send-again")
@staff(Permission.EDIT)
def send_all_again() -> AnyResponse:
    """Send the failed messages again, for when the mail server has been away."""
    count = service.send_all_again(current_actor())
    flash(ngettext("Én besked er sat i kø igen.", "%(num)s beskeder er sat i kø igen.", count), "success")
    return redirect(url_for(".listed", state=MessageState.FAILED))


@staff_bp.route("/declined", methods=["GET", "POST"])
@staff(Permission.EDIT)
def declined() -> str | AnyResponse:
    """Who gets no invitations; add somebody who has called."""
    form = DeclineForm()
    if form.validate_on_submit():
        address = form.address.data or ""
        service.decline_for(current_actor(), address)
        flash(_("%(address)s er afmeldt og får ikke flere invitationer.", address=address), "success")
        return redirect(url_for(".declined"))
    search = request.args.get("search", "").strip()
    page = queries.suppressions_page(search, request.args.get("cursor"))
    return render_template("staff/messages/declined.html", form=form, page=page, reasons=REASONS, search=search)


@staff_bp.post("/declined/<int:suppression_id>/lift")
@staff(Permission.EDIT)
def lift(suppression_id: int) -> AnyResponse:
    """Let an address get mail again, when its owner has asked for it."""
    address = service.accept_again(current_actor(), queries.suppression_by_id(suppression_id).id)
    flash(_("%(address)s kan få mail fra os igen.", address=address), "success")
    return redirect(url_for(".declined"))
