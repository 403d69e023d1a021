"""The letters of triage: is this your address, here is the reply, and something happened on a track you follow."""

from __future__ import annotations

import hmac

from sqlalchemy.orm import joinedload

from engage.core import tokens
from engage.core.db import session
from engage.messages.letters import Letter, builds, render
from engage.messages.models import Message
from engage.messages.suppression import normalise_address
from engage.strategy.plans import ActionTrack, TrackNews
from engage.strategy.words import STATUS_LABELS
from engage.triage.decisions import Reply
from engage.triage.intake import trace_url
from engage.triage.models import Input, Trace
from engage.triage.queries import inputs_of_follower, links_of, public_reply_of
from engage.triage.words import GRADES, public_target

EXCERPT = 280


@builds("confirm_address")
def confirm_address(message: Message) -> Letter | None:
    """Ask the owner of an address whether it is theirs; not when it was confirmed, changed or taken away since."""
    trace = session().get(Trace, message.context["trace_id"])
    if trace is None or trace.email_confirmed_at or not _belongs_to(trace, message):
        return None
    return render("confirm_address", message.language, confirm_url=confirm_url(trace), trace_url=trace_url(trace))


@builds("reply")
def reply(message: Message) -> Letter | None:
    """The official reply with the decisions behind it; only the newest one of an input, to a confirmed address."""
    newest = session().get(Reply, message.context["reply_id"], options=[joinedload(Reply.input)])
    if newest is None or newest != public_reply_of(newest.input_id):
        return None
    trace = newest.input.trace
    if trace is None or not trace.email_confirmed_at or not _belongs_to(trace, message):
        return None
    decisions = [(public_target(link), GRADES[link.grade], link.reason) for link in links_of(newest.input_id)]
    return render(
        "reply",
        message.language,
        wrote=excerpt(newest.input),
        reply=newest.text,
        decisions=decisions,
        trace_url=trace_url(trace),
        stop_url=stop_url(trace),
    )


@builds("track_news")
def track_news(message: Message) -> Letter | None:
    """What happened on a track, to somebody whose words are linked to it; what is hidden or taken back is left out."""
    options = [joinedload(TrackNews.track).joinedload(ActionTrack.objective)]
    news = session().get(TrackNews, message.context["news_id"], options=options)
    if news is None or news.track.withdrawn_at is not None:
        return None
    inputs = inputs_of_follower(news.track_id, message.to_address)
    if not inputs:
        return None
    traces = {each.trace_id: each.trace for each in inputs if each.trace is not None}
    return render(
        "track_news",
        message.language,
        track=news.track.title,
        objective=news.track.objective.title,
        old_status=STATUS_LABELS.get(news.old_status, ""),
        new_status=STATUS_LABELS.get(news.new_status, ""),
        text=news.text,
        wrote=[excerpt(each) for each in inputs],
        trace_urls=[trace_url(trace) for trace in traces.values()],
        stop_url=stop_url(next(iter(traces.values()))),
    )


def excerpt(given: Input) -> str:
    """The beginning of somebody's words, cut between words."""
    text = " ".join(f"{given.title}: {given.text}".split() if given.title else given.text.split())
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def confirm_url(trace: Trace) -> str:
    """The link that confirms a trace's address. Its key is known only from the mail, so nobody else can confirm it."""
    return f"{trace_url(trace)}/confirm?key={confirm_key(trace)}"


def confirm_key(trace: Trace) -> str:
    """What proves that a mail to the trace's present address was received."""
    return tokens.keyed_hash("confirm", f"{trace.public_id} {normalise_address(trace.email or '')}")[:24]


def is_confirm_key(trace: Trace, key: str) -> bool:
    """True when the key was sent to the trace's present address."""
    return bool(trace.email) and hmac.compare_digest(confirm_key(trace).encode(), key.encode())


def stop_url(trace: Trace) -> str:
    """The link that stops all mails to this trace's address about what its owner sent."""
    return f"{trace_url(trace)}/stop"


def _belongs_to(trace: Trace, message: Message) -> bool:
    return trace.email is not None and normalise_address(trace.email) == message.to_address
