"""People who are asked: a list, an invitation that has been sent, and a reminder that is being written."""

from __future__ import annotations

import random
from itertools import product

import sqlalchemy as sa

from engage.core import clock
from engage.core.db import session
from engage.demo.accounts import Staff
from engage.demo.answers import TOWNS
from engage.demo.calendar import Calendar, happening
from engage.demo.consultations import Asked
from engage.invitations import contacts, service, wording
from engage.invitations.contacts_file import ContactRow
from engage.invitations.fan_out import fan_out
from engage.invitations.models import Campaign, CampaignStatus, Invitation
from engage.messages.models import Message, MessageState
from engage.surveys.models import PersonalLink

PEOPLE = 62
ANSWERED = 27
SENT_AGO = 18
_FIRST_NAMES = "Alma Anker Astrid Bodil Dagny Ebbe Edel Esther Frode Gerda Gunnar Hertha Ingolf Jytte Karl".split()
_LAST_NAMES = "Engdraget Fjordlyng Hedebak Klitgren Mosevang Skovhus Strandeng Vigsmose".split()


def invite(calendar: Calendar, staff: Staff, asked: Asked, chance: random.Random) -> list[PersonalLink]:
    """Send an invitation some weeks ago, without a mail leaving the house; the links of those who will answer."""
    with happening(calendar.at_work(SENT_AGO, 9, 30)):
        list_id = _make_list(staff, chance)
        campaign = service.save_campaign(
            staff.editor,
            None,
            service.CampaignContent(
                name="Invitation til den nye strategi",
                survey_id=asked.survey.id,
                list_id=list_id,
                subject={
                    "da": "Hvad skal være vigtigt, der hvor du bor?",
                    "en": "What should matter where you live?",
                },
                body=dict(wording.DEFAULT_BODY),
                send_at=None,
                per_minute=120,
            ),
        )
        campaign.is_demo = True
        service.release(staff.editor, campaign.id)
        fan_out(campaign.id)
        _say_that_it_was_sent(campaign)
    invited = sa.select(PersonalLink).join(Invitation, Invitation.link_id == PersonalLink.id)
    links = list(session().scalars(invited.where(Invitation.campaign_id == campaign.id).order_by(Invitation.id)))
    with happening(calendar.at_work(1, 14, 10)):
        reminder = service.make_reminder(staff.editor, campaign.id, "Påmindelse om den nye strategi")
        reminder.is_demo = True
    return chance.sample(links, ANSWERED)


def _make_list(staff: Staff, chance: random.Random) -> int:
    made = contacts.save_list(
        staff.editor,
        None,
        name="Borgerpanelet",
        source="Borgere, der selv har meldt sig til panelet. De har sagt ja til at få mail fra os.",
    )
    session().flush()
    names = chance.sample(list(product(_FIRST_NAMES, _LAST_NAMES)), PEOPLE)
    rows = [
        ContactRow(
            row=number,
            name=f"{first} {last}",
            email=f"{first}.{last}@demo.example".lower(),
            area=chance.choice(TOWNS),
            language="en" if number % 15 == 0 else "da",
        )
        for number, (first, last) in enumerate(names, 2)
    ]
    contacts.import_rows(staff.editor, made.id, rows, "borgerpanelet.csv")
    return made.id


def _say_that_it_was_sent(campaign: Campaign) -> None:
    sent = sa.update(Message).where(Message.batch == campaign.batch, Message.state == MessageState.QUEUED)
    session().execute(
        sent.values(state=MessageState.SENT, sent_at=clock.now(), attempts=1, subject=campaign.subject["da"])
    )
    campaign.status = CampaignStatus.DONE
    session().flush()
