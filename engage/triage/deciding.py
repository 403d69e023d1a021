"""Deciding on an input: linking it to a plan, weighing it against the values, and replying."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import sqlalchemy as sa

from engage.accounts.models import User
from engage.core import clock
from engage.core.audit import record
from engage.core.db import session
from engage.core.errors import DomainError, NotFound
from engage.messages.service import queue_message
from engage.strategy.plans import ActionTrack, Objective
from engage.text.normalise import normalise
from engage.triage import queries
from engage.triage.decisions import Grade, Link, Reply, Weighing
from engage.triage.desk import changing, note_change, reason_of
from engage.triage.models import Input, InputState

SHORTEST_REPLY = 20


class NotLinkable(DomainError):
    """The objective or track is gone from its plan."""

    code = "not_linkable"


class LinkedAlready(DomainError):
    """The input is linked to this objective or track; take that back first."""

    code = "linked_already"


class ReplyTooShort(DomainError):
    """Neither a decision with a reason nor a reply that says something; `characters` is the least."""

    code = "reply_too_short"


class ReplyUnchanged(DomainError):
    """The very reply that is public already; its sender would get it twice."""

    code = "reply_unchanged"


class Judgement(NamedTuple):
    """What one reader says of one value: −2 (against) to +2 (for), and why."""

    score: int
    sentence: str


def link(actor: User, public_id: str, version: int, *, target: str, grade: Grade, reason: str) -> Link:
    """Link an input to `target`, "objective:<public id>" or "track:<public id>", graded and reasoned.

    Raises NotLinkable, LinkedAlready, ReasonMissing.
    """
    with changing(actor, public_id, version) as given:
        row = Link(
            input_id=given.id, grade=Grade(grade), reason=reason_of(reason), author_id=actor.id, **_target(target)
        )
        for other in queries.links_of(given.id):
            if (other.objective, other.track) == (row.objective, row.track):
                raise LinkedAlready
        session().add(row)
        given.linked_at = given.linked_at or clock.now()
        session().flush()
        detail = {"target": row.target.title, "grade": row.grade, "before": {"link": row.id}}
        note_change(given, "input.linked", actor, detail)
    return row


def take_back(actor: User, public_id: str, version: int, *, link_id: int, reason: str) -> Link:
    """Take a link back; both rows stay. Raises ReasonMissing, and NotFound when it is not in force."""
    with changing(actor, public_id, version) as given:
        return revoke(given, actor, link_id, reason_of(reason))


def revoke(given: Input, actor: User, link_id: int, reason: str) -> Link:
    """Take a link back in the use case under way. Raises NotFound."""
    links = {each.id: each for each in queries.links_of(given.id)}
    if link_id not in links:
        raise NotFound
    old = links[link_id]
    row = Link(
        input_id=given.id,
        objective=old.objective,
        track=old.track,
        grade=old.grade,
        reason=reason,
        author_id=actor.id,
        takes_back_id=old.id,
    )
    session().add(row)
    if len(links) == 1:
        given.linked_at = None
    note_change(given, "input.unlinked", actor, {"target": old.target.title})
    return row


def weigh(actor: User, public_id: str, judgements: Mapping[int, Judgement]) -> None:
    """Weigh an input against values (by their ids) for this reader; other readers' weighings stand beside.

    No version is asked for: a reader can overwrite only their own words. Raises ReasonMissing.
    """
    with changing(actor, public_id, None) as given:
        query = sa.select(Weighing).where(Weighing.input_id == given.id, Weighing.reader_id == actor.id)
        own = {row.value_id: row for row in session().scalars(query)}
        for value_id, judgement in judgements.items():
            row = own.get(value_id)
            if row is None:
                row = Weighing(input_id=given.id, reader_id=actor.id, value_id=value_id)
                session().add(row)
            row.score, row.sentence, row.at = judgement.score, reason_of(judgement.sentence), clock.now()
        record("input.weighed", given, actor=actor, committee_id=given.committee_id, detail={"values": len(judgements)})


def reply(actor: User, public_id: str, version: int, text: str) -> Reply:
    """Publish the official reply, and send it when the sender gave an address that is confirmed.

    Raises ReplyTooShort for an empty one, and for a few words where no decision with a reason stands behind it;
    ReplyUnchanged for the one that stands.
    """
    with changing(actor, public_id, version) as given:
        words = normalise(text)
        if not words or (len(words) < SHORTEST_REPLY and not queries.links_of(given.id)):
            raise ReplyTooShort(characters=SHORTEST_REPLY)
        standing = queries.public_reply_of(given.id)
        if standing is not None and standing.text == words:
            raise ReplyUnchanged
        row = Reply(input_id=given.id, author_id=actor.id, text=words)
        session().add(row)
        given.state, given.replied_at, given.closed_reason = InputState.ANSWERED, clock.now(), ""
        given.read_at = given.read_at or clock.now()
        note_change(given, "input.replied", actor)
        _send(given, row)
    return row


def _send(given: Input, row: Reply) -> None:
    trace = given.trace
    if trace is not None and trace.email and trace.email_confirmed_at:
        queue_message(
            "reply",
            trace.email,
            context={"reply_id": row.id},
            language=trace.language,
            to_name=given.sender_name,
            dedupe_key=queries.mail_key(row),
        )


def _target(target: str) -> dict[str, Objective | ActionTrack]:
    kind, _, public_id = target.partition(":")
    if kind == "track":
        track = session().scalar(sa.select(ActionTrack).where(ActionTrack.public_id == public_id))
        if track is not None and track.withdrawn_at is None and track.objective.withdrawn_at is None:
            return {"track": track}
    elif kind == "objective":
        objective = session().scalar(sa.select(Objective).where(Objective.public_id == public_id))
        if objective is not None and objective.withdrawn_at is None:
            return {"objective": objective}
    raise NotLinkable
