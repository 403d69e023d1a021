"""Delivery over real SMTP: each mail once, a bad recipient alone, a crash harmless."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.db import transaction
from engage.messages import delivery, pace, service, smtp
from engage.messages.mail import LONGEST, wire_address
from engage.messages.models import Failure, Message, MessageState, SuppressionReason
from engage.messages.suppression import lift, suppress
from tests.fixtures.surroundings import Clock, Drain
from tests.messages.conftest import Queue, hidden
from tests.services import SmtpSink
from tests.services.smtp import Mood


def test_a_mail_arrives_with_all_its_headers(queue: Queue, drain: Drain, smtp_sink: SmtpSink) -> None:
    message = queue(to=" Ida@Borger.example ", to_name="Ida Ågård", id=7, language="en")
    drain()
    mail = smtp_sink.messages[0]
    assert mail.recipients == ("ida@borger.example",)
    assert mail.subject == "Emne 7"
    assert (mail.text.strip(), mail.html.strip()) == ("Note 7 æøå", "<p>Note 7 æøå</p>")
    assert mail.message["Message-ID"] == message.message_id
    assert mail.message["Auto-Submitted"] == "auto-generated"
    assert mail.message["Content-Language"] == "en"
    assert str(mail.message["To"]) == "Ida Ågård <ida@borger.example>"
    assert str(mail.message["From"]) == "Vesthimmerlands Kommune <borger@engage.example>"
    assert mail.message["Date"]
    assert mail.message["List-Unsubscribe"] is None
    assert (message.state, message.subject, message.attempts) == (MessageState.SENT, "Emne 7", 1)
    assert message.sent_at is not None


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ('Ågård, "Ib" <ib@x>; Søn', "ib@borger.example"),
        ("Æ" * 300, "lang@borger.example"),
        ("", "ide@blåbær.example"),
    ],
)
def test_odd_names_and_words_arrive_as_they_were_written(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, name: str, address: str
) -> None:
    text = "Hej \n.\n..\nFrom: x\n=_ =3D \t\n" + "ørred " * 40
    message = queue(address, to_name=name, id=7, says=text, subject="Blåbær " * 60)
    drain()
    mail = smtp_sink.messages[0]
    assert message.state == MessageState.SENT
    assert mail.recipients == (wire_address(address),)
    receiver = mail.message["To"].addresses[0]
    assert receiver.display_name.replace(" ", "") == name[:LONGEST].replace(" ", "")  # Python's reader adds blanks
    assert receiver.addr_spec == wire_address(address)
    assert mail.subject == ("Blåbær " * 60)[:LONGEST]
    assert mail.text.replace("\r\n", "\n") == f"{text}\n"
    assert mail.html.replace("\r\n", "\n") == f"<p>{text}</p>\n"
    assert max(map(len, mail.raw.split(b"\r\n"))) < 998


@pytest.mark.parametrize("mood", [Mood.TIRES, Mood.LEAVES])
def test_a_line_that_the_server_has_done_with_is_opened_anew(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, mood: Mood
) -> None:
    smtp_sink.mood = mood
    messages = [queue(id=number) for number in range(3)]
    drain()
    assert [mail.subject for mail in smtp_sink.messages] == ["Emne 0", "Emne 1", "Emne 2"]
    assert {(message.state, message.attempts) for message in messages} == {(MessageState.SENT, 1)}


def test_the_same_key_makes_one_message(app: Flask, drain: Drain, smtp_sink: SmtpSink, queue: Queue) -> None:
    queue(dedupe_key="note:1")
    assert service.queue_message("note", "ida@borger.example", context={"id": 1}, dedupe_key="note:1") is None
    drain()
    assert len(smtp_sink.messages) == 1


def test_a_letter_no_longer_to_be_sent_is_cancelled(queue: Queue, drain: Drain, smtp_sink: SmtpSink) -> None:
    message = queue(id=3)
    hidden.add(3)
    drain()
    assert message.state == MessageState.CANCELLED
    assert not smtp_sink.messages


def test_a_message_rolled_back_is_never_sent(app: Flask, drain: Drain, smtp_sink: SmtpSink, queue: Queue) -> None:
    def fail_after_queueing() -> None:
        with transaction():
            queue()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_queueing()
    assert drain() == []
    assert not smtp_sink.messages


def test_one_bad_recipient_stops_nobody(queue: Queue, drain: Drain, smtp_sink: SmtpSink) -> None:
    smtp_sink.rejected.add("bad@borger.example")
    service.open_batch("b", per_minute=600)
    addresses = ["a@borger.example", "bad@borger.example", "c@borger.example"]
    messages = [queue(to, id=place, batch="b") for place, to in enumerate(addresses)]
    broken = queue("d@borger.example", id=9, batch="b", fault="x")
    last = queue("e@borger.example", id=10, batch="b")
    drain()
    assert [message.state for message in messages] == [MessageState.SENT, MessageState.FAILED, MessageState.SENT]
    assert (messages[1].failure, messages[1].last_error) == (Failure.REJECTED, "550 5.1.1 No such mailbox")
    assert (broken.state, broken.failure) == (MessageState.QUEUED, Failure.UNWRITTEN)
    assert last.state == MessageState.SENT


def test_a_server_in_trouble_is_asked_again_with_ever_longer_pauses(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock
) -> None:
    smtp_sink.mood = Mood.REFUSES
    message = queue()
    drain()
    for attempts, minutes in enumerate((1, 5, 30, 120), 1):
        assert (message.state, message.attempts) == (MessageState.QUEUED, attempts)
        clock.advance(minutes=minutes, seconds=-1)
        service.sweep()
        assert drain() == []
        clock.advance(seconds=1)
        service.sweep()
        drain()
    assert (message.state, message.attempts, message.failure) == (MessageState.FAILED, 5, Failure.UNREACHABLE)
    service.sweep()
    assert drain() == []


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.3)


@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize("mood", [Mood.HANGS, Mood.DROPS])
def test_a_dead_server_holds_the_batch_and_burns_one_attempt(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock, mood: Mood
) -> None:
    service.open_batch("b", per_minute=600)
    messages = [queue(f"{number}@borger.example", id=number, batch="b") for number in range(3)]
    smtp_sink.mood = mood
    delivery.deliver_due()
    drain_states = [(message.state, message.attempts) for message in _again(messages)]
    assert drain_states == [(MessageState.QUEUED, 1), (MessageState.QUEUED, 0), (MessageState.QUEUED, 0)]
    smtp_sink.mood = Mood.ACCEPTS
    clock.advance(minutes=2)
    service.sweep()
    drain()
    assert {message.state for message in _again(messages)} == {MessageState.SENT}
    taken = [mail.message["Message-ID"] for mail in smtp_sink.messages]
    assert set(taken) == {message.message_id for message in messages}
    assert len(taken) == (4 if mood is Mood.DROPS else 3)  # the double is recognisable by its Message-ID


def test_four_workers_send_each_mail_once(
    app: Flask, queue: Queue, smtp_sink: SmtpSink, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = app.config["SETTINGS"].model_copy(update={"mail_per_minute": 60_000})
    monkeypatch.setitem(app.config, "SETTINGS", hurried)
    monkeypatch.setattr(pace, "PORTION", 3)
    service.open_batch("b", per_minute=60_000)
    messages = [queue(f"{number}@borger.example", id=number, batch="b") for number in range(30)]
    single = queue("single@borger.example", id=99)
    start = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            start.wait()
            delivery.deliver(single.id)
            while pace.has_due():
                delivery.deliver_due()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    recipients = sorted(mail.recipients[0] for mail in smtp_sink.messages)
    assert recipients == sorted([message.to_address for message in messages] + ["single@borger.example"])
    db_session.expire_all()
    assert {(message.state, message.attempts) for message in [*messages, single]} == {(MessageState.SENT, 1)}


def test_a_crash_between_claim_and_record_is_mended_with_the_same_message_id(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock
) -> None:
    service.open_batch("b", per_minute=600)
    message = queue(batch="b")
    assert [claim.message_id for claim in pace.claim_portion()] == [message.id]  # and the worker dies
    clock.advance(minutes=9)
    service.sweep()
    drain()
    assert not smtp_sink.messages
    clock.advance(minutes=2)
    service.sweep()
    drain()
    assert [mail.message["Message-ID"] for mail in smtp_sink.messages] == [message.message_id]
    assert message.state == MessageState.SENT


def test_a_message_that_kills_its_worker_is_parked(queue: Queue, clock: Clock, db_session: Session) -> None:
    service.open_batch("b", per_minute=600)
    message = queue(batch="b")
    for _ in range(delivery.MAX_ATTEMPTS):
        assert pace.claim_portion()
        clock.advance(minutes=11)
        service.sweep()
    db_session.expire_all()
    assert message.state == MessageState.FAILED


def test_a_batch_keeps_its_pace_and_the_house_its_own(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock
) -> None:
    service.open_batch("slow", per_minute=12)
    service.open_batch("quick", per_minute=120)
    for number in range(30):
        queue(f"{number}@slow.example", id=number, batch="slow")
        queue(f"{number}@quick.example", id=number, batch="quick")
    for _second in range(10):
        service.sweep()
        drain()
        clock.advance(seconds=1)
    per_batch = [sum(name in mail.recipients[0] for mail in smtp_sink.messages) for name in ("slow", "quick")]
    assert per_batch == [2, 20]


def test_two_workers_at_a_high_pace_both_find_work_and_keep_the_pace(
    app: Flask, queue: Queue, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = app.config["SETTINGS"].model_copy(update={"mail_per_minute": 60_000})
    monkeypatch.setitem(app.config, "SETTINGS", hurried)
    service.open_batch("b", per_minute=6_000)
    for number in range(200):
        queue(f"{number}@borger.example", id=number, batch="b")
    assert [len(pace.claim_portion()) for _ in range(2)] == [20, 20]
    claimed = 40
    for _tenth in range(10):
        while portion := pace.claim_portion():
            claimed += len(portion)
        clock.advance(seconds=0.1)
    assert 100 <= claimed <= 100 + 25 + 20  # a second's worth, what may leave early, and the rest of a portion


def test_of_many_jobs_one_comes_back(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock, db_session: Session
) -> None:
    service.open_batch("b", per_minute=12)
    for number in range(3):
        queue(f"{number}@borger.example", id=number, batch="b")
    assert drain() == ["messages.deliver_due"] * 4  # three were queued, the first sends itself off once
    clock.advance(seconds=2)
    service.sweep()
    assert drain() == ["messages.deliver_due"]  # and while it is away, no other goes with it
    clock.advance(seconds=4)
    delivery.deliver_due()
    assert len(smtp_sink.messages) == 2


def test_a_paused_batch_waits_and_a_cancelled_one_ends(queue: Queue, drain: Drain, smtp_sink: SmtpSink) -> None:
    service.open_batch("b", per_minute=600)
    service.pause_batch("b", paused=True)
    message = queue(batch="b")
    drain()
    assert message.state == MessageState.QUEUED
    service.pause_batch("b", paused=False)
    drain()
    assert message.state == MessageState.SENT
    left = queue(batch="b", id=2)
    assert service.cancel_batch("b") == 1
    drain()
    assert left.state == MessageState.CANCELLED
    assert len(smtp_sink.messages) == 1


def test_who_has_declined_gets_no_letter_that_can_be_declined(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock
) -> None:
    suppress("IDA@borger.example ", SuppressionReason.UNSUBSCRIBED)
    campaign, reply = queue(id=1, declinable=True), queue(id=2)
    drain()
    assert (campaign.state, reply.state) == (MessageState.SUPPRESSED, MessageState.SENT)
    assert lift("ida@borger.example", SuppressionReason.UNSUBSCRIBED)
    again = queue(id=3, declinable=True)
    drain()
    assert again.state == MessageState.SENT
    mail = smtp_sink.messages[-1].message
    assert mail["List-Unsubscribe"] == "<https://deltag.example/unsubscribe/x>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_address_that_bounced_gets_no_mail_at_all(queue: Queue, drain: Drain, smtp_sink: SmtpSink) -> None:
    suppress("ida@borger.example", SuppressionReason.BOUNCED)
    message = queue()
    drain()
    assert message.state == MessageState.SUPPRESSED
    assert not smtp_sink.messages


def _again(messages: list[Message]) -> list[Message]:
    session = sa.orm.object_session(messages[0])
    assert session is not None
    session.expire_all()
    return messages
