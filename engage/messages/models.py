"""Messages and the addresses that want none."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, HasId, HasPublicId, JsonDict, now_column


class MessageState(StrEnum):
    """Where a message stands. Sent, failed, suppressed and cancelled are final; failed ones can be sent again by staff."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"


class Message(HasId, HasPublicId, Base):
    """One mail to one person. What it says is made when it is sent, from `kind` and `context`, so it is never out of date."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.Index("ix_messages_due", "state", "send_after", "id"),
        sa.Index("ix_messages_batch", "batch", "state", "id"),
    )

    kind: Mapped[str] = mapped_column(sa.String(40))  # names a builder and a folder under templates/email
    to_address: Mapped[str] = mapped_column(sa.String(320))
    to_name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    context: Mapped[JsonDict] = mapped_column(default=dict)  # ids and short words only
    batch: Mapped[str] = mapped_column(sa.String(40), default="")  # "campaign:12": counted and cancelled together
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(120), unique=True)  # a second message with it is not made
    message_id: Mapped[str] = mapped_column(sa.String(255), unique=True)  # the Message-ID header, made with the row
    state: Mapped[str] = mapped_column(sa.String(20), default=MessageState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    send_after: Mapped[dt.datetime] = now_column()
    claimed_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime] = now_column()


class Suppression(HasId, Base):
    """An address that gets no more campaigns (unsubscribed), or no mail at all (it bounced)."""

    __tablename__ = "suppressions"
    __table_args__ = (sa.UniqueConstraint("address", "reason"),)

    address: Mapped[str] = mapped_column(sa.String(320))  # lower case
    reason: Mapped[str] = mapped_column(sa.String(20))  # "unsubscribed" or "bounced"
    at: Mapped[dt.datetime] = now_column()
