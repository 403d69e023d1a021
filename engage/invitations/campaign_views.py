"""Staff's pages about campaigns: write, look, test, release, follow."""

from __future__ import annotations

import functools

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.accounts.models import User
from engage.accounts.queries import user_by_id
from engage.core import clock
from engage.core.errors import DomainError, describe, text_of
from engage.core.i18n import localise
from engage.core.pictures.steps import steps
from engage.core.security import Permission, staff
from engage.core.sorting import Sorting, indexed
from engage.invitations import queries, service, wording
from engage.invitations.forms import CampaignForm, LetterForm, values_of
from engage.invitations.letters import preview
from engage.invitations.models import Campaign, CampaignStatus

staff_bp = Blueprint("campaigns", __name__, url_prefix="/staff/campaigns")

describe("wording_link_missing", _l("Skriv {link} der, hvor linket til spørgeskemaet skal stå"))
describe("wording_unknown_place", _l("Vi kender ikke %(place)s. Du kan bruge {name}, {link} og {deadline}"))
describe("campaign_not_in_this_state", _l("Udsendelsen er kommet videre, siden du åbnede siden. Se den igen."))
describe(
    "campaign_survey_closed",
    _l("Spørgeskemaet kan ikke besvares på det tidspunkt. Udgiv det, eller vælg et tidspunkt i høringens periode."),
)
describe("campaign_time_passed", _l("Tidspunktet er forbi. Ret udsendelsen, og vælg et nyt."))
describe("campaign_nobody", _l("Der er ingen at sende til: listen er tom, eller alle er inviteret eller afmeldt."))
describe("campaign_too_many_reminders", _l("De er allerede mindet om det %(most)s gange, og flere må det ikke blive."))

STATUSES = {
    CampaignStatus.DRAFT: (_l("Kladde"), "neutral"),
    CampaignStatus.RELEASED: (_l("Frigivet"), "info"),
    CampaignStatus.PAUSED: (_l("Sat på pause"), "warning"),
    CampaignStatus.DONE: (_l("Sendt"), "success"),
    CampaignStatus.CANCELLED: (_l("Annulleret"), "error"),
}
BY_AGE = {"newest": indexed(_l("Tid"), downwards=True)}
SAMPLE_NAMES = {"da": "Ida Jensen", "en": "Ida Jensen"}


@staff_bp.get("")
@staff(Permission.EDIT)
def listed() -> str:
    """All campaigns, or those with one status, newest or oldest first."""
    wanted = request.args.get("status", "")
    status = CampaignStatus(wanted) if wanted in set(CampaignStatus) else None
    sorting = Sorting(BY_AGE, request.args)
    return render_template(
        "staff/campaigns/listed.html",
        page=queries.campaigns_page(request.args.get("cursor"), status, ascending=not sorting.downwards),
        statuses=STATUSES,
        status=status,
        headers=sorting.headers(functools.partial(url_for, ".listed", status=status)),
        sorted_by=sorting.asked,
    )


@staff_bp.route("/new", methods=["GET", "POST"])
@staff(Permission.EDIT)
def new() -> str | AnyResponse:
    """Write an invitation, beginning with a text that can be sent as it is."""
    body = wording.signed(wording.DEFAULT_BODY, current_app.config["SETTINGS"].municipality_name)
    texts = {f"body_{language}": text for language, text in body.items()}
    texts |= {f"subject_{language}": text for language, text in wording.DEFAULT_SUBJECT.items()}
    form = _campaign_form({"when": "now", "per_minute": 120, **texts})
    if not form.survey_id.choices or not form.list_id.choices:
        return render_template("staff/campaigns/not_yet.html", form=form)
    return _edit(form, None)


@staff_bp.route("/<int:campaign_id>/edit", methods=["GET", "POST"])
@staff(Permission.EDIT)
def edit(campaign_id: int) -> str | AnyResponse:
    """Change a draft."""
    campaign = queries.campaign_by_id(campaign_id)
    if campaign.status != CampaignStatus.DRAFT:
        raise service.NotInThisState
    is_reminder = campaign.reminds_id is not None
    return _edit(LetterForm(data=values_of(campaign)) if is_reminder else _campaign_form(values_of(campaign)), campaign)


def _campaign_form(values: dict[str, object]) -> CampaignForm:
    surveys = [(survey.id, localise(survey.title)) for survey in queries.surveys_to_invite_to(clock.now())]
    lists = [
        (contact_list.id, ngettext("%(name)s (én)", "%(name)s (%(num)s)", size, name=contact_list.name))
        for contact_list, size in queries.contact_lists()
    ]
    return CampaignForm(data=values, surveys=surveys, lists=lists)


def _edit(form: LetterForm, campaign: Campaign | None) -> str | AnyResponse:
    if form.validate_on_submit():
        target = form if isinstance(form, CampaignForm) else None
        survey_id = target.survey_id.data if target else campaign.survey_id  # type: ignore[union-attr]
        list_id = target.list_id.data if target else campaign.list_id  # type: ignore[union-attr]
        content = service.CampaignContent(survey_id=survey_id, list_id=list_id, **form.letter())
        saved = service.save_campaign(current_actor(), campaign, content)
        flash(_("Udsendelsen er gemt som kladde. Se den igennem, før du frigiver den."), "success")
        return redirect(url_for(".show", campaign_id=saved.id))
    return render_template("staff/campaigns/edit.html", form=form, campaign=campaign)


