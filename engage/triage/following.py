"""A sender's own doings on their private page: give an address, confirm it, stop the mails; and what the page says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from engage.core import clock, tokens
from engage.core.db import session, transaction
from engage.core.errors import DomainError, NotFound
from engage.strategy.plans import TrackNews
from engage.triage import queries
from engage.triage.decisions import Link, Reply
from engage.triage.intake import TOKEN_PURPOSE, ask_to_confirm
from engage.triage.letters import is_confirm_key
from engage.triage.models import Input, InputTheme, Trace


class NoSuchTrace(NotFound):
    """The link is forged or mistyped."""

    code = "no_such_trace"


class WrongConfirmation(DomainError):
    """The confirming link belongs to another address, or the address has been taken away."""

    code = "wrong_confirmation"


MOST_NEWS = 50  # of each link


@dataclass(frozen=True)
class FollowedInput:
    """One input as its sender follows it."""

    given: Input
    links: list[Link]
    reply: Reply | None
    news: list[TrackNews]


def trace_of(token: str) -> Trace:
    """The trace a private link opens; raises NoSuchTrace."""
    public_id = tokens.read(TOKEN_PURPOSE, token)
    query = sa.select(Trace).where(Trace.public_id == public_id)
    trace = session().scalar(query.execution_options(populate_existing=True)) if public_id else None
    if trace is None:
        raise NoSuchTrace
    return trace


def followed(trace: Trace) -> list[FollowedInput]:
    """Everything of the submission with what has become of it."""
    query = (
        sa.select(Input)
        .where(Input.trace_id == trace.id)
        .options(
            joinedload(Input.consultation),
            joinedload(Input.committee),
            selectinload(Input.focus_areas),
            selectinload(Input.visions),
            selectinload(Input.themes).joinedload(InputTheme.theme),
        )
        .order_by(Input.received_at, Input.id)
    )
    return _with_all(list(session().scalars(query)))


def follow_one(given: Input) -> FollowedInput:
    """One input with what has become of it."""
    return _with_all([given])[0]


def give_address(token: str, email: str) -> Trace:
    """Keep the address a sender wants to hear on, and ask its owner to confirm it. A confirmed one is not replaced.

    Raises TooManyMails.
    """
    with transaction():
        trace = trace_of(token)
        if trace.email_confirmed_at is None:
            trace.email = email.strip()
            ask_to_confirm(trace)
    return trace


def confirm_address(token: str, key: str) -> Trace:
    """The owner of the address says it is theirs. Raises WrongConfirmation."""
    with transaction():
        trace = trace_of(token)
        if not is_confirm_key(trace, key):
            raise WrongConfirmation
        trace.email_confirmed_at = trace.email_confirmed_at or clock.now()
    return trace


def stop_mails(token: str) -> Trace:
    """Forget the sender's address, so that no more mails come."""
    with transaction():
        trace = trace_of(token)
        trace.email, trace.email_confirmed_at = None, None
    return trace


def _with_all(inputs: list[Input]) -> list[FollowedInput]:
    ids = [given.id for given in inputs]
    links, replies = queries.links_of_each(ids), queries.public_replies_of(ids)
    news = _news_since([link for each in links.values() for link in each])
    return [FollowedInput(given, links[given.id], replies.get(given.id), news[given.id]) for given in inputs]


def _news_since(links: list[Link]) -> dict[int, list[TrackNews]]:
    """What has happened on each input's tracks since it was linked, oldest first; what was before is not theirs."""
    ids = [link.id for link in links if link.track_id]
    since = sa.and_(Link.track_id == TrackNews.track_id, TrackNews.at >= Link.at)
    query = sa.select(Link.input_id, TrackNews).join(TrackNews, since).where(Link.id.in_(ids))
    newest = query.options(joinedload(TrackNews.track)).order_by(TrackNews.at.desc(), TrackNews.id.desc())
    told: dict[int, list[TrackNews]] = defaultdict(list)
    for input_id, news in session().execute(newest.limit(MOST_NEWS * len(ids))) if ids else ():
        if news not in told[input_id]:
            told[input_id].insert(0, news)
    return told
