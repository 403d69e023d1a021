"""The letters about ideas: is this support yours, and what became of your idea."""

from __future__ import annotations

from engage.core.db import session
from engage.ideas.models import Idea, IdeaStatus, Support
from engage.ideas.supporting import confirm_token
from engage.messages.letters import Letter, absolute_url, builds, render
from engage.messages.models import Message
from engage.messages.suppression import normalise_address
from engage.triage.intake import trace_url


@builds("support_confirm")
def support_confirm(message: Message) -> Letter | None:
    """Ask whether the support of an idea came from this address; not when it is confirmed or the idea is gone."""
    support = session().get(Support, message.context["support_id"])
    idea = session().get(Idea, support.idea_id) if support is not None else None
    if support is None or support.confirmed_at or idea is None or idea.status != IdeaStatus.PUBLISHED:
        return None
    return render(
        "support_confirm",
        message.language,
        title=idea.title,
        confirm_url=absolute_url(f"/ideas/support/{confirm_token(support)}"),
    )


@builds("idea_decision")
def idea_decision(message: Message) -> Letter | None:
    """What staff decided about an idea; not when they changed their mind or the address is not confirmed."""
    idea = session().get(Idea, message.context["idea_id"])
    if idea is None or idea.status != message.context["status"]:
        return None
    trace = idea.trace
    if not trace.email or not trace.email_confirmed_at or normalise_address(trace.email) != message.to_address:
        return None
    return render(
        "idea_decision",
        message.language,
        idea=idea,
        idea_url=absolute_url(f"/ideas/{idea.public_id}"),
        trace_url=trace_url(trace),
    )
