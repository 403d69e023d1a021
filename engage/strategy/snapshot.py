"""A plan as a plain document, as it is frozen when the committee adopts it.

It holds what is political: texts, objectives, tracks and what they point to. Action plans and status are the
administration's and move from day to day without the plan being changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from engage.core.db import JsonDict
from engage.strategy.models import Value, Vision
from engage.strategy.plans import ActionTrack, DevelopmentPlan, Objective


def snapshot_of(plan: DevelopmentPlan) -> JsonDict:
    """The plan without what is withdrawn: {"title", "introduction", "objectives": [{…, "tracks": [{…}]}]}."""
    return {
        "title": plan.title,
        "introduction": plan.introduction,
        "objectives": [_objective(objective) for objective in plan.standing_objectives],
    }


def _objective(objective: Objective) -> JsonDict:
    return {**_texts_and_links(objective), "tracks": [_texts_and_links(track) for track in objective.standing_tracks]}


def _texts_and_links(part: Objective | ActionTrack) -> JsonDict:
    return {
        "id": part.public_id,
        "title": part.title,
        "description": part.description,
        "values": _titles(part.values),
        "visions": _titles(part.visions),
    }


def _titles(targets: Iterable[Value | Vision]) -> list[JsonDict]:
    return [{"key": target.key, "title": dict(target.title)} for target in targets]
