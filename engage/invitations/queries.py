"""Lists, contacts, campaigns and how far these have come, looked up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.kept import kept_value
from engage.core.pages import Page, paginate
from engage.invitations.models import Campaign, CampaignStatus, Contact, ContactImport, ContactList, Invitation
from engage.messages.counting import UNDER_WAY, counts_of
from engage.messages.models import Message, MessageState, Suppression
from engage.surveys.models import Survey, SurveyStatus
from engage.text.alphabet import danish_key

T = TypeVar("T")
UNFINISHED = (CampaignStatus.DRAFT, CampaignStatus.RELEASED, CampaignStatus.PAUSED)
# Tables one of which is written to whenever somebody answers, is asked or is gone: a link is spent with a response, an
# invitation is made with its campaign's position and goes with its contact.
_ANSWERED_IN = ("responses", "campaigns", "contacts")


@dataclass(frozen=True)
class Audience:
    """Who a campaign goes to: on the list, invited before, left alone, and the rest, who get it."""

    on_list: int
    invited_before: int
    left_alone: int
    receivers: int


@dataclass(frozen=True)
class Progress:
    """How far a campaign has come, in persons. Of a reminder, `answered` are those who did so after they got it."""

    written: int
    waiting: int
    sent: int
    failed: int
    suppressed: int
    cancelled: int
    answered: int


def contact_lists() -> list[tuple[ContactList, int]]:
    """All lists by name, with how many stand on each; there are tens of them."""
    size = sa.select(sa.func.count()).where(Contact.list_id == ContactList.id).scalar_subquery()
    query = sa.select(ContactList, size).order_by(ContactList.id)
    lists = [(contact_list, count) for contact_list, count in session().execute(query)]
    return sorted(lists, key=lambda row: danish_key(row[0].name))


def list_by_id(list_id: int) -> ContactList:
    """A list; raises NotFound."""
    return _found(session().get(ContactList, list_id))


def list_by_name(name: str) -> ContactList | None:
    """The list of that name, None when there is none."""
    return session().scalar(sa.select(ContactList).where(ContactList.name == name))


def size_of(list_id: int) -> int:
    """How many stand on a list."""
    return session().scalar(sa.select(sa.func.count()).where(Contact.list_id == list_id)) or 0


def contacts_page(
    list_id: int, cursor: str | None, email: str, *, by_email: bool = False, ascending: bool = False
) -> Page[Contact]:
    """A page of a list's contacts, as they were added or by address; only those whose address begins with `email`."""
    query = sa.select(Contact).where(Contact.list_id == list_id).options(joinedload(Contact.local_area))
    if email:
        query = query.where(Contact.email.startswith(email.strip().lower(), autoescape=True))
    keys = [Contact.email, Contact.id] if by_email else [Contact.id]
    return paginate(query, keys, cursor, limit=50, ascending=ascending)


def contact_by_public_id(public_id: str) -> Contact:
    """A contact with its list; raises NotFound."""
    query = sa.select(Contact).where(Contact.public_id == public_id).options(joinedload(Contact.contact_list))
    return _found(session().scalar(query))


def import_by_public_id(public_id: str) -> ContactImport:
    """A file that waits for a yes, with its list; raises NotFound."""
    query = sa.select(ContactImport).where(ContactImport.public_id == public_id)
    return _found(session().scalar(query.options(joinedload(ContactImport.contact_list))))


def known_addresses(list_id: int, emails: Sequence[str]) -> set[str]:
    """Those of the addresses that stand on the list."""
    known: set[str] = set()
    for start in range(0, len(emails), 500):
        some = Contact.email.in_(emails[start : start + 500])
        known.update(session().scalars(sa.select(Contact.email).where(Contact.list_id == list_id, some)))
    return known


def campaign_by_id(campaign_id: int) -> Campaign:
    """A campaign with its survey, consultation and list; raises NotFound."""
    query = sa.select(Campaign).where(Campaign.id == campaign_id).options(*_WITH_SURVEY_AND_LIST)
    return _found(session().scalar(query))


def campaigns_page(
    cursor: str | None, status: CampaignStatus | None = None, *, ascending: bool = False
) -> Page[Campaign]:
    """A page of campaigns, newest (or oldest) first; those with one status, if one is given."""
    query = sa.select(Campaign).options(*_WITH_SURVEY_AND_LIST)
    narrowed = query if status is None else query.where(Campaign.status == status)
    return paginate(narrowed, [Campaign.id], cursor, ascending=ascending)


def campaigns_of(list_id: int) -> list[Campaign]:
    """The campaigns to a list."""
    return list(session().scalars(sa.select(Campaign).where(Campaign.list_id == list_id)))


def unfinished_campaigns_of(list_id: int) -> list[Campaign]:
    """The campaigns to a list that are being written or sent."""
    return [campaign for campaign in campaigns_of(list_id) if campaign.status in UNFINISHED]


