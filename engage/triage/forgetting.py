"""A sender taken off what they sent, on their wish: the words stay, and nobody knows whose they are."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from engage.core.db import session, transaction
from engage.messages.suppression import normalise_address
from engage.text.search import index_terms
from engage.triage.models import Input, Trace


def forget_sender(address: str) -> list[Trace]:
    """Take an address and the sender's name off every submission sent with it; the traces. Joins the caller's use case.

    The private pages go on opening by their links, for whoever has kept them.
    """
    with transaction() as db_session:
        theirs = sa.func.lower(Trace.email) == normalise_address(address)
        query = sa.select(Trace).where(theirs).options(selectinload(Trace.inputs)).order_by(Trace.created_at, Trace.id)
        traces = list(db_session.scalars(query))
        for trace in traces:
            trace.email, trace.email_confirmed_at = None, None
            for given in trace.inputs:
                given.sender_name = ""
                given.terms = index_terms(given.title, given.text, "", given.association)
    return traces


def written_in(address: str) -> list[Input]:
    """The inputs in whose words an address stands. Reads them all."""
    query = sa.select(Input).where(Input.text.icontains(address, autoescape=True)).order_by(Input.id)
    return list(session().scalars(query))
