"""What is kept of a batch's count agrees with the messages, whatever becomes of them."""

from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.core.db import transaction
from engage.messages import counting, pace, service
from engage.messages.models import Batch, Failure, Message, MessageState, SuppressionReason
from engage.messages.service import Recipient
from engage.messages.suppression import suppress
from tests.factories import make_user
from tests.fixtures.surroundings import Clock, Drain
from tests.messages.conftest import Queue, hidden
from tests.services import SmtpSink
from tests.services.smtp import Mood


def agrees(session: Session, *names: str) -> None:
    """Hold what is kept and what comes after it against a count of all; then keep on, and again."""
    for _ in range(2):
        session.expire_all()
        for name in names or ("b",):
            states = session.scalars(sa.select(Message.state).where(Message.batch == name))
            assert counting.counts_of(name) == Counter(states), name
        counting.count_on()


def kept_to(session: Session) -> int:
    session.expire_all()
    return session.get_one(Batch, "b").counted_to


def test_the_count_agrees_through_everything_that_can_happen(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock, db_session: Session
) -> None:
    for name in ("b", "other"):
        service.open_batch(name, per_minute=600)
    assert counting.counts_of("nobody's") == Counter()
    suppress("no@borger.example", SuppressionReason.UNSUBSCRIBED)
    smtp_sink.rejected.add("bad@borger.example")
    hidden.add(3)
    addresses = ["a", "bad", "no", "c", "d"]
    with transaction():
        people = [Recipient(f"{name}@borger.example", "", "da", {"id": place}) for place, name in enumerate(addresses)]
        service.queue_batch("note", "b", people)
        service.queue_batch("note", "other", people[:2])
    agrees(db_session, "b", "other")
    drain()
    agrees(db_session, "b", "other")
    assert kept_to(db_session) == db_session.scalar(sa.select(sa.func.max(Message.id)).where(Message.batch == "b"))
    smtp_sink.rejected.clear()
    service.send_all_again(make_user("editor"))
    agrees(db_session, "b", "other")
    drain()
    clock.advance(minutes=1)
    service.sweep()
    drain()
    agrees(db_session, "b", "other")
    queue("e@borger.example", id=8, batch="b")
    queue("f@borger.example", id=9, batch="b")
    assert service.cancel_batch("b") == 2
    agrees(db_session)
    assert counting.counts_of("b") == {MessageState.SENT: 3, MessageState.SUPPRESSED: 1, MessageState.CANCELLED: 3}


def test_one_that_waits_for_its_next_attempt_is_not_passed(
    queue: Queue, drain: Drain, smtp_sink: SmtpSink, clock: Clock, db_session: Session
) -> None:
    service.open_batch("b", per_minute=600)
    smtp_sink.mood = Mood.REFUSES
    first = queue("a@borger.example", id=1, batch="b")
    drain()
    smtp_sink.mood = Mood.ACCEPTS
    queue("b@borger.example", id=2, batch="b")
    drain()
    agrees(db_session)
    assert kept_to(db_session) == 0
    clock.advance(minutes=2)
    drain()
    service.sweep()
    drain()
    agrees(db_session)
    assert first.state == MessageState.SENT
    assert kept_to(db_session) > first.id


@pytest.mark.parametrize("held", [False, True])
def test_what_a_killed_worker_had_claimed_is_not_passed(
    queue: Queue, drain: Drain, clock: Clock, db_session: Session, held: bool
) -> None:
    service.open_batch("b", per_minute=600)
    for number in range(3):
        queue(f"{number}@borger.example", id=number, batch="b")
    claims = pace.claim_portion()
    agrees(db_session)
    pace.put_back(claims[1:])
    agrees(db_session)
    if held:
        service.hold_waiting()
        agrees(db_session)
        service.pause_batch("b", paused=False)
        assert counting.counts_of("b")[MessageState.FAILED] == 1
        assert claims[0].message.failure == Failure.HELD
    clock.advance(minutes=11)
    service.sweep()
    drain()
    agrees(db_session)
    assert counting.counts_of("b")[MessageState.SENT] == (2 if held else 3)
