"""Delivery: a message is claimed, its letter written and handed to the mail server, and the outcome recorded.

A message is claimed by a conditional update before anything leaves the house, and no transaction is open while the
mail server thinks. What a crash leaves claimed is put back by the sweep and goes out with the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
import structlog

from engage.core import clock, stopping
from engage.core.db import let_go, session, transaction, write_alone
from engage.core.jobs import Job, send
from engage.messages import letters, mail, pace, smtp
from engage.messages.letters import Letter
from engage.messages.models import Failure, Message, MessageState, SuppressionReason
from engage.messages.pace import Claim
from engage.messages.suppression import suppressed_among

log = structlog.get_logger()

RETRY_AFTER = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
WORKING_SECONDS = 40.0  # of one job: others wait for the same worker
FRESH_SECONDS = 1.0  # how long a letter may be written from what was read for its portion
_OUTCOME = ("state", "send_after", "sent_at", "subject", "failure", "last_error")
_messages = Message.metadata.tables[Message.__tablename__]
_RECORDED = (  # made once: it is sent for every mail
    sa.update(_messages)
    .where(
        _messages.c.id == sa.bindparam("claimed_id"),
        _messages.c.state == MessageState.SENDING,
        _messages.c.claimed_at == sa.bindparam("claimed_since"),
    )
    .values({name: sa.bindparam(name) for name in _OUTCOME})
)


@dataclass(frozen=True)
class _Outcome:
    state: MessageState
    subject: str = ""
    failure: Failure = Failure.NONE
    error: str = ""
    server_gone: bool = False


class _Reading:
    """What the letters of some messages are written from: read for all at once, and anew when it is a second old."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._left = list(messages)
        self._reread_at = 0.0  # as time.monotonic() counts

    def letter(self, message: Message) -> tuple[Letter | None, bool]:
        """The letter of the next message, None when it is no longer to be sent; and whether the address wants none."""
        if time.monotonic() >= self._reread_at:
            self._read()
        self._left.remove(message)
        letter = letters.build(message)
        declinable = letter is not None and letter.unsubscribe_url is not None
        return letter, message.to_address in (self._want_no_invitations if declinable else self._want_nothing)

    def _read(self) -> None:
        addresses = [message.to_address for message in self._left]
        self._kept = letters.read_for(self._left)
        self._want_nothing = suppressed_among(addresses, {SuppressionReason.BOUNCED})
        self._want_no_invitations = suppressed_among(addresses)
        self._reread_at = time.monotonic() + FRESH_SECONDS


def deliver(message_id: int) -> None:
    """Send one single message now, if it still waits."""
    claim = _claim(message_id)
    if claim is not None:
        _record(claim, _attempt(claim, _Reading([claim.message])))


def deliver_due() -> None:
    """Send what is due of the batches, each at its pace, and come back when the next may leave."""
    ends = time.monotonic() + WORKING_SECONDS
    while _may_go_on(ends) and (portion := pace.claim_portion()):
        if not _deliver_portion(portion, ends):
            return  # the mail server is away: the sweep tries again in a minute
    seconds = pace.book_return()
    if seconds is not None:
        send(Job.DELIVER_DUE, delay=seconds)


def _deliver_portion(portion: list[Claim], ends: float) -> bool:
    """Send claimed messages one by one; False when the mail server is away. The untried go back to the queue."""
    reading = _Reading([claim.message for claim in portion])
    for place, claim in enumerate(portion):
        outcome = _attempt(claim, reading)
        _record(claim, outcome)
        if outcome.server_gone or not _may_go_on(ends):
            pace.put_back(portion[place + 1 :])
            return not outcome.server_gone
    return True


def _may_go_on(ends: float) -> bool:
    return time.monotonic() < ends and not stopping.is_told()


def _claim(message_id: int) -> Claim | None:
    waiting = sa.and_(Message.id == message_id, Message.batch == "")
    with transaction():
        return next(iter(pace.claim(waiting, 1)), None)


def _attempt(claim: Claim, reading: _Reading) -> _Outcome:
    message = claim.message
    try:
        letter, is_left_alone = reading.letter(message)
        if letter is None:
            return _Outcome(MessageState.CANCELLED)
        if is_left_alone:
            return _Outcome(MessageState.SUPPRESSED, letter.subject)
        ready = mail.compose(message, letter)
        address = mail.wire_address(message.to_address)
    except Exception as error:
        log.exception("letter_unwritten", message=claim.message_id)
        session().rollback()
        return _Outcome(MessageState.FAILED, failure=Failure.UNWRITTEN, error=type(error).__name__)
    let_go()  # nothing is held while the mail server thinks
    return _hand_over(ready, address, letter.subject)


def _hand_over(ready: bytes, address: str, subject: str) -> _Outcome:
    try:
        smtp.send(ready, address)
    except smtp.Rejected as refused:
        return _Outcome(MessageState.FAILED, subject, Failure.REJECTED, str(refused))
    except smtp.Delayed as refused:
        return _Outcome(MessageState.FAILED, subject, Failure.DELAYED, str(refused))
    except smtp.Unreachable as away:
        log.warning("mail_server_unreachable", error=str(away))
        return _Outcome(MessageState.FAILED, subject, Failure.UNREACHABLE, str(away), server_gone=True)
    return _Outcome(MessageState.SENT, subject)


def _record(claim: Claim, outcome: _Outcome) -> None:
    """Write down what became of a claimed message; one that somebody else has taken over since is left as it is."""
    values: dict[str, object] = {"state": outcome.state, "send_after": claim.message.send_after}
    if outcome.state is MessageState.FAILED and outcome.failure is not Failure.REJECTED:
        values |= after_failure(claim.attempts)
    written = {
        "claimed_id": claim.message_id,
        "claimed_since": claim.claimed_at,
        "sent_at": clock.now() if outcome.state is MessageState.SENT else None,
        "subject": outcome.subject or claim.message.subject,
        "failure": outcome.failure,
        "last_error": outcome.error,
    }
    write_alone(_RECORDED, written | values)
    log.info("message", id=claim.message_id, state=outcome.state, failure=outcome.failure)


def after_failure(attempts: int) -> dict[str, object]:
    """Where a message stands after so many failed attempts: queued for a later one, or parked."""
    if attempts >= MAX_ATTEMPTS:
        return {"state": MessageState.FAILED}
    return {"state": MessageState.QUEUED, "send_after": clock.now() + RETRY_AFTER[attempts - 1]}
