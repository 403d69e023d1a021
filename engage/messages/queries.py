"""Messages and declined addresses, looked up for staff."""

from __future__ import annotations

import sqlalchemy as sa

from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.pages import Page, paginate
from engage.messages.models import Message, MessageState, Suppression
from engage.messages.suppression import normalise_address

COUNTED_TO = 1_000  # a count says how much there is to do; above this, "many" is enough


def messages_page(
    state: MessageState | None, address: str, cursor: str | None, *, ascending: bool = False
) -> Page[Message]:
    """A page of messages, newest (or oldest) first; those in one state, or to one address."""
    query = sa.select(Message)
    if state is not None:
        query = query.where(Message.state == state)
    if address:
        query = query.where(Message.to_address == normalise_address(address))
    return paginate(query, [Message.id], cursor, limit=50, ascending=ascending)


def message_by_public_id(public_id: str) -> Message:
    """A message; raises NotFound."""
    message = session().scalar(sa.select(Message).where(Message.public_id == public_id))
    if message is None:
        raise NotFound
    return message


def counts() -> dict[MessageState, int]:
    """How many messages are in each state, counted no further than COUNTED_TO + 1: the cost does not grow."""
    found: dict[MessageState, int] = {}
    for state in MessageState:
        some = sa.select(Message.id).where(Message.state == state).limit(COUNTED_TO + 1).subquery()
        found[state] = session().scalar(sa.select(sa.func.count()).select_from(some)) or 0
    return found


def suppressions_page(address: str, cursor: str | None) -> Page[Suppression]:
    """A page of the addresses that are left alone, the newest first; only those beginning with `address`."""
    query = sa.select(Suppression)
    if address:
        query = query.where(Suppression.address.startswith(normalise_address(address), autoescape=True))
    return paginate(query, [Suppression.id], cursor, limit=50)


def suppression_by_id(suppression_id: int) -> Suppression:
    """A declined address; raises NotFound."""
    found = session().get(Suppression, suppression_id)
    if found is None:
        raise NotFound
    return found
