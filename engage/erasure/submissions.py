"""One submission erased with its words: what was written, what it was an answer to, and all that staff did with it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa

from engage.consultations.service import mark_changed
from engage.core import tokens
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import NotFound
from engage.ideas.models import Idea, Support
from engage.ideas.service import RECEIPT
from engage.summaries.forgetting import forget_quotes
from engage.surveys.models import Response
from engage.triage.decisions import Link, Note, Reply, Weighing
from engage.triage.intake import TOKEN_PURPOSE
from engage.triage.models import Input, Trace


@dataclass(frozen=True)
class Submission:
    """What was erased, by kind and number, and how the first of its words began, to be recognised by."""

    erased: dict[str, int]
    begins: str


def erase_submission(key: str) -> Submission:
    """Erase the submission that `key` names: an input's, idea's, response's or trace's public id, or a private link.

    All that was sent together goes together, in one use case. Raises NotFound.
    """
    with transaction():
        trace = _trace_of(_public_id(key))
        inputs = list(trace.inputs) if trace is not None else [_lone_input(_public_id(key))]
        ids = [given.id for given in inputs]
        of_trace = sa.false() if trace is None else Response.trace_id == trace.id
        ideas, responses = Idea.input_id.in_(ids), of_trace
        supports = Support.idea_id.in_(sa.select(Idea.id).where(ideas))
        erased = {"inputs": len(inputs), "ideas": _count(Idea, ideas), "responses": _count(Response, responses)}
        erased |= {"supports_of": _count(Support, supports), "quotes": _forget_quotes(inputs)}
        erased |= {"replies": _count(Reply, Reply.input_id.in_(ids)), "notes": _count(Note, Note.input_id.in_(ids))}
        erased |= {
            "links": _count(Link, Link.input_id.in_(ids)),
            "weighings": _count(Weighing, Weighing.input_id.in_(ids)),
        }
        begins = next((given.title or given.text for given in inputs), "")[:80]
        committees = {given.committee_id for given in inputs}
        record("erasure.submission", committee_id=min(committees, default=None), detail=erased)
        session().flush()
        for model, which in ((Idea, ideas), (Response, responses), (Input, Input.id.in_(ids))):
            _execute(sa.delete(model).where(which))
        if trace is not None:
            _execute(sa.delete(Trace).where(Trace.id == trace.id))
        session().expire_all()
    return Submission(erased, begins)


def _public_id(key: str) -> str:
    """The public id in a private link's token, else the last part of an address or the key itself."""
    last = urlsplit(key.strip()).path.rstrip("/").rpartition("/")[2]
    found = (tokens.read(purpose, last) for purpose in (TOKEN_PURPOSE, RECEIPT))
    return next((public_id for public_id in found if public_id), last)


def _trace_of(public_id: str) -> Trace | None:
    """The trace that something with this public id belongs to, or that has it itself."""
    for model in (Input, Idea, Response):
        query = sa.select(Trace).join(model, model.trace_id == Trace.id).where(model.public_id == public_id)
        trace = session().scalar(query)
        if trace is not None:
            return trace
    return session().scalar(sa.select(Trace).where(Trace.public_id == public_id))


def _lone_input(public_id: str) -> Input:
    """A letter or note of which nobody has the link; raises NotFound."""
    given = session().scalar(sa.select(Input).where(Input.public_id == public_id))
    if given is None:
        raise NotFound
    return given


def _forget_quotes(inputs: list[Input]) -> int:
    consultations = {given.consultation_id for given in inputs if given.consultation_id is not None}
    for consultation_id in consultations:
        mark_changed(consultation_id)
    public_ids = [given.public_id for given in inputs]
    return sum(forget_quotes(consultation_id, public_ids) for consultation_id in consultations)


def _count(
    model: type[Idea | Response | Support | Reply | Note | Link | Weighing], which: sa.ColumnElement[bool]
) -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(model).where(which)) or 0


def _execute(statement: sa.Executable) -> None:
    session().execute(statement, execution_options={"synchronize_session": False})
