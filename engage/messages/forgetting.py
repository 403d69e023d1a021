"""An address taken out of what was sent, on its owner's wish: the rows stay as numbers of their campaigns."""

from __future__ import annotations

import sqlalchemy as sa

from engage.core.db import session, transaction
from engage.messages.counting import count_anew
from engage.messages.models import Message, MessageState, Suppression
from engage.messages.suppression import normalise_address

_NOT_SENT = (MessageState.QUEUED, MessageState.FAILED)


def forget_address(address: str) -> tuple[int, int]:
    """Blank the messages to an address, and forget that it declined mail; how many of each.

    What waits is not sent. Joins the caller's use case.
    """
    with transaction() as db_session:
        to_it = Message.to_address == normalise_address(address)
        batches = db_session.scalars(sa.select(Message.batch).where(to_it).distinct()).all()
        unsent = sa.update(Message).where(to_it, Message.state.in_(_NOT_SENT)).values(state=MessageState.CANCELLED)
        _execute(unsent)
        blank = sa.update(Message).where(to_it).values(to_address="", to_name="", subject="", last_error="")
        messages = _execute(blank)
        count_anew(batches)
        declined = _execute(sa.delete(Suppression).where(Suppression.address == normalise_address(address)))
    return messages, declined


def _execute(statement: sa.Executable) -> int:
    result = session().execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]  # an UPDATE or DELETE counts its rows
