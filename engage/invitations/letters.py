"""The invitation as it is read: by the person asked, by staff in a test, and on the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import joinedload

from engage.core import clock
from engage.core.db import session
from engage.core.i18n import date_and_time, force_language, localise
from engage.invitations import wording
from engage.invitations.models import Campaign, CampaignStatus, Contact, Invitation
from engage.messages.letters import Letter, absolute_url, builds, render
from engage.messages.models import Message
from engage.messages.unsubscribe import unsubscribe_url
from engage.surveys.links import personal_url
from engage.surveys.models import Survey, SurveyStatus

_STOPPED = (CampaignStatus.DRAFT, CampaignStatus.CANCELLED)
_WITH_SURVEY = (
    joinedload(Campaign.survey).joinedload(Survey.consultation),
    joinedload(Campaign.contact_list),
)


@dataclass(frozen=True)
class Preview:
    """A letter as staff see it before it is sent."""

    language: str
    subject: str
    html: Markup


def _read(messages: Sequence[Message]) -> list[object]:
    """The campaigns and invitations of these messages, with all that the letters say."""
    campaigns = {message.context["campaign_id"] for message in messages}
    invitations = {message.context.get("invitation_id", 0) for message in messages}
    who_and_how = (joinedload(Invitation.link), joinedload(Invitation.contact).joinedload(Contact.contact_list))
    queries = (
        sa.select(Campaign).where(Campaign.id.in_(campaigns)).options(*_WITH_SURVEY),
        sa.select(Invitation).where(Invitation.id.in_(invitations)).options(*who_and_how),
    )
    return [session().scalars(query.execution_options(populate_existing=True)).all() for query in queries]


@builds("invitation", reads=_read)
def invitation(message: Message) -> Letter | None:
    """The letter to one person; none when they have answered, the survey is closed or the campaign is cancelled."""
    campaign = session().get(Campaign, message.context["campaign_id"])
    asked = session().get(Invitation, message.context.get("invitation_id", 0))
    if campaign is None or asked is None or campaign.status in _STOPPED or asked.link is None:
        return None
    if asked.contact.email != message.to_address or not _can_be_answered(campaign.survey):
        return None
    return _write(campaign, message, asked.contact.name, personal_url(asked.link, campaign.survey.slug))


@builds("invitation_test")
def invitation_test(message: Message) -> Letter | None:
    """The same letter to the member of staff who wrote it; its link is the open one, so that no answer is spent."""
    campaign = session().get(Campaign, message.context["campaign_id"], options=_WITH_SURVEY)
    if campaign is None:
        return None
    return _write(campaign, message, message.to_name, sample_url(campaign), is_test=True)


def preview(campaign: Campaign, language: str, name: str) -> Preview:
    """What a person of that name would read, without the letter's frame."""
    values = _values(campaign, language, name, sample_url(campaign))
    with force_language(language):
        button = Markup('<p><a class="button button--primary" href="{}">{}</a></p>').format(
            values["link"], _("Svar på spørgeskemaet")
        )
    subject = wording.fill(localise(campaign.subject, language), values)
    return Preview(language, subject, wording.fill_html(localise(campaign.body, language), values, button))


def sample_url(campaign: Campaign) -> str:
    """The survey's open address, in place of a personal link."""
    return absolute_url(f"/surveys/{campaign.survey.slug}")


def _write(campaign: Campaign, message: Message, name: str, url: str, *, is_test: bool = False) -> Letter:
    values = _values(campaign, message.language, name, url)
    body = localise(campaign.body, message.language)
    with force_language(message.language):
        action = current_app.jinja_env.get_template("email/action.html").module.action  # type: ignore[attr-defined]
        button = action(_("Svar på spørgeskemaet"), url)
    return render(
        "invitation",
        message.language,
        unsubscribe_url=unsubscribe_url(message),
        subject=wording.fill(localise(campaign.subject, message.language), values),
        text=wording.fill_plain(body, values),
        html=wording.fill_html(body, values, button),
        source=campaign.contact_list.source,
        legal_basis=localise(campaign.survey.consultation.legal_basis, message.language),
        is_test=is_test,
    )


def _values(campaign: Campaign, language: str, name: str, url: str) -> dict[str, str]:
    with force_language(language):
        deadline = date_and_time(campaign.survey.consultation.closes_at)
    return {"name": name, "link": url, "deadline": deadline}


def _can_be_answered(survey: Survey) -> bool:
    return survey.status == SurveyStatus.PUBLISHED and survey.consultation.state_at(clock.now()) == "open"
