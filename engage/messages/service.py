"""Messages are queued here by the features, sent again by staff, and looked after by the sweep."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.audit import record
from engage.core.db import JsonDict, recent, session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.messages import counting, letters, pace
from engage.messages.delivery import MAX_ATTEMPTS
from engage.messages.models import TOTAL, Batch, Failure, Message, MessageState, SuppressionReason
from engage.messages.queries import suppression_by_id
from engage.messages.suppression import normalise_address, suppress, suppressed_among

if TYPE_CHECKING:
    from engage.config import Settings

CLAIM_LASTS = dt.timedelta(minutes=10)
SWEEP_AT_ONCE = 200  # single messages
AGAIN_AT_ONCE = 500
# Mails a day to an address that nobody has confirmed: whoever types a stranger's address cannot flood the stranger.
UNASKED_A_DAY = 10
UNASKED = ("confirm_address", "support_confirm")


@dataclass(frozen=True)
class Recipient:
    """One of the people a batch goes to."""

    address: str
    name: str
    language: str
    context: JsonDict


class TooManyMails(DomainError):
    """The address has got so many mails today that it gets no more."""

    code = "too_many_mails"
    status = 429


class NotFailed(Conflict):
    """The message is on its way already, or has come."""

    code = "message_not_failed"


def queue_message(
    kind: str,
    to_address: str,
    *,
    context: JsonDict,
    language: str = "da",
    to_name: str = "",
    batch: str = "",
    dedupe_key: str | None = None,
    send_after: dt.datetime | None = None,
) -> Message | None:
    """Put a message in the queue, in the caller's use case; None when one with this `dedupe_key` exists.

    `context` holds ids and short words: the letter is made when it is sent. A single message is sent at once (or after
    `send_after`); one of a `batch` (see `open_batch`) at the pace of the batch.
    """
    if not letters.is_known(kind):
        raise ValueError(f"nobody writes letters of kind {kind!r}")
    message = Message(
        kind=kind,
        to_address=normalise_address(to_address),
        to_name=" ".join(to_name.split()),
        language=language,
        context=context,
        batch=batch,
        dedupe_key=dedupe_key,
        message_id=new_message_id(),
        send_after=send_after or clock.now(),
    )
    with transaction() as db_session:
        if dedupe_key is not None and _exists(dedupe_key):
            return None
        try:
            with db_session.begin_nested():
                db_session.add(message)
        except IntegrityError:
            if dedupe_key is None or not _exists(dedupe_key):
                raise
            return None  # another process was quicker
        if batch:
            enqueue(Job.DELIVER_DUE)
        elif message.send_after <= clock.now():
            enqueue(Job.DELIVER_MESSAGE, message.id)
        return message


def queue_batch(kind: str, batch: str, recipients: Sequence[Recipient]) -> None:
    """Queue one message each for some hundred people, in the caller's use case; those who want none are noted as such.

    Raises ValueError when the batch has not been opened.
    """
    if session().get(Batch, batch) is None:
        raise ValueError(f"the batch {batch!r} is not open")
    with transaction() as db_session:
        left_alone = suppressed_among(recipient.address for recipient in recipients)
        rows = [
            {
                "kind": kind,
                "to_address": normalise_address(recipient.address),
                "to_name": " ".join(recipient.name.split()),
                "language": recipient.language,
                "context": recipient.context,
                "batch": batch,
                "message_id": new_message_id(),
                "state": MessageState.QUEUED,
            }
            for recipient in recipients
        ]
        for row in rows:
            if row["to_address"] in left_alone:
                row["state"] = MessageState.SUPPRESSED
        if rows:
            db_session.execute(sa.insert(Message), rows)
        enqueue(Job.DELIVER_DUE)


def queue_unasked(
    kind: str, to_address: str, *, context: JsonDict, language: str, dedupe_key: str | None = None
) -> Message | None:
    """Queue a mail to an address that anybody may have typed. Raises TooManyMails after UNASKED_A_DAY to the same."""
    since = clock.now() - dt.timedelta(days=1)
    lately = sa.select(sa.func.count()).where(
        Message.to_address == normalise_address(to_address), Message.kind.in_(UNASKED), Message.created_at > since
    )
    with transaction() as db_session:
        if (db_session.scalar(lately) or 0) >= UNASKED_A_DAY:
            raise TooManyMails
        return queue_message(kind, to_address, context=context, language=language, dedupe_key=dedupe_key)


def new_message_id() -> str:
    """A Message-ID header: made with the row, so that a mail sent twice after a crash can be recognised."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"<{secrets.token_urlsafe(18)}@{settings.mail_from.rpartition('@')[2]}>"


def _exists(dedupe_key: str) -> bool:
    return session().scalar(sa.select(Message.id).where(Message.dedupe_key == dedupe_key)) is not None


