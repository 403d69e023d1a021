"""Campaigns from release to the last mail: everybody once, nobody who has declined, reminders to the silent only."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.audit import AuditEntry
from engage.core.db import transaction
from engage.core.errors import Forbidden
from engage.invitations import fan_out, queries, service, wording
from engage.invitations.models import Campaign, CampaignStatus, Contact, Invitation
from engage.messages import delivery, smtp
from engage.messages import service as messages
from engage.messages.models import Message, MessageState, SuppressionReason
from engage.messages.suppression import suppress
from engage.surveys.models import PersonalLink, Survey, SurveyStatus
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock, Drain
from tests.invitations.factories import make_campaign, make_list
from tests.services import SmtpSink
from tests.surveys.factories import make_response, published_survey

THREE = ("ida@borger.example", "per@borger.example", "mia@borger.example")


def release(campaign: Campaign) -> Campaign:
    return service.release(make_user("editor"), campaign.id)


def deliver(drain: Drain, clock: Clock) -> None:
    drain()
    clock.advance(minutes=1)
    service.sweep()
    messages.sweep()
    drain()


def answer(email: str, session: Session) -> None:
    query = (
        sa.select(PersonalLink, Invitation.survey_id)
        .join(Invitation, Invitation.link_id == PersonalLink.id)
        .join(Contact)
        .where(Contact.email == email)
    )
    link, survey_id = session.execute(query).tuples().one()
    make_response(session.get_one(Survey, survey_id), link=link)


def recipients(sink: SmtpSink) -> list[str]:
    return sorted(mail.recipients[0] for mail in sink.messages)


def test_everybody_on_the_list_gets_a_letter_with_a_link_of_their_own(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, clock: Clock
) -> None:
    survey = published_survey()
    made = make_list("tom@borger.example", language="en")
    release(make_campaign(*THREE, survey=survey))
    release(make_campaign(survey=survey, list_id=made.id))
    deliver(drain, clock)
    assert recipients(smtp_sink) == sorted([*THREE, "tom@borger.example"])
    mail = smtp_sink.to("ida@borger.example")[0]
    assert mail.subject == "Vil du fortælle os, hvad du mener?"
    assert mail.text.startswith("Hej Ida\r\n")
    assert "Svar senest 1. juni 2026 kl. 12.00." in mail.text
    assert "Vi har din adresse fra: din tilmelding til borgerpanelet" in mail.text
    assert f"http://localhost/surveys/{survey.slug}/p/" in mail.text
    assert f'href="http://localhost/surveys/{survey.slug}/p/' in mail.html
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    english = smtp_sink.to("tom@borger.example")[0]
    assert english.text.startswith("Hello Tom\r\n")
    assert "Please answer by 1 June 2026 at 12:00." in english.text
    addresses = {line for mail in smtp_sink.messages for line in mail.text.splitlines() if "/p/" in line}
    assert len(addresses) == 4


def test_a_campaign_waits_for_its_time(app: Flask, drain: Drain, smtp_sink: SmtpSink, clock: Clock) -> None:
    campaign = release(make_campaign(*THREE, send_at=clock.now + dt.timedelta(hours=2)))
    service.sweep()
    drain()
    assert not smtp_sink.messages
    clock.advance(hours=2)
    service.sweep()
    drain()
    assert len(smtp_sink.messages) == 3
    service.sweep()
    assert queries.campaign_by_id(campaign.id).status == CampaignStatus.DONE


def test_who_has_declined_or_was_invited_before_is_passed_over(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, clock: Clock, db_session: Session
) -> None:
    survey = published_survey()
    suppress("per@borger.example", SuppressionReason.UNSUBSCRIBED)
    release(make_campaign("mia@borger.example", survey=survey))
    deliver(drain, clock)
    again = make_campaign(*THREE, survey=survey)
    audience = service.check_release(queries.campaign_by_id(again.id))
    assert (audience.on_list, audience.invited_before, audience.left_alone, audience.receivers) == (3, 1, 1, 1)
    release(again)
    deliver(drain, clock)
    assert recipients(smtp_sink) == ["ida@borger.example", "mia@borger.example"]
    progress = queries.progress_of(again)
    assert (progress.written, progress.sent, progress.suppressed) == (2, 1, 1)


def test_declining_is_effective_for_what_is_queued_already(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, db_session: Session
) -> None:
    campaign = release(make_campaign(*THREE))
    fan_out.fan_out(campaign.id)
    suppress("ida@borger.example", SuppressionReason.UNSUBSCRIBED)
    drain()
    assert recipients(smtp_sink) == ["mia@borger.example", "per@borger.example"]


@pytest.mark.parametrize("stop", ["answered", "declined", "cancelled", "closed"])
def test_what_changes_while_a_portion_is_under_way_is_seen(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, db_session: Session, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    campaign, editor = release(make_campaign(*THREE)), make_user("editor")
    fan_out.fan_out(campaign.id)
    monkeypatch.setattr(delivery, "FRESH_SECONDS", 0)
    hand_over = smtp.send

    def send_and_then(mail: bytes, address: str) -> None:
        hand_over(mail, address)
        if stop == "answered":
            answer("per@borger.example", db_session)
        elif stop == "declined":
            suppress("per@borger.example", SuppressionReason.UNSUBSCRIBED)
        elif stop == "cancelled":
            service.cancel(editor, campaign.id)
        else:
            with transaction():
                queries.campaign_by_id(campaign.id).survey.status = SurveyStatus.CLOSED
        monkeypatch.setattr(smtp, "send", hand_over)

    monkeypatch.setattr(smtp, "send", send_and_then)
    drain()
    missed = (
        {"per@borger.example"} if stop in {"answered", "declined"} else {"per@borger.example", "mia@borger.example"}
    )
    assert recipients(smtp_sink) == sorted(set(THREE) - missed)


def test_two_writers_and_one_that_dies_write_each_message_once(
    app: Flask, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_out, "PORTION", 4)
    campaign = release(make_campaign(*(f"{number}@borger.example" for number in range(30))))

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as accident:
        accident.setattr(fan_out, "queue_batch", die)
        with pytest.raises(KeyboardInterrupt):
            fan_out.fan_out(campaign.id)
    assert db_session.scalar(sa.select(sa.func.count(PersonalLink.id))) == 0

    def work() -> None:
        with app.app_context():
            fan_out.fan_out(campaign.id)

    writers = [threading.Thread(target=work) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    db_session.rollback()
    addresses = list(db_session.scalars(sa.select(Message.to_address)))
    assert (len(addresses), len(set(addresses))) == (30, 30)
    assert db_session.scalar(sa.select(sa.func.count(Invitation.id))) == 30


def test_a_reminder_goes_to_the_silent_only(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, clock: Clock, db_session: Session
) -> None:
    campaign, editor = release(make_campaign(*THREE)), make_user("editor")
    deliver(drain, clock)
    answer("ida@borger.example", db_session)
    smtp_sink.reset()
    reminder = service.make_reminder(editor, campaign.id, "Påmindelse")
    release(reminder)
    fan_out.fan_out(reminder.id)
    answer("per@borger.example", db_session)  # after the reminder was written, before it is sent
    deliver(drain, clock)
    assert recipients(smtp_sink) == ["mia@borger.example"]
    assert smtp_sink.messages[0].subject == "Du kan stadig nå at svare"
    progress = queries.progress_of(queries.campaign_by_id(reminder.id))
    assert (progress.sent, progress.cancelled, progress.answered) == (1, 1, 0)
    answer("mia@borger.example", db_session)
    assert queries.progress_of(queries.campaign_by_id(reminder.id)).answered == 1
    assert queries.progress_of(queries.campaign_by_id(campaign.id)).answered == 3


def test_what_is_shown_of_a_campaign_is_never_old(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, clock: Clock, db_session: Session
) -> None:
    survey = published_survey()
    draft = make_campaign(*THREE, survey=survey)

    def receivers() -> tuple[int, int, int]:
        audience = queries.audience_of(queries.campaign_by_id(draft.id))
        return audience.on_list, audience.left_alone, audience.receivers

    assert receivers() == (3, 0, 3)
    suppress("per@borger.example", SuppressionReason.UNSUBSCRIBED)
    assert receivers() == (3, 1, 2)
    with transaction():
        db_session.add(Contact(list_id=draft.list_id, email="tom@borger.example", name="Tom"))
    assert receivers() == (4, 1, 3)
    release(draft)
    deliver(drain, clock)
    assert receivers() == (4, 1, 0)
    assert queries.progress_of(draft).answered == 0
    answer("ida@borger.example", db_session)
    assert queries.progress_of(draft).answered == 1
    with transaction():
        db_session.execute(sa.delete(Contact).where(Contact.email == "ida@borger.example"))
    assert queries.progress_of(draft).answered == 0


def test_nobody_is_reminded_more_than_twice(app: Flask, drain: Drain, smtp_sink: SmtpSink, clock: Clock) -> None:
    campaign, editor = release(make_campaign(*THREE)), make_user("editor")
    first = service.make_reminder(editor, campaign.id, "1")
    deliver(drain, clock)
    release(first)
    service.make_reminder(editor, first.id, "2")
    for asked in (campaign.id, first.id):
        with pytest.raises(service.TooManyReminders):
            service.make_reminder(editor, asked, "3")


def test_pause_resume_and_cancel(app: Flask, drain: Drain, smtp_sink: SmtpSink, db_session: Session) -> None:
    campaign, editor = release(make_campaign(*THREE)), make_user("editor")
    service.pause(editor, campaign.id)
    drain()
    assert not smtp_sink.messages
    service.resume(editor, campaign.id)
    fan_out.fan_out(campaign.id)
    service.pause(editor, campaign.id)
    drain()
    assert not smtp_sink.messages
    assert service.cancel(editor, campaign.id) == 3
    drain()
    assert not smtp_sink.messages
    assert set(db_session.scalars(sa.select(Message.state))) == {MessageState.CANCELLED}
    with pytest.raises(service.NotInThisState):
        service.resume(editor, campaign.id)
    done = set(db_session.scalars(sa.select(AuditEntry.action).where(AuditEntry.actor_id == editor.id)))
    assert done == {"campaign.paused", "campaign.resumed", "campaign.cancelled"}


def test_a_survey_closed_meanwhile_invites_nobody(
    app: Flask, drain: Drain, smtp_sink: SmtpSink, db_session: Session
) -> None:
    campaign = release(make_campaign(*THREE))
    with transaction():
        queries.campaign_by_id(campaign.id).survey.status = SurveyStatus.CLOSED
    drain()
    assert not smtp_sink.messages
    assert queries.progress_of(campaign).cancelled == 3


def test_what_cannot_be_released(app: Flask, clock: Clock) -> None:
    coming = published_survey(make_consultation(state="coming"))
    with pytest.raises(service.SurveyCannotBeAnswered):
        release(make_campaign(survey=coming))
    with pytest.raises(service.TimeHasPassed):
        release(make_campaign(send_at=clock.now - dt.timedelta(hours=1)))
    with pytest.raises(service.SurveyCannotBeAnswered):
        release(make_campaign(send_at=clock.now + dt.timedelta(days=90)))
    with pytest.raises(service.NobodyToSendTo):
        release(make_campaign(list_id=make_list().id))
    campaign = release(make_campaign())
    with pytest.raises(service.NotInThisState):
        release(campaign)
    with pytest.raises(Forbidden):
        service.release(make_user("secretary"), campaign.id)


def test_a_letter_without_its_link_is_not_saved(app: Flask) -> None:
    with pytest.raises(wording.LinkMissing):
        make_campaign(body={"da": "Hej {name}", "en": "{link}"})


def test_a_test_goes_to_its_sender_in_both_languages(app: Flask, drain: Drain, smtp_sink: SmtpSink) -> None:
    editor, campaign = make_user("editor", email="karen@kommunen.example"), make_campaign()
    service.send_test(editor, campaign.id)
    drain()
    danish, english = sorted(smtp_sink.to("karen@kommunen.example"), key=lambda mail: mail.text, reverse=True)
    assert {danish.message["Content-Language"], english.message["Content-Language"]} == {"da", "en"}
    assert all(f"/surveys/{campaign.survey.slug}\r\n" in mail.text for mail in (danish, english))


def link_in_mail_to(email: str, sink: SmtpSink) -> str:
    (line,) = (line for line in sink.to(email)[0].text.splitlines() if "/p/" in line)
    return line.strip().removeprefix("http://localhost")


def test_whoever_is_taken_off_a_list_cannot_answer_by_the_link_they_got(
    client: PageClient,
    staff_client: StaffClient,
    drain: Drain,
    smtp_sink: SmtpSink,
    clock: Clock,
    db_session: Session,
) -> None:
    campaign = release(make_campaign(*THREE, survey=published_survey(open_link=False)))
    deliver(drain, clock)
    answer("per@borger.example", db_session)
    removed = db_session.scalars(sa.select(Contact).where(Contact.email == "ida@borger.example")).one()
    editor = staff_client("editor")
    editor.submit(editor.get(f"/staff/contacts/person/{removed.public_id}/remove"))
    gone = client.get(link_in_mail_to("ida@borger.example", smtp_sink))
    assert (gone.status_code, "Dit link gælder ikke længere" in gone.text) == (410, True)
    used = client.get(link_in_mail_to("per@borger.example", smtp_sink))
    assert (used.status_code, "Der er allerede svaret med dette link" in used.text) == (410, True)
    assert client.get(link_in_mail_to("mia@borger.example", smtp_sink)).status_code == 302
    clock.advance(minutes=1)
    service.sweep()
    editor.submit(editor.get(f"/staff/contacts/{campaign.list_id}/delete"))
    assert db_session.scalar(sa.select(sa.func.count(Contact.id))) == 0
    late = client.get(link_in_mail_to("mia@borger.example", smtp_sink))
    assert (late.status_code, "Dit link gælder ikke længere" in late.text) == (410, True)