@staff_bp.get("/<int:campaign_id>")
@staff(Permission.EDIT)
def show(campaign_id: int) -> str:
    """A draft as it will be read, or how far a released campaign has come."""
    campaign = queries.campaign_by_id(campaign_id)
    previews = [preview(campaign, language, name) for language, name in SAMPLE_NAMES.items()]
    return render_template(
        "staff/campaigns/show.html",
        campaign=campaign,
        previews=previews,
        reminded={reminder.id: queries.progress_of(reminder) for reminder in queries.reminders_of(campaign.id)},
        **_state_of(campaign),
    )


@staff_bp.get("/<int:campaign_id>/progress")
@staff(Permission.EDIT)
def progress(campaign_id: int) -> str:
    """The part of the page that changes while the worker sends; asked for by js/live.js."""
    campaign = queries.campaign_by_id(campaign_id)
    return render_template("staff/campaigns/_progress.html", campaign=campaign, **_state_of(campaign))


def _state_of(campaign: Campaign) -> dict[str, object]:
    released_by: User | None = user_by_id(campaign.released_by_id) if campaign.released_by_id else None
    original_id = campaign.reminds_id or campaign.id
    reminders = queries.reminders_of(original_id)
    come = queries.progress_of(campaign)
    return {
        "statuses": STATUSES,
        "status": queries.status_now(campaign),
        "progress": come,
        "funnel": steps([come.written, come.sent, come.answered]),
        "audience": queries.audience_of(campaign) if campaign.fanned_out_at is None else None,
        "released_by": released_by,
        "reminders": reminders,
        "may_remind": len(reminders) < service.MAX_REMINDERS,
    }


@staff_bp.post("/<int:campaign_id>/test")
@staff(Permission.EDIT)
def send_test(campaign_id: int) -> AnyResponse:
    """Send the letter to oneself."""
    service.send_test(current_actor(), campaign_id)
    flash(_("Prøven er på vej til %(email)s på dansk og engelsk.", email=current_actor().email), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))


@staff_bp.route("/<int:campaign_id>/release", methods=["GET", "POST"])
@staff(Permission.EDIT)
def release(campaign_id: int) -> str | AnyResponse:
    """Say how many get it and when; then let it out."""
    campaign = queries.campaign_by_id(campaign_id)
    try:
        if request.method == "POST":
            service.release(current_actor(), campaign_id)
            flash(_("Udsendelsen er frigivet. Du kan lukke siden imens."), "success")
            return redirect(url_for(".show", campaign_id=campaign_id))
        audience = service.check_release(campaign)
    except DomainError as error:
        flash(text_of(error), "error")
        return redirect(url_for(".show", campaign_id=campaign_id))
    return render_template("staff/campaigns/release.html", campaign=campaign, audience=audience)


@staff_bp.post("/<int:campaign_id>/pause")
@staff(Permission.EDIT)
def pause(campaign_id: int) -> AnyResponse:
    """Hold it back; nothing is lost."""
    service.pause(current_actor(), campaign_id)
    flash(_("Udsendelsen er sat på pause. Ingen får mail, før du fortsætter den."), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))


@staff_bp.post("/<int:campaign_id>/resume")
@staff(Permission.EDIT)
def resume(campaign_id: int) -> AnyResponse:
    """Let it go on."""
    service.resume(current_actor(), campaign_id)
    flash(_("Udsendelsen fortsætter."), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))


@staff_bp.route("/<int:campaign_id>/cancel", methods=["GET", "POST"])
@staff(Permission.EDIT)
def cancel(campaign_id: int) -> str | AnyResponse:
    """End it for good, or throw a draft away, after a page that says so."""
    campaign = queries.campaign_by_id(campaign_id)
    if request.method == "GET":
        return render_template("staff/campaigns/cancel.html", campaign=campaign, progress=queries.progress_of(campaign))
    if campaign.status == CampaignStatus.DRAFT:
        service.delete_draft(current_actor(), campaign_id)
        flash(_("Kladden er slettet."), "success")
        return redirect(url_for(".listed"))
    service.cancel(current_actor(), campaign_id)
    flash(_("Udsendelsen er annulleret. Resten bliver ikke sendt."), "success")
    return redirect(url_for(".show", campaign_id=campaign_id))


@staff_bp.post("/<int:campaign_id>/remind")
@staff(Permission.EDIT)
def remind(campaign_id: int) -> AnyResponse:
    """A draft of a reminder to those who have not answered."""
    name = _("Påmindelse: %(name)s", name=queries.campaign_by_id(campaign_id).name)
    reminder = service.make_reminder(current_actor(), campaign_id, name[:120])
    return redirect(url_for(".edit", campaign_id=reminder.id))
