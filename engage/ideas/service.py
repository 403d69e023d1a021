"""Sending an idea: it becomes an input at once, and waits for staff before the public sees it."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from engage.core import tokens
from engage.core.db import new_public_id, session, transaction
from engage.core.errors import LinkBroken, NotFound
from engage.ideas import queries
from engage.ideas.content import IdeaContent
from engage.ideas.models import Idea
from engage.strategy.models import FocusArea, Vision
from engage.strategy.queries import committee_for, focus_areas
from engage.text.masking import redact_contacts
from engage.text.normalise import normalise, one_line
from engage.text.search import index_terms
from engage.triage.intake import open_trace, receive
from engage.triage.models import Channel

RECEIPT = "idea"  # names what the token of a receipt opens


def send_idea(content: IdeaContent, submission_key: str, *, language: str = "da") -> Idea:
    """Take an idea in: an input in the tray of the committee that its first focus area belongs to, and a trace.

    The same `submission_key` gives the same idea, however often and from however many windows it is sent.
    What the public will see holds no CPR number, telephone number or e-mail; the input keeps all but the CPR number.
    Raises NotFound when none of the focus areas is one of the strategy in force.
    """
    known = queries.by_submission_key(submission_key)
    if known is not None:
        return known
    try:
        with transaction():
            return _take_in(content, submission_key, language)
    except IntegrityError:
        quicker = queries.by_submission_key(submission_key)
        if quicker is None:
            raise
        return quicker


def receipt_token(idea: Idea) -> str:
    """The token of an idea's private receipt."""
    return tokens.derive(RECEIPT, idea.public_id)


def idea_of_receipt(token: str) -> Idea:
    """The idea of a receipt's token; raises LinkBroken when the token is forged or mistyped."""
    public_id = tokens.read(RECEIPT, token)
    if public_id is None:
        raise LinkBroken
    return queries.by_public_id(public_id)


def _take_in(content: IdeaContent, submission_key: str, language: str) -> Idea:
    areas = [area for area in focus_areas() if area.id in content.focus_area_ids]
    if not areas:
        raise NotFound
    visions = _visions(areas, content.vision_ids)
    title, text = redact_contacts(one_line(content.title)).text, redact_contacts(normalise(content.text)).text
    trace = open_trace(email=content.email or None, language=language)
    idea = Idea(
        public_id=new_public_id(),
        title=title,
        text=text,
        terms=index_terms(title, text, content.association),
        is_initiative=content.is_initiative,
        language=language,
        local_area_id=content.local_area_id,
        sender_name=one_line(content.sender_name),
        show_name=content.show_name and bool(content.sender_name.strip()),
        association=one_line(content.association),
        submission_key=submission_key,
        trace=trace,
        focus_areas=areas,
        visions=visions,
    )
    idea.input = receive(
        content.text,
        title=content.title,
        channel=Channel.INITIATIVE if content.is_initiative else Channel.IDEA,
        source="idea",
        source_key=idea.public_id,
        committee_id=committee_for(areas[0]).id,
        trace=trace,
        focus_area_ids=[area.id for area in areas],
        vision_ids=[vision.id for vision in visions],
        local_area_id=content.local_area_id,
        sender_name=content.sender_name,
        association=content.association,
    )
    session().add(idea)
    session().flush()
    return idea


def _visions(areas: list[FocusArea], wanted: tuple[int, ...]) -> list[Vision]:
    return [vision for area in areas for vision in area.visions if vision.id in wanted]
