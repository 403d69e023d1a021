"""How many messages of a batch stand where: those that have come to an end are counted once, and kept.

The messages of a batch are sent in the order of their ids. Up to the first that is still under way, all have come to an
end and change no more: what became of them is kept with the batch (`counted_to`, `counts`), and whoever asks counts
only those after it. Staff who send failed ones again have the batch counted from the start.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa

from engage.core.db import session, transaction
from engage.messages.models import TOTAL, Batch, Message, MessageState

UNDER_WAY = (MessageState.QUEUED, MessageState.SENDING)
_NO_END = 2**62
_ENDED = tuple(state for state in MessageState if state not in UNDER_WAY)


def counts_of(name: str) -> Counter[str]:
    """How many messages of a batch are in each state."""
    batch = session().get(Batch, name, populate_existing=True)
    if batch is None:
        return Counter()
    later = _after(batch, MessageState).with_only_columns(Message.state, sa.func.count()).group_by(Message.state)
    return Counter(batch.counts) + Counter(dict(session().execute(later).tuples().all()))


def count_on() -> None:
    """Every minute: keep what has come to an end of each batch since."""
    ended = sa.exists().where(Message.batch == Batch.name, Message.state.in_(_ENDED), Message.id > Batch.counted_to)
    for name in session().scalars(sa.select(Batch.name).where(Batch.name != TOTAL, ended)).all():
        _count_on(name)


def count_anew(names: Iterable[str]) -> None:
    """Forget what was kept of these batches, in the use case that puts messages of theirs back into the queue."""
    forgotten = sa.update(Batch).where(Batch.name.in_(set(names))).values(counted_to=0, counts={})
    session().execute(forgotten.execution_options(synchronize_session=False))


def _count_on(name: str) -> None:
    with transaction() as db_session:
        batch = db_session.get_one(Batch, name, with_for_update=True, populate_existing=True)
        # one statement, so that what is added meanwhile is seen with all that stands before it, or not at all
        before_the_first = (Message.id < sa.func.coalesce(_first(batch, state), _NO_END) for state in UNDER_WAY)
        ended = _after(batch, _ENDED).where(*before_the_first).group_by(Message.state)
        columns = (Message.state, sa.func.count(), sa.func.max(Message.id))
        found = db_session.execute(ended.with_only_columns(*columns)).tuples().all()
        if found:
            batch.counts = dict(Counter(batch.counts) + Counter({state: count for state, count, _last in found}))
            batch.counted_to = max(last for _state, _count, last in found)


def _after(batch: Batch, states: Iterable[MessageState]) -> sa.Select[tuple[Message]]:
    """The messages not yet kept; the states are named because the index goes by them."""
    new = (Message.batch == batch.name, Message.state.in_(list(states)), Message.id > batch.counted_to)
    return sa.select(Message).where(*new)


def _first(batch: Batch, state: MessageState) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.min(Message.id)).where(Message.batch == batch.name, Message.state == state).scalar_subquery()
    )
