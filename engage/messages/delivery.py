"""Delivery: a message is claimed, its letter written and handed to the mail server, and the outcome recorded.

A message is claimed by a conditional update before anything leaves the house, and no transaction is open while the
mail server thinks. What a crash leaves claimed is put back by the sweep and goes out with the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from email.message import EmailMessage

import sqlalchemy as sa
import structlog

from engage.core import clock
from engage.core.db import session, transaction
from engage.core.jobs import Job, send
from engage.messages import letters, mail, pace, smtp
from engage.messages.models import Failure, Message, MessageState, SuppressionReason
from engage.messages.pace import Claim
from engage.messages.suppression import is_suppressed

log = structlog.get_logger()

RETRY_AFTER = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
MAX_ATTEMPTS = len(RETRY_AFTER) + 1
WORKING_SECONDS = 40.0  # of one job: others wait for the same worker


@dataclass(frozen=True)
class _Outcome:
    state: MessageState
    subject: str = ""
    failure: Failure = Failure.NONE
    error: str = ""
    server_gone: bool = False


def deliver(message_id: int) -> None:
    """Send one single message now, if it still waits."""
    claim = _claim(message_id)
    if claim is not None:
        _record(claim, _attempt(claim))


def deliver_due() -> None:
    """Send what is due of the batches, each at its pace, and come back when the next may leave."""
    ends = time.monotonic() + WORKING_SECONDS
    while time.monotonic() < ends and (portion := pace.claim_portion()):
        if not _deliver_portion(portion, ends):
            return  # the mail server is away: the sweep tries again in a minute
    seconds = pace.book_return()
    if seconds is not None:
        send(Job.DELIVER_DUE, delay=seconds)


def _deliver_portion(portion: list[Claim], ends: float) -> bool:
    """Send claimed messages one by one; False when the mail server is away. The untried go back to the queue."""
    for place, claim in enumerate(portion):
        outcome = _attempt(claim)
        _record(claim, outcome)
        if outcome.server_gone or time.monotonic() > ends:
            pace.put_back(portion[place + 1 :])
            return not outcome.server_gone
    return True


def _claim(message_id: int) -> Claim | None:
    with transaction() as db_session:
        waiting = (
            sa.select(Message)
            .where(Message.id == message_id, Message.state == MessageState.QUEUED, Message.send_after <= clock.now())
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        message = db_session.scalar(waiting)
        if message is None or message.batch:
            return None
        return pace.claim(message)


def _attempt(claim: Claim) -> _Outcome:
    try:
        message = session().get_one(Message, claim.message_id)
        letter = letters.build(message)
        if letter is None:
            return _Outcome(MessageState.CANCELLED)
        if _is_left_alone(message, declinable=letter.unsubscribe_url is not None):
            return _Outcome(MessageState.SUPPRESSED, letter.subject)
        ready = mail.compose(message, letter)
        address = mail.wire_address(message.to_address)
    except Exception as error:
        log.exception("letter_unwritten", message=claim.message_id)
        return _Outcome(MessageState.FAILED, failure=Failure.UNWRITTEN, error=type(error).__name__)
    finally:
        session().rollback()  # nothing is held while the mail server thinks
    return _hand_over(ready, address, letter.subject)


def _hand_over(ready: EmailMessage, address: str, subject: str) -> _Outcome:
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


def _is_left_alone(message: Message, *, declinable: bool) -> bool:
    reasons = set(SuppressionReason) if declinable else {SuppressionReason.BOUNCED}
    return is_suppressed(message.to_address, reasons)


def _record(claim: Claim, outcome: _Outcome) -> None:
    """Write down what became of a claimed message; one that somebody else has taken over since is left as it is."""
    values: dict[str, object] = {
        "state": outcome.state,
        "failure": outcome.failure,
        "last_error": outcome.error,
    }
    if outcome.subject:
        values["subject"] = outcome.subject
    if outcome.state is MessageState.SENT:
        values["sent_at"] = clock.now()
    elif outcome.state is MessageState.FAILED and outcome.failure is not Failure.REJECTED:
        values |= after_failure(claim.attempts)
    with transaction() as db_session:
        db_session.execute(
            sa.update(Message)
            .where(
                Message.id == claim.message_id,
                Message.state == MessageState.SENDING,
                Message.claimed_at == claim.claimed_at,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
    log.info("message", id=claim.message_id, state=outcome.state, failure=outcome.failure)


def after_failure(attempts: int) -> dict[str, object]:
    """Where a message stands after so many failed attempts: queued for a later one, or parked."""
    if attempts >= MAX_ATTEMPTS:
        return {"state": MessageState.FAILED}
    return {"state": MessageState.QUEUED, "send_after": clock.now() + RETRY_AFTER[attempts - 1]}
