"""Campaigns: written, tested, released, paused, cancelled, reminded of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import load_only

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.audit import record
from engage.core.db import LocalisedText, session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.invitations import queries, wording
from engage.invitations.contacts import forget_old_imports
from engage.invitations.models import Campaign, CampaignStatus
from engage.messages.service import cancel_batch, open_batch, pause_batch, queue_message
from engage.surveys.models import SurveyStatus

MAX_REMINDERS = 2


class NotInThisState(Conflict):
    """The campaign has moved on: what was asked for fits only another state."""

    code = "campaign_not_in_this_state"


class SurveyCannotBeAnswered(DomainError):
    """The survey is not published, or its consultation is not open at the time of sending."""

    code = "campaign_survey_closed"


class TimeHasPassed(DomainError):
    """The time of sending lies in the past."""

    code = "campaign_time_passed"


class NobodyToSendTo(DomainError):
    """Nobody on the list would get it."""

    code = "campaign_nobody"


class TooManyReminders(Conflict):
    """The people have been reminded as often as they may be; `most` is how often."""

    code = "campaign_too_many_reminders"


@dataclass(frozen=True)
class CampaignContent:
    """What staff write. `send_at` is None for at once."""

    name: str
    survey_id: int
    list_id: int
    subject: LocalisedText
    body: LocalisedText
    send_at: dt.datetime | None
    per_minute: int


def save_campaign(actor: User, campaign: Campaign | None, content: CampaignContent) -> Campaign:
    """Make a draft or change it. Raises NotInThisState, LinkMissing or UnknownPlace."""
    authorise(actor, Permission.EDIT)
    for language in ("da", "en"):
        wording.check_subject(content.subject[language])
        wording.check_body(content.body[language])
    with transaction() as db_session:
        saved = campaign or Campaign()
        if campaign is not None:
            _require(campaign, CampaignStatus.DRAFT)
        saved.name = content.name
        if saved.reminds_id is None:  # a reminder goes where its invitation went
            saved.survey_id, saved.list_id = content.survey_id, content.list_id
        saved.subject, saved.body = dict(content.subject), dict(content.body)
        saved.send_at, saved.per_minute = content.send_at, content.per_minute
        db_session.add(saved)
        record("campaign.saved", saved, actor=actor)
        return saved


def make_reminder(actor: User, campaign_id: int, name: str) -> Campaign:
    """A draft of a reminder to those who have not answered. Raises TooManyReminders or NotInThisState."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        asked = _locked(campaign_id)
        original = _locked(asked.reminds_id) if asked.reminds_id is not None else asked
        _require(original, CampaignStatus.RELEASED, CampaignStatus.PAUSED, CampaignStatus.DONE)
        if len(queries.reminders_of(original.id)) >= MAX_REMINDERS:
            raise TooManyReminders(most=MAX_REMINDERS)
        sender = current_app.config["SETTINGS"].municipality_name
        reminder = Campaign(
            name=name,
            survey_id=original.survey_id,
            list_id=original.list_id,
            reminds_id=original.id,
            subject=dict(wording.REMINDER_SUBJECT),
            body=wording.signed(wording.REMINDER_BODY, sender),
            per_minute=original.per_minute,
        )
        db_session.add(reminder)
        record("campaign.saved", reminder, actor=actor)
        return reminder


