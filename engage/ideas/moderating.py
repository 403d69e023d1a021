"""What staff decide about an idea: published, rejected with a reason, redacted, taken down."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.security import Permission
from engage.ideas.models import Idea, IdeaStatus
from engage.messages.service import queue_message
from engage.text.masking import mask_personal
from engage.text.normalise import normalise, one_line
from engage.text.search import index_terms


class IdeaChanged(Conflict):
    """Somebody else changed the public words after this form was opened."""

    code = "idea_changed"


class IdeaReasonMissing(DomainError):
    """Rejecting or taking down needs a reason that the sender can read."""

    code = "idea_reason_missing"


def publish(actor: User, public_id: str) -> Idea:
    """Let the public see an idea. Raises NotFound, Forbidden; one that is public already stays as it is."""
    with transaction():
        idea = _locked(actor, public_id)
        _publish(actor, idea)
    return idea


def publish_many(actor: User, public_ids: Collection[str]) -> int:
    """Publish the waiting ones among these ideas; how many there were. Nothing is done when one is Forbidden."""
    with transaction():
        waiting = [idea for each in sorted(set(public_ids)) if (idea := _locked(actor, each)).status == "waiting"]
        for idea in waiting:
            _publish(actor, idea)
    return len(waiting)


def reject(actor: User, public_id: str, reason: str) -> Idea:
    """Keep a waiting idea from the public, and tell its sender why. Raises IdeaReasonMissing, IdeaChanged."""
    with transaction():
        idea = _locked(actor, public_id)
        if idea.status != IdeaStatus.WAITING:
            raise IdeaChanged
        _decide(actor, idea, IdeaStatus.REJECTED, reason)
    return idea


def take_down(actor: User, public_id: str, reason: str) -> Idea:
    """Take a published idea away from the public, and tell its sender why. Raises IdeaReasonMissing, IdeaChanged."""
    with transaction():
        idea = _locked(actor, public_id)
        if idea.status != IdeaStatus.PUBLISHED:
            raise IdeaChanged
        _decide(actor, idea, IdeaStatus.WITHDRAWN, reason)
    return idea


def redact(actor: User, public_id: str, version: int, *, title: str, text: str) -> Idea:
    """Change the words the public sees; the input keeps what was sent. Raises IdeaChanged."""
    with transaction():
        idea = _locked(actor, public_id)
        if idea.version != version:
            raise IdeaChanged
        idea.title, idea.text = mask_personal(one_line(title)).text, mask_personal(normalise(text)).text
        idea.terms = index_terms(idea.title, idea.text, idea.association)
        record("idea.redacted", idea, actor=actor, committee_id=idea.input.committee_id)
    return idea


def _publish(actor: User, idea: Idea) -> None:
    if idea.status == IdeaStatus.PUBLISHED:
        return
    idea.published_at = idea.published_at or clock.now()
    idea.decision_reason = ""
    _settle(actor, idea, IdeaStatus.PUBLISHED)


def _decide(actor: User, idea: Idea, status: IdeaStatus, reason: str) -> None:
    idea.decision_reason = normalise(reason)
    if not idea.decision_reason:
        raise IdeaReasonMissing
    _settle(actor, idea, status)


def _settle(actor: User, idea: Idea, status: IdeaStatus) -> None:
    idea.status = status
    record(f"idea.{status}", idea, actor=actor, committee_id=idea.input.committee_id)
    if idea.trace.email and idea.trace.email_confirmed_at:
        context = {"idea_id": idea.id, "status": status.value}
        queue_message("idea_decision", idea.trace.email, context=context, language=idea.trace.language)


def _locked(actor: User, public_id: str) -> Idea:
    """The idea as it is now, its row locked where the database can. Raises NotFound, Forbidden."""
    query = sa.select(Idea).where(Idea.public_id == public_id).with_for_update()
    idea = session().scalar(query.execution_options(populate_existing=True))
    if idea is None:
        raise NotFound
    authorise(actor, Permission.TRIAGE, idea.input.committee_id)
    return idea
