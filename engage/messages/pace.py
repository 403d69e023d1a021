"""The pace of the batches: so many mails a minute each, and so many in all, whatever number of workers there is.

Each batch knows when its next mail may leave (`free_at`). A worker takes a portion that is worth a few seconds and
moves that time on, in one transaction under the lock of the TOTAL row, so two workers never share an allowance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import current_app

from engage.core import clock
from engage.core.db import session, transaction
from engage.messages.models import TOTAL, Batch, Message, MessageState

if TYPE_CHECKING:
    from engage.config import Settings

PORTION = 20  # mails at most, so that little is left claimed after a crash
PORTION_SECONDS = 5  # worth of a batch's pace
# So much early a portion may leave, and the next so much later: at a high pace two workers would else miss their turns.
AHEAD = dt.timedelta(seconds=0.25)
# Longer than any portion is worth: what is further ahead was written by a clock that has been put back since.
TOO_FAR_AHEAD = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Claim:
    """The right to send one message, until the sweep takes it back."""

    message: Message
    attempts: int
    claimed_at: dt.datetime

    @property
    def message_id(self) -> int:
        """Which one."""
        return self.message.id


def claim_portion() -> list[Claim]:
    """Claims on messages of the batch that has waited longest; none when nothing is due or may leave yet."""
    settings: Settings = current_app.config["SETTINGS"]
    with transaction() as db_session:
        total = db_session.get(Batch, TOTAL, with_for_update=True, populate_existing=True)
        now = clock.now()
        if total is None or _free_at(total, now) > now + AHEAD:
            return []
        total.per_minute = settings.mail_per_minute
        is_free = sa.or_(Batch.free_at <= now + AHEAD, Batch.free_at > now + TOO_FAR_AHEAD)
        batch = db_session.scalar(_with_something_due(now).where(is_free).limit(1))
        if batch is None:
            return []
        size = min(PORTION, *(max(1, pace.per_minute * PORTION_SECONDS // 60) for pace in (total, batch)))
        portion = claim(Message.batch == batch.name, size)
        for pace in (total, batch):
            pace.free_at = _free_at(pace, now) + dt.timedelta(seconds=len(portion) * 60 / pace.per_minute)
        return portion


def book_return() -> float | None:
    """Seconds until the caller should come back to go on sending; None when nothing is due or another comes back.

    Of all the jobs that are queued while a campaign runs, one goes on at a time.
    """
    with transaction() as db_session:
        total = db_session.get(Batch, TOTAL, with_for_update=True, populate_existing=True)
        now = clock.now()
        if total is None or (total.returns_at is not None and now < total.returns_at < now + TOO_FAR_AHEAD):
            return None
        batch = db_session.scalar(_with_something_due(now).limit(1))
        if batch is None:
            return None
        total.returns_at = max(_free_at(total, now), _free_at(batch, now)) + dt.timedelta(milliseconds=50)
        return (total.returns_at - now).total_seconds()


def _free_at(batch: Batch, now: dt.datetime) -> dt.datetime:
    """When the next mail of a batch may leave, from now on."""
    return batch.free_at if now < batch.free_at < now + TOO_FAR_AHEAD else now


def has_due() -> bool:
    """True when a batch has a message that is due."""
    return session().scalar(_with_something_due(clock.now()).limit(1)) is not None


def claim(which: sa.ColumnElement[bool], size: int) -> list[Claim]:
    """Mark some of these messages that are due as being sent, the oldest first, in the use case under way."""
    now = clock.now()
    waiting = sa.and_(which, Message.state == MessageState.QUEUED, Message.send_after <= now)
    oldest = sa.select(Message.id).where(waiting).order_by(Message.id).limit(size).with_for_update(skip_locked=True)
    free = oldest.cte("free")  # where a plain subquery might be asked again, and lock more than it gives
    taken = (
        sa.update(Message)
        .where(Message.id.in_(sa.select(free.c.id)))
        .values(state=MessageState.SENDING, claimed_at=now, attempts=Message.attempts + 1)
        .returning(Message)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    messages = sorted(session().scalars(taken), key=lambda message: message.id)
    return [Claim(message, message.attempts, now) for message in messages]


def put_back(claims: Sequence[Claim]) -> None:
    """Return claims that were not tried after all."""
    if not claims:
        return
    with transaction() as db_session:
        db_session.execute(
            sa.update(Message)
            .where(
                Message.id.in_([one.message_id for one in claims]),
                Message.state == MessageState.SENDING,
                Message.claimed_at.in_({one.claimed_at for one in claims}),
            )
            .values(state=MessageState.QUEUED, attempts=Message.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def _with_something_due(now: dt.datetime) -> sa.Select[tuple[Batch]]:
    due = sa.exists().where(
        Message.batch == Batch.name, Message.state == MessageState.QUEUED, Message.send_after <= now
    )
    return sa.select(Batch).where(Batch.name != TOTAL, ~Batch.is_paused, due).order_by(Batch.free_at, Batch.name)