def delete_draft(actor: User, campaign_id: int) -> None:
    """Throw a draft away. Raises NotInThisState."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        campaign = _locked(campaign_id)
        _require(campaign, CampaignStatus.DRAFT)
        record("campaign.deleted", campaign, actor=actor, detail={"name": campaign.name})
        db_session.delete(campaign)


def send_test(actor: User, campaign_id: int) -> None:
    """Send the letter to oneself, in both languages."""
    authorise(actor, Permission.EDIT)
    with transaction():
        campaign = queries.campaign_by_id(campaign_id)
        for language in ("da", "en"):
            queue_message(
                "invitation_test",
                actor.email,
                to_name=actor.name,
                language=language,
                context={"campaign_id": campaign.id},
            )


def check_release(campaign: Campaign) -> queries.Audience:
    """Whom a release would reach. Raises what forbids it: see `release`."""
    _require(campaign, CampaignStatus.DRAFT)
    now = clock.now()
    if campaign.send_at is not None and campaign.send_at < now - dt.timedelta(minutes=5):
        raise TimeHasPassed
    survey = campaign.survey
    open_then = survey.consultation.state_at(campaign.send_at or now) == "open"
    if survey.status != SurveyStatus.PUBLISHED or not open_then:
        raise SurveyCannotBeAnswered
    audience = queries.audience_of(campaign)
    if audience.receivers == 0:
        raise NobodyToSendTo
    return audience


def release(actor: User, campaign_id: int) -> Campaign:
    """Let a draft out: the worker writes and sends it, at once or when its time comes.

    Raises NotInThisState, TimeHasPassed, SurveyCannotBeAnswered or NobodyToSendTo.
    """
    authorise(actor, Permission.EDIT)
    with transaction():
        campaign = _locked(campaign_id)
        audience = check_release(campaign)
        campaign.status = CampaignStatus.RELEASED
        campaign.released_at, campaign.released_by_id = clock.now(), actor.id
        open_batch(campaign.batch, campaign.per_minute)
        if campaign.send_at is None or campaign.send_at <= clock.now():
            enqueue(Job.FAN_OUT_CAMPAIGN, campaign.id)
        record("campaign.released", campaign, actor=actor, detail={"receivers": audience.receivers})
        return campaign


def pause(actor: User, campaign_id: int) -> None:
    """Hold a released campaign back. Raises NotInThisState."""
    authorise(actor, Permission.EDIT)
    with transaction():
        campaign = _locked(campaign_id)
        _require(campaign, CampaignStatus.RELEASED)
        campaign.status = CampaignStatus.PAUSED
        pause_batch(campaign.batch, paused=True)
        record("campaign.paused", campaign, actor=actor)


def hold_all() -> int:
    """Pause every released campaign, in the caller's use case; for a platform brought back from a copy.

    Nothing else of it is read: the copy may be of a version that knew less of a campaign.
    """
    with transaction() as db_session:
        released = sa.select(Campaign).where(Campaign.status == CampaignStatus.RELEASED)
        known = load_only(Campaign.status, Campaign.version)
        campaigns = list(db_session.scalars(released.options(known)))
        for campaign in campaigns:
            campaign.status = CampaignStatus.PAUSED
            pause_batch(campaign.batch, paused=True)
            record("campaign.paused", campaign)
        return len(campaigns)


def resume(actor: User, campaign_id: int) -> None:
    """Let a paused campaign go on. Raises NotInThisState."""
    authorise(actor, Permission.EDIT)
    with transaction():
        campaign = _locked(campaign_id)
        _require(campaign, CampaignStatus.PAUSED)
        campaign.status = CampaignStatus.RELEASED
        pause_batch(campaign.batch, paused=False)
        if campaign.fanned_out_at is None:
            enqueue(Job.FAN_OUT_CAMPAIGN, campaign.id)
        record("campaign.resumed", campaign, actor=actor)


def cancel(actor: User, campaign_id: int) -> int:
    """End a released campaign for good; how many written mails will not be sent. Raises NotInThisState."""
    authorise(actor, Permission.EDIT)
    with transaction():
        campaign = _locked(campaign_id)
        _require(campaign, CampaignStatus.RELEASED, CampaignStatus.PAUSED)
        campaign.status = CampaignStatus.CANCELLED
        stopped = cancel_batch(campaign.batch)
        record("campaign.cancelled", campaign, actor=actor, detail={"not_sent": stopped})
        return stopped


def sweep() -> None:
    """Every minute: begin what is due or was left lying, close what has been sent, forget old files."""
    forget_old_imports()
    with transaction():
        released = sa.select(Campaign).where(Campaign.status == CampaignStatus.RELEASED)
        for campaign in session().scalars(released.with_for_update(skip_locked=True)):
            if campaign.fanned_out_at is None:
                if campaign.send_at is None or campaign.send_at <= clock.now():
                    enqueue(Job.FAN_OUT_CAMPAIGN, campaign.id)
            elif queries.status_now(campaign) == CampaignStatus.DONE:
                campaign.status = CampaignStatus.DONE


def _locked(campaign_id: int) -> Campaign:
    campaign = session().get(Campaign, campaign_id, with_for_update=True, populate_existing=True)
    if campaign is None:
        raise NotFound
    return campaign


def _require(campaign: Campaign, *statuses: CampaignStatus) -> None:
    if queries.status_now(campaign) not in statuses:
        raise NotInThisState
