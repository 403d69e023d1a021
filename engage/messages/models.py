"""Messages, the pace they are sent at, and the addresses that want none."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import BUSY, Base, HasId, HasPublicId, JsonDict, now_column


class MessageState(StrEnum):
    """Where a message stands. All but the first two are final, though staff can send a failed one again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"


class Failure(StrEnum):
    """Why a message could not be sent, as staff read it in words; the server's own words stand in `last_error`."""

    NONE = ""
    REJECTED = "rejected"  # the mail server will never take it: an address that does not exist
    DELAYED = "delayed"  # the mail server asks us to come again
    UNREACHABLE = "unreachable"  # no mail server answers
    UNWRITTEN = "unwritten"  # the letter could not be made: a fault of ours
    HELD = "held"  # waited when a copy was made that was brought back since; may have been sent meanwhile


class SuppressionReason(StrEnum):
    """Why an address is left alone."""

    UNSUBSCRIBED = "unsubscribed"  # gets no letters that can be declined
    BOUNCED = "bounced"  # gets no mail at all


class Message(HasId, HasPublicId, Base):
    """One mail to one person. What it says is made when it is sent, so it is never out of date."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.Index("ix_messages_due", "state", "send_after", "id"),
        sa.Index("ix_messages_batch", "batch", "state", "id"),
        sa.Index("ix_messages_state", "state", "id"),
        sa.Index("ix_messages_address", "to_address", "id"),
        BUSY,
    )

    kind: Mapped[str] = mapped_column(sa.String(40))  # names a builder and a folder under templates/email
    to_address: Mapped[str] = mapped_column(sa.String(320))  # lower case
    to_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    subject: Mapped[str] = mapped_column(default="")  # as it was when the letter was last written
    context: Mapped[JsonDict] = mapped_column(default=dict)  # ids and short words only
    batch: Mapped[str] = mapped_column(sa.String(40), default="")  # "campaign:12": paced and cancelled together
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)  # a second message with it is not made
    message_id: Mapped[str] = mapped_column(sa.String(255), unique=True)  # the Message-ID header, made with the row
    state: Mapped[str] = mapped_column(sa.String(20), default=MessageState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    send_after: Mapped[dt.datetime] = now_column()
    claimed_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    failure: Mapped[str] = mapped_column(sa.String(20), default=Failure.NONE)
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime] = now_column()


TOTAL = "*"


class Batch(Base):
    """Messages that are sent together at a pace of their own; the one named TOTAL paces them all."""

    __tablename__ = "message_batches"
    __table_args__ = BUSY

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    per_minute: Mapped[int]
    is_paused: Mapped[bool] = mapped_column(default=False)
    free_at: Mapped[dt.datetime] = now_column()  # when the next mail may leave
    returns_at: Mapped[dt.datetime | None]  # of TOTAL: when a job that was sent off comes back to go on
    counted_to: Mapped[int] = mapped_column(default=0)  # of the messages up to this id …
    counts: Mapped[JsonDict] = mapped_column(default=dict)  # … how many ended in which state, see counting.py


class Suppression(HasId, Base):
    """An address that gets no more campaigns (unsubscribed), or no mail at all (it bounced)."""

    __tablename__ = "suppressions"
    __table_args__ = (sa.UniqueConstraint("address", "reason"),)

    address: Mapped[str] = mapped_column(sa.String(320))  # lower case
    reason: Mapped[str] = mapped_column(sa.String(20))
    at: Mapped[dt.datetime] = now_column()
