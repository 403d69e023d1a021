"""What an input can be linked to: found by a few letters, and what its own words point at put first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from engage.core.i18n import localise
from engage.strategy.plans import ActionTrack, Objective
from engage.strategy.queries import linkable
from engage.text.search import index_terms, query_terms
from engage.triage.models import Input

MOST_CLOSE = 3
Groups = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Target:
    """An objective or a track, as it is offered."""

    value: str  # "objective:<public id>" or "track:<public id>"
    text: str
    group: str
    title: str


def targets_for(given: Input, find: str = "") -> Groups:
    """Objectives and tracks to choose from, by the heading they stand under; the closest to the words come first.

    The committee's own plan comes before the others'. `find` keeps those whose words begin as it says.
    """
    objectives = sorted(linkable(), key=lambda objective: objective.plan.committee_id != given.committee_id)
    offered = [target for objective in objectives for target in _targets_of(objective)]
    if find.strip():
        wanted = query_terms(find)
        offered = [target for target in offered if _matches(index_terms(target.text, target.group), wanted)]
    close = [] if find.strip() else closest(given.terms, offered)
    groups: Groups = {_("Ligner det, der står"): [(each.value, each.text) for each in close]} if close else {}
    for target in offered:
        if target not in close:
            groups.setdefault(target.group, []).append((target.value, target.text))
    return groups


def closest(terms: str, offered: list[Target]) -> list[Target]:
    """The few whose titles share most words with a text's search terms; those that share none are left out."""
    shared = {target: sum(f" {term}" in terms for term in query_terms(target.title)) for target in offered}
    found = sorted((target for target in offered if shared[target]), key=lambda target: -shared[target])
    return found[:MOST_CLOSE]


def _targets_of(objective: Objective) -> Iterator[Target]:
    group = f"{localise(objective.plan.committee.title)} · {objective.title}"
    whole = _("Hele målsætningen: %(title)s", title=objective.title)
    yield _target("objective", objective, whole, group)
    for track in objective.standing_tracks:
        yield _target("track", track, track.title, group)


def _target(kind: str, part: Objective | ActionTrack, text: str, group: str) -> Target:
    return Target(f"{kind}:{part.public_id}", text, group, part.title)


def _matches(terms: str, wanted: list[str]) -> bool:
    return all(f" {term}" in terms for term in wanted)