def reminders_of(campaign_id: int) -> list[Campaign]:
    """The reminders of a campaign that were not cancelled, in order."""
    query = sa.select(Campaign).where(Campaign.reminds_id == campaign_id, Campaign.status != CampaignStatus.CANCELLED)
    return list(session().scalars(query.order_by(Campaign.id)))


def surveys_to_invite_to(moment: dt.datetime) -> list[Survey]:
    """Published surveys that can be answered now or later, newest first."""
    query = sa.select(Survey).where(Survey.status == SurveyStatus.PUBLISHED).options(joinedload(Survey.consultation))
    surveys = session().scalars(query.order_by(Survey.id.desc()))
    return [survey for survey in surveys if survey.consultation.state_at(moment) in {"open", "coming"}]


def audience_of(campaign: Campaign) -> Audience:
    """Whom a campaign would go to if it were written now."""
    key = ("audience", campaign.id, campaign.reminds_id, campaign.list_id, campaign.survey_id)
    return kept_value(key, (*_ANSWERED_IN, "suppressions"), partial(_audience_of, campaign))


def _audience_of(campaign: Campaign) -> Audience:
    if campaign.reminds_id is not None:
        asked = sa.select(Contact).join(Invitation).where(Invitation.campaign_id == campaign.reminds_id)
        unanswered = asked.where(Invitation.link.has())
        receivers = _count(unanswered.where(~_is_left_alone()))
        return Audience(_count(asked), 0, _count(unanswered) - receivers, receivers)
    listed = sa.select(Contact).where(Contact.list_id == campaign.list_id)
    fresh = listed.where(~was_invited(campaign.survey_id))
    size, new, receivers = _count(listed), _count(fresh), _count(fresh.where(~_is_left_alone()))
    return Audience(size, size - new, new - receivers, receivers)


def was_invited(survey_id: int) -> sa.ColumnElement[bool]:
    """True for a contact whose address was invited to the survey, on whatever list."""
    other = aliased(Contact)
    # One EXISTS inside the other, so that every planner begins with the few contacts of the address.
    invited = sa.select(Invitation.id).where(Invitation.contact_id == other.id, Invitation.survey_id == survey_id)
    same_address = sa.select(other.id).where(other.email == Contact.email, invited.correlate(other).exists())
    return same_address.correlate(Contact).exists()


def progress_of(campaign: Campaign) -> Progress:
    """How far a campaign has come."""
    counts = counts_of(campaign.batch)
    reminded = counts[MessageState.SENT] if campaign.reminds_id is not None else 0
    answered = kept_value(("answered", campaign.id, reminded), _ANSWERED_IN, partial(_answered, campaign))
    return Progress(
        written=counts.total(),
        waiting=sum(counts[state] for state in UNDER_WAY),
        sent=counts[MessageState.SENT],
        failed=counts[MessageState.FAILED],
        suppressed=counts[MessageState.SUPPRESSED],
        cancelled=counts[MessageState.CANCELLED],
        answered=answered,
    )


def _answered(campaign: Campaign) -> int:
    answered = sa.select(sa.func.count()).select_from(Invitation).where(~Invitation.link.has())
    if campaign.reminds_id is None:
        answered = answered.where(Invitation.campaign_id == campaign.id)
    else:
        sent = sa.and_(Message.batch == campaign.batch, Message.state == MessageState.SENT)
        reminded = sa.select(Message.to_address).where(sent)
        answered = answered.join(Contact, Contact.id == Invitation.contact_id).where(
            Invitation.campaign_id == campaign.reminds_id, Contact.email.in_(reminded)
        )
    return session().scalar(answered) or 0


def status_now(campaign: Campaign) -> CampaignStatus:
    """Its status; done as soon as nothing is left to send, though the sweep that writes it down is still to come."""
    if campaign.status != CampaignStatus.RELEASED or campaign.fanned_out_at is None:
        return CampaignStatus(campaign.status)
    return CampaignStatus.RELEASED if is_waiting(campaign.batch) else CampaignStatus.DONE


def is_waiting(batch: str) -> bool:
    """True while a message of the batch is still to be sent."""
    query = sa.select(Message.id).where(Message.batch == batch, Message.state.in_(UNDER_WAY))
    return session().scalar(query.limit(1)) is not None


def _is_left_alone() -> sa.ColumnElement[bool]:
    return sa.exists().where(Suppression.address == Contact.email)


def _count(query: sa.Select[tuple[Contact]]) -> int:
    return session().scalar(query.with_only_columns(sa.func.count())) or 0


def _found(thing: T | None) -> T:
    if thing is None:
        raise NotFound
    return thing


_WITH_SURVEY_AND_LIST = (
    joinedload(Campaign.survey).joinedload(Survey.consultation),
    joinedload(Campaign.contact_list),
)
