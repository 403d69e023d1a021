"""One decision on many inputs at once, and taking it back while nobody has gone on from there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engage.accounts.models import User
from engage.core import clock
from engage.core.audit import AuditEntry, record
from engage.core.db import JsonDict, session, transaction
from engage.core.errors import NotFound
from engage.core.security import Permission
from engage.strategy.models import FocusArea
from engage.triage.desk import locked, note_change, reason_of
from engage.triage.models import Input, InputState
from engage.triage.service import give_to, mark_read, set_aside, tags_of
from engage.triage.undoing import NothingToUndo, restore

# Decisions on many that can be taken back, and what was done to each.
UNDOABLE = {"inputs.read": "input.read", "inputs.tagged": "input.tagged", "inputs.closed": "input.closed"}


@dataclass(frozen=True)
class Done:
    """How many inputs were changed, how many were passed over, and the entry that can be undone (None: it cannot)."""

    changed: int
    passed_over: int
    entry_id: int | None


# Does it to one input: the line in its trail, or None when there was nothing to do.
_Step = Callable[[Input], AuditEntry | None]


def mark_all_read(actor: User, public_ids: Collection[str]) -> Done:
    """Mark the new ones among the inputs as read."""

    def step(given: Input) -> AuditEntry | None:
        return mark_read(given, actor) if given.state == InputState.NEW else None

    return _on_all(actor, public_ids, "inputs.read", step)


def tag_all(actor: User, public_ids: Collection[str], focus_area_id: int) -> Done:
    """Add a focus area to the inputs that lack it."""
    area = session().get(FocusArea, focus_area_id)
    if area is None:
        raise NotFound

    def step(given: Input) -> AuditEntry | None:
        if area in given.focus_areas:
            return None
        before = tags_of(given)
        given.focus_areas.append(area)
        given.tagged_at = given.tagged_at or clock.now()
        return note_change(given, "input.tagged", actor, {"tags": [area.key], "before": before})

    return _on_all(actor, public_ids, "inputs.tagged", step)


def close_all(actor: User, public_ids: Collection[str], reason: str) -> Done:
    """Close the inputs that wait, all for the same reason. Raises ReasonMissing."""
    words = reason_of(reason)

    def step(given: Input) -> AuditEntry | None:
        return set_aside(given, actor, words) if given.state in {InputState.NEW, InputState.OPEN} else None

    return _on_all(actor, public_ids, "inputs.closed", step)


def hand_over_all(actor: User, public_ids: Collection[str], committee_id: int, reason: str) -> Done:
    """Hand the inputs over to another committee; this cannot be undone from here, for they are theirs now."""
    words = reason_of(reason)

    def step(given: Input) -> AuditEntry | None:
        return give_to(given, actor, committee_id, words) if given.committee_id != committee_id else None

    done = _on_all(actor, public_ids, "inputs.handed_over", step)
    return Done(done.changed, done.passed_over, None)


def undo(actor: User, entry_id: int) -> Done:
    """Take one's own bulk decision back, on every input that nobody has changed since. Raises NothingToUndo."""
    with transaction() as db_session:
        entry = db_session.get(AuditEntry, entry_id, with_for_update=True, populate_existing=True)
        if entry is None or entry.actor_id != actor.id or entry.action not in UNDOABLE or entry.detail.get("undone"):
            raise NothingToUndo
        befores: dict[str, JsonDict] = entry.detail["inputs"]
        changed = 0
        for given in locked(list(befores)):
            before = befores[given.public_id]
            if given.version == before["version"] and actor.can(Permission.TRIAGE, given.committee_id):
                restore(given, UNDOABLE[entry.action], before)
                note_change(given, "input.undone", actor)
                changed += 1
        entry.detail = {**entry.detail, "undone": True}
    return Done(changed, len(befores) - changed, None)


def _on_all(actor: User, public_ids: Collection[str], action: str, step: _Step) -> Done:
    """Take the step on every input that the actor may triage, and write down how to take it back."""
    with transaction() as db_session:
        befores: dict[str, JsonDict] = {}
        for given in locked(public_ids):
            line = step(given) if actor.can(Permission.TRIAGE, given.committee_id) else None
            if line is not None:
                befores[given.public_id] = {**line.detail["before"], "version": line.detail["version"]}
        entry_id = None
        if befores:
            entry = record(action, actor=actor, detail={"inputs": befores})
            db_session.flush()
            entry_id = entry.id
    return Done(len(befores), len(set(public_ids)) - len(befores), entry_id)