def open_batch(name: str, per_minute: int) -> None:
    """Begin a batch, or change its pace: at most so many mails a minute."""
    settings: Settings = current_app.config["SETTINGS"]
    with transaction() as db_session:
        for batch, rate in ((TOTAL, settings.mail_per_minute), (name, per_minute)):
            known = db_session.get(Batch, batch)
            if known is None:
                db_session.add(Batch(name=batch, per_minute=rate))
            else:
                known.per_minute = rate


def pause_batch(name: str, *, paused: bool) -> None:
    """Hold a batch back, or let it go on."""
    with transaction() as db_session:
        db_session.execute(sa.update(Batch).where(Batch.name == name).values(is_paused=paused))
        if not paused:
            enqueue(Job.DELIVER_DUE)


def cancel_batch(name: str) -> int:
    """Cancel what has not been sent of a batch; the number of messages that will not be sent."""
    with transaction() as db_session:
        cancelled = db_session.execute(
            sa.update(Message)
            .where(Message.batch == name, Message.state == MessageState.QUEUED)
            .values(state=MessageState.CANCELLED)
        )
        return int(cancelled.rowcount)  # type: ignore[attr-defined]


def hold_waiting() -> int:
    """Park every single message that waits or is under way, and pause every batch, in the caller's use case.

    For a platform brought back from a copy; how many messages were parked. Staff send them again one by one.
    """
    with transaction() as db_session:
        under_way = sa.or_(Message.batch == "", Message.state == MessageState.SENDING)
        held = db_session.execute(
            sa.update(Message)
            .where(Message.state.in_([MessageState.QUEUED, MessageState.SENDING]), under_way)
            .values(state=MessageState.FAILED, failure=Failure.HELD)
            .execution_options(synchronize_session=False)
        )
        db_session.execute(sa.update(Batch).where(Batch.name != TOTAL).values(is_paused=True))
        return int(held.rowcount)  # type: ignore[attr-defined]


def send_again(actor: User, message_id: int) -> None:
    """Put a failed message back in the queue with all its attempts. Raises NotFound, NotFailed or Forbidden."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        message = db_session.get(Message, message_id, with_for_update=True)
        if message is None:
            raise NotFound
        if message.state != MessageState.FAILED:
            raise NotFailed
        _queue_again([message])
        record("message.sent_again", message, actor=actor)


def send_all_again(actor: User) -> int:
    """Put the newest failed messages back in the queue, at most AGAIN_AT_ONCE; how many they are."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        failed = sa.select(Message).where(Message.state == MessageState.FAILED).order_by(Message.id.desc())
        messages = list(db_session.scalars(failed.limit(AGAIN_AT_ONCE).with_for_update()))
        _queue_again(messages)
        record("message.all_sent_again", actor=actor, detail={"count": len(messages)})
        return len(messages)


def _queue_again(messages: list[Message]) -> None:
    for message in messages:
        message.state = MessageState.QUEUED
        message.attempts = 0
        message.send_after = clock.now()
        if not message.batch:
            enqueue(Job.DELIVER_MESSAGE, message.id)
    if batches := {message.batch for message in messages if message.batch}:
        counting.count_anew(batches)
        enqueue(Job.DELIVER_DUE)


def decline_for(actor: User, address: str) -> None:
    """No more invitations to somebody who has told us so by telephone or letter."""
    authorise(actor, Permission.EDIT)
    with transaction():
        if suppress(address, SuppressionReason.UNSUBSCRIBED):
            record("address.declined", actor=actor)


def accept_again(actor: User, suppression_id: int) -> str:
    """Let an address get mail again; which one. Raises NotFound."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        suppression = suppression_by_id(suppression_id)
        record("address.accepted_again", suppression, actor=actor)
        db_session.delete(suppression)
        return suppression.address


def sweep() -> None:
    """Every minute: take back what a crash left claimed, send again what is still lying there, count what has ended."""
    with transaction():
        _take_back_stale()
        for message_id in session().scalars(_single_and_due().limit(SWEEP_AT_ONCE)):
            enqueue(Job.DELIVER_MESSAGE, message_id)
        if pace.has_due():
            enqueue(Job.DELIVER_DUE)
    counting.count_on()


def _take_back_stale() -> None:
    now = clock.now()
    stale = sa.and_(Message.state == MessageState.SENDING, ~recent(Message.claimed_at, CLAIM_LASTS))
    for spent, values in (
        (Message.attempts >= MAX_ATTEMPTS, {"state": MessageState.FAILED, "failure": Failure.UNWRITTEN}),
        (sa.true(), {"state": MessageState.QUEUED, "send_after": now}),
    ):
        session().execute(
            sa.update(Message).where(stale, spent).values(**values).execution_options(synchronize_session=False)
        )


def _single_and_due() -> sa.Select[tuple[int]]:
    waiting = sa.and_(Message.batch == "", Message.state == MessageState.QUEUED, Message.send_after <= clock.now())
    return sa.select(Message.id).where(waiting).order_by(Message.id)
