"""Makers of ideas."""

from typing import Any

from engage.core.db import transaction
from engage.ideas import service
from engage.ideas.content import IdeaContent
from engage.ideas.models import Idea, IdeaStatus
from engage.strategy.models import Committee, FocusArea
from engage.strategy.queries import current_strategy
from tests.factories import unique
from tests.strategy.factories import make_strategy


def areas() -> list[FocusArea]:
    """The focus areas of the strategy in force, made when there is none."""
    return (current_strategy() or make_strategy()).focus_areas


def content_of(*focus_areas: FocusArea, **changes: Any) -> IdeaContent:
    """An idea as somebody might send it."""
    values: dict[str, Any] = {
        "title": unique("Bænke ved søen "),
        "text": "Der mangler steder at sidde, når man går tur.",
        "focus_area_ids": tuple(area.id for area in focus_areas or areas()[:1]),
    }
    return IdeaContent(**{**values, **changes})


def make_idea(
    *focus_areas: FocusArea, status: str = "published", committee: Committee | None = None, **changes: Any
) -> Idea:
    """An idea that was sent, and by default published. `published_at` and `supports` may be given."""
    fixed = {name: changes.pop(name) for name in ("published_at", "supports") if name in changes}
    idea = service.send_idea(content_of(*focus_areas, **changes), unique("submission-key-number-"))
    with transaction():
        idea.status = IdeaStatus(status)
        if status in {"published", "withdrawn"}:
            idea.published_at = idea.created_at
        for name, value in fixed.items():
            setattr(idea, name, value)
        if committee is not None:
            idea.input.committee_id = committee.id
    return idea
