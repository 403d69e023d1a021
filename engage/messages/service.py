"""Messages are queued here by the features, sent again by staff, and looked after by the sweep."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from engage.core import clock
from engage.core.db import JsonDict, session, transaction
from engage.core.jobs import Job, enqueue
from engage.messages import letters
from engage.messages.models import Batch, Message, MessageState
from engage.messages.suppression import normalise_address

if TYPE_CHECKING:
    from engage.config import Settings


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


def new_message_id() -> str:
    """A Message-ID header: made with the row, so that a mail sent twice after a crash can be recognised."""
    settings: Settings = current_app.config["SETTINGS"]
    return f"<{secrets.token_urlsafe(18)}@{settings.mail_from.rpartition('@')[2]}>"


def _exists(dedupe_key: str) -> bool:
    return session().scalar(sa.select(Message.id).where(Message.dedupe_key == dedupe_key)) is not None


def open_batch(name: str, per_minute: int) -> None:
    """Begin a batch, or change its pace: at most so many mails a minute."""
    with transaction() as db_session:
        db_session.merge(Batch(name=name, per_minute=per_minute, free_at=clock.now()))


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
