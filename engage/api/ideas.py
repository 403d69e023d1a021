"""Published ideas as data. Nobody's name: a sender who wished it shown wished it on the idea's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engage.api.addresses import address_of
from engage.api.data import Data, Listing
from engage.ideas.models import Idea
from engage.triage.decisions import Link, Reply


class IdeaEntry(Data):
    """An idea in a list."""

    id: str
    title: str
    text: str
    is_initiative: bool
    """The sender offers to help carry it out."""
    association: str | None
    """The association that sent it."""
    focus_areas: list[str]
    """Keys of focus areas."""
    local_area: str | None
    supports: int
    published_at: dt.datetime | None
    url: str
    """Address of all that there is about it, as data."""
    page: str
    """Address of its page for people."""

    @classmethod
    def of(cls, idea: Idea) -> IdeaEntry:
        """A published idea."""
        return cls(
            id=idea.public_id,
            title=idea.title,
            text=idea.text,
            is_initiative=idea.is_initiative,
            association=idea.association or None,
            focus_areas=[area.key for area in idea.focus_areas],
            local_area=idea.local_area.name if idea.local_area else None,
            supports=idea.supports,
            published_at=idea.published_at,
            url=address_of("api.idea", public_id=idea.public_id),
            page=address_of("ideas.show", public_id=idea.public_id),
        )


class IdeaPage(Listing):
    """A page of ideas."""

    items: list[IdeaEntry]


class ReplyData(Data):
    """The municipality's answer."""

    text: str
    at: dt.datetime


class PlanPart(Data):
    """An objective or an action track of an adopted plan."""

    kind: str
    """`objective` or `track`."""
    id: str
    title: str
    committee: str
    """Key of the committee whose plan it is in."""
    page: str


class PlanLink(Data):
    """Where an idea went, how far it was taken up, and why."""

    grade: str
    """`in_full`, `partly`, `already_covered`, `passed_on` or `declined`."""
    reason: str
    at: dt.datetime
    target: PlanPart | None
    """Null while the plan is not adopted."""

    @classmethod
    def of(cls, link: Link) -> PlanLink:
        """A link in force."""
        return cls(grade=link.grade, reason=link.reason, at=link.at, target=_target(link))


def _target(link: Link) -> PlanPart | None:
    plan = link.goal.plan
    if not plan.is_public:
        return None
    key, part = plan.committee.key, link.target
    track = address_of("star.track", committee_key=key, track_public_id=part.public_id)
    objective = address_of("star.plan", committee_key=key, _anchor=part.public_id)
    return PlanPart(
        kind="track" if link.track else "objective",
        id=part.public_id,
        title=part.title,
        committee=key,
        page=track if link.track else objective,
    )


class IdeaDetail(IdeaEntry):
    """An idea and what became of it."""

    visions: list[str]
    """Keys of visions."""
    reply: ReplyData | None
    links: list[PlanLink]

    @classmethod
    def with_outcome(cls, idea: Idea, reply: Reply | None, links: Sequence[Link]) -> IdeaDetail:
        """An idea with the reply the public sees and the links in force."""
        return cls(
            **dict(IdeaEntry.of(idea)),
            visions=[vision.key for vision in idea.visions],
            reply=ReplyData(text=reply.text, at=reply.at) if reply else None,
            links=[PlanLink.of(link) for link in links],
        )
