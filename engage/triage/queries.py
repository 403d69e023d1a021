"""Inputs looked up: what stands behind a plan, what was linked and replied."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.pages import Page, paginate
from engage.messages.models import Message
from engage.strategy.plans import ActionTrack, DevelopmentPlan, Objective
from engage.triage.decisions import Grade, Handover, Link, Note, Reply, Weighing
from engage.triage.models import Input, InputTheme, Theme, Trace

# The grades by which the plan does something of what was asked.
TAKEN_UP = (Grade.IN_FULL, Grade.PARTLY, Grade.ALREADY_COVERED)


def in_force() -> sa.ColumnElement[bool]:
    """True for a link that was not taken back (and is not itself the row that takes one back)."""
    later = aliased(Link)
    return sa.and_(Link.takes_back_id.is_(None), ~sa.exists().where(later.takes_back_id == Link.id))


def public_reply_of(input_id: int) -> Reply | None:
    """The reply the public sees, the newest one; None while there is none."""
    return public_replies_of([input_id]).get(input_id)


def public_replies_of(input_ids: Collection[int]) -> dict[int, Reply]:
    """The reply the public sees of each of these inputs that has one."""
    replies = session().scalars(sa.select(Reply).where(Reply.input_id.in_(input_ids)).order_by(Reply.id))
    return {reply.input_id: reply for reply in replies}


def links_of(input_id: int, *, with_authors: bool = False) -> list[Link]:
    """The links in force of an input, oldest first, with all that is shown of them at hand; staff see who made them."""
    return links_of_each([input_id], with_authors=with_authors)[input_id]


def links_of_each(input_ids: Collection[int], *, with_authors: bool = False) -> dict[int, list[Link]]:
    """The links in force of each of these inputs, oldest first, with target, plan and committee at hand."""
    plan = joinedload(Objective.plan).joinedload(DevelopmentPlan.committee)
    query = (
        sa.select(Link)
        .where(Link.input_id.in_(input_ids), in_force())
        .options(
            joinedload(Link.objective).options(plan),
            joinedload(Link.track).options(
                joinedload(ActionTrack.objective).options(plan), selectinload(ActionTrack.action_plans)
            ),
            *([joinedload(Link.author)] if with_authors else []),
        )
        .order_by(Link.id)
    )
    found: dict[int, list[Link]] = {input_id: [] for input_id in input_ids}
    for link in session().scalars(query):
        found[link.input_id].append(link)
    return found


def counts_behind(
    *, track_ids: Collection[int] | None = None, objective_ids: Collection[int] | None = None
) -> dict[int, int]:
    """How many inputs stand behind each track, or each objective (its tracks' inputs included); give one of the two.

    Every id asked for is a key. An input counts once however often it is linked, and only where the plan takes it up
    in full, partly or already covers it.
    """
    if (track_ids is None) == (objective_ids is None):
        raise ValueError("give track_ids or objective_ids")
    taken_up = sa.and_(in_force(), Link.grade.in_(TAKEN_UP))
    target: sa.SQLColumnExpression[int | None]
    if track_ids is not None:
        wanted, target = track_ids, Link.track_id
        query = sa.select(target, sa.func.count(Link.input_id.distinct()))
    else:
        wanted = objective_ids or ()
        target = sa.func.coalesce(Link.objective_id, ActionTrack.objective_id)
        query = sa.select(target, sa.func.count(Link.input_id.distinct())).outerjoin(
            ActionTrack, ActionTrack.id == Link.track_id
        )
    rows = session().execute(query.where(taken_up, target.in_(wanted)).group_by(target)).all() if wanted else []
    return dict.fromkeys(wanted, 0) | {row[0]: row[1] for row in rows}


def input_by_public_id(public_id: str) -> Input:
    """The input with this public id; raises NotFound."""
    found = session().scalar(sa.select(Input).where(Input.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def inputs_of_follower(track_id: int, address: str) -> list[Input]:
    """What the owner of a confirmed address (in lower case) has sent that is linked to the track, oldest first."""
    linked = sa.exists().where(Link.input_id == Input.id, Link.track_id == track_id, in_force())
    query = (
        sa.select(Input)
        .join(Input.trace)
        .where(sa.func.lower(Trace.email) == address, Trace.email_confirmed_at.is_not(None), linked)
        .options(joinedload(Input.trace))
        .order_by(Input.received_at, Input.id)
    )
    return list(session().scalars(query))


def followers_of(track_id: int) -> list[tuple[str, str]]:
    """(address in lower case, language) of everyone with a confirmed address and an input linked to the track."""
    address = sa.func.lower(Trace.email)
    query = (
        sa.select(address, sa.func.max(Trace.language))
        .join(Trace.inputs)
        .join(Link, Link.input_id == Input.id)
        .where(Link.track_id == track_id, Trace.email_confirmed_at.is_not(None), Trace.email.is_not(None), in_force())
        .group_by(address)
        .order_by(address)
    )
    return [(row[0], row[1]) for row in session().execute(query)]


def notes_of(input_id: int) -> list[Note]:
    """Staff's notes on an input, newest first, with their authors."""
    query = sa.select(Note).where(Note.input_id == input_id).options(joinedload(Note.author))
    return list(session().scalars(query.order_by(Note.id.desc())))


def taken_back_of(input_id: int) -> list[Link]:
    """The rows that take links of an input back, newest first, with their authors and targets."""
    query = (
        sa.select(Link)
        .where(Link.input_id == input_id, Link.takes_back_id.is_not(None))
        .options(joinedload(Link.objective), joinedload(Link.track), joinedload(Link.author))
    )
    return list(session().scalars(query.order_by(Link.id.desc())))


def weighings_of(input_id: int) -> list[Weighing]:
    """Every reader's weighings of an input, by value and then in the order they were made."""
    query = sa.select(Weighing).where(Weighing.input_id == input_id).options(joinedload(Weighing.reader))
    return list(session().scalars(query.order_by(Weighing.value_id, Weighing.id)))


def replies_of(input_id: int) -> list[Reply]:
    """The replies to an input, the one the public sees first."""
    query = sa.select(Reply).where(Reply.input_id == input_id).options(joinedload(Reply.author))
    return list(session().scalars(query.order_by(Reply.id.desc())))


def mail_of(reply: Reply) -> Message | None:
    """The mail that brought a reply to its sender; None when there was no confirmed address."""
    return session().scalar(sa.select(Message).where(Message.dedupe_key == mail_key(reply)))


def mail_key(reply: Reply) -> str:
    """By which the mail of a reply is known, and made once."""
    return f"reply:{reply.public_id}"


def handovers_of(input_id: int) -> list[Handover]:
    """The hand-overs of an input between committees, newest first."""
    query = (
        sa.select(Handover)
        .where(Handover.input_id == input_id)
        .options(joinedload(Handover.author), joinedload(Handover.from_committee), joinedload(Handover.to_committee))
    )
    return list(session().scalars(query.order_by(Handover.id.desc())))


def twins_of(given: Input, limit: int = 20) -> list[Input]:
    """Other inputs with the same words, newest first."""
    query = sa.select(Input).where(Input.twin_key == given.twin_key, Input.id != given.id)
    query = query.options(joinedload(Input.committee)).order_by(Input.received_at.desc(), Input.id.desc())
    return list(session().scalars(query.limit(limit)))


def near_candidates(given: Input, limit: int = 500) -> list[Input]:
    """Inputs of the same consultation that may say nearly the same, the latest ones."""
    if given.consultation_id is None:
        return []
    query = sa.select(Input).where(
        Input.consultation_id == given.consultation_id, Input.id != given.id, Input.twin_key != given.twin_key
    )
    query = query.options(joinedload(Input.committee)).order_by(Input.received_at.desc(), Input.id.desc())
    return list(session().scalars(query.limit(limit)))


def theme_in(consultation_id: int, theme_id: int) -> Theme:
    """A theme of a consultation; raises NotFound."""
    theme = session().get(Theme, theme_id)
    if theme is None or theme.consultation_id != consultation_id:
        raise NotFound
    return theme


def with_theme(theme_id: int, cursor: str | None) -> Page[Input]:
    """The inputs in a theme, newest first."""
    held = sa.exists().where(InputTheme.input_id == Input.id, InputTheme.theme_id == theme_id)
    return paginate(sa.select(Input).where(held), (Input.received_at, Input.id), cursor, 50)


def without_theme(consultation_id: int, cursor: str | None) -> Page[Input]:
    """The inputs of a consultation that no theme holds, newest first."""
    query = sa.select(Input).where(
        Input.consultation_id == consultation_id, ~sa.exists().where(InputTheme.input_id == Input.id)
    )
    return paginate(query, (Input.received_at, Input.id), cursor, 25)
