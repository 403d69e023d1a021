"""Declining letters by the link in them (RFC 8058): one click, no sign-in, effective at once, and it can be undone."""

from __future__ import annotations

import sqlalchemy as sa

from engage.core import tokens
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import LinkBroken
from engage.messages.letters import absolute_url
from engage.messages.models import Message, SuppressionReason
from engage.messages.suppression import lift, suppress

PURPOSE = "unsubscribe"


def unsubscribe_url(message: Message) -> str:
    """The address that ends such letters to the receiver of this one."""
    return absolute_url(f"/unsubscribe/{tokens.derive(PURPOSE, message.public_id)}")


def message_of(token: str) -> Message:
    """The message whose link this is; raises LinkBroken for a forged or mistyped one."""
    public_id = tokens.read(PURPOSE, token)
    message = session().scalar(sa.select(Message).where(Message.public_id == public_id)) if public_id else None
    if message is None:
        raise LinkBroken
    return message


def decline(token: str) -> None:
    """No more letters that can be declined to this address, also of those queued already. Raises LinkBroken."""
    with transaction():
        message = message_of(token)
        if suppress(message.to_address, SuppressionReason.UNSUBSCRIBED):
            record("message.declined", message)


def take_back(token: str) -> None:
    """Undo `decline`. Raises LinkBroken."""
    with transaction():
        message = message_of(token)
        if lift(message.to_address, SuppressionReason.UNSUBSCRIBED):
            record("message.accepted_again", message)
