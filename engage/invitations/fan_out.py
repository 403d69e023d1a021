"""Writing the messages of a released campaign: in portions, each with its position, so that a crash loses nothing.

A portion's links, invitations, messages and the new position are one transaction under the campaign's lock: two
workers at once, or one that is killed and starts again, write each message once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import sqlalchemy as sa

from engage.core import clock, stopping
from engage.core.db import session, transaction
from engage.core.jobs import Job, send
from engage.invitations.models import Campaign, CampaignStatus, Contact, Invitation
from engage.invitations.queries import was_invited
from engage.messages.service import Recipient, queue_batch
from engage.messages.suppression import suppressed_among
from engage.surveys.links import make_links

PORTION = 500
WORKING_SECONDS = 30.0


def fan_out(campaign_id: int) -> None:
    """Write what is left to write of a campaign; after half a minute the next job goes on."""
    ends = time.monotonic() + WORKING_SECONDS
    while _write_portion(campaign_id):
        if time.monotonic() > ends or stopping.is_told():
            send(Job.FAN_OUT_CAMPAIGN, campaign_id)
            return


def _write_portion(campaign_id: int) -> bool:
    """Write the messages to the next people; False when there is nothing (more) to write."""
    with transaction() as db_session:
        campaign = db_session.get(Campaign, campaign_id, with_for_update=True, populate_existing=True)
        if campaign is None or not _may_write(campaign):
            return False
        contacts = list(db_session.scalars(_next_contacts(campaign).limit(PORTION)))
        if not contacts:
            campaign.fanned_out_at = clock.now()
            return False
        if campaign.reminds_id is None:
            invitations = _invite(campaign, contacts)
        else:
            invitations = _invitations_of(campaign.reminds_id, contacts)
        recipients = [_recipient(campaign, contact, invitations.get(contact.id)) for contact in contacts]
        queue_batch("invitation", campaign.batch, recipients)
        campaign.fan_out_position = contacts[-1].id
        return True


def _may_write(campaign: Campaign) -> bool:
    due = campaign.send_at is None or campaign.send_at <= clock.now()
    return campaign.status == CampaignStatus.RELEASED and campaign.fanned_out_at is None and due


def _next_contacts(campaign: Campaign) -> sa.Select[tuple[Contact]]:
    after = sa.select(Contact).where(Contact.id > campaign.fan_out_position).order_by(Contact.id)
    if campaign.reminds_id is None:
        return after.where(Contact.list_id == campaign.list_id, ~was_invited(campaign.survey_id))
    unanswered = after.join(Invitation, Invitation.contact_id == Contact.id).where(Invitation.link.has())
    return unanswered.where(Invitation.campaign_id == campaign.reminds_id)


def _invite(campaign: Campaign, contacts: Sequence[Contact]) -> dict[int, Invitation]:
    """An invitation with a link of its own for everybody who has not declined; by contact id."""
    left_alone = suppressed_among(contact.email for contact in contacts)
    asked = [contact for contact in contacts if contact.email not in left_alone]
    links = make_links(campaign.survey_id, len(asked))
    invitations = {
        contact.id: Invitation(
            survey_id=campaign.survey_id, contact_id=contact.id, campaign_id=campaign.id, link_id=link.id
        )
        for contact, link in zip(asked, links, strict=True)
    }
    session().add_all(invitations.values())
    session().flush()
    return invitations


def _invitations_of(campaign_id: int, contacts: Sequence[Contact]) -> dict[int, Invitation]:
    query = sa.select(Invitation).where(
        Invitation.campaign_id == campaign_id, Invitation.contact_id.in_([contact.id for contact in contacts])
    )
    return {invitation.contact_id: invitation for invitation in session().scalars(query)}


def _recipient(campaign: Campaign, contact: Contact, invitation: Invitation | None) -> Recipient:
    context = {"campaign_id": campaign.id} | ({"invitation_id": invitation.id} if invitation is not None else {})
    return Recipient(contact.email, contact.name, contact.language, context)
