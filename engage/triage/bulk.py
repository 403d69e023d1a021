"""One decision on many inputs at once, and taking it back while nobody has gone on from there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from engage.accounts.models import User
from engage.core import clock
from engage.core.audit import AuditEntry, record
from engage.core.db import JsonDict, session, transaction
from engage.core.errors import Conflict, NotFound
from engage.core.security import Permission
from engage.strategy.models import FocusArea
from engage.triage.desk import locked, note_change, reason_of
from engage.triage.models import Input, InputState
from engage.triage.service import give_to, mark_read, set_aside

UNDOABLE = ("inputs.read", "inputs.tagged", "inputs.closed")


class NothingToUndo(Conflict):
    """It was undone already, or cannot be."""

    code = "nothing_to_undo"


@dataclass(frozen=True)
class Done:
    """How many inputs were changed, how many were passed over, and the entry that can be undone (None: it cannot)."""

    changed: int
    passed_over: int
    entry_id: int | None


# Does it to one input: what is needed to take it back, or None when there was nothing to do.
_Step = Callable[[Input], JsonDict | None]


def mark_all_read(actor: User, public_ids: Collection[str]) -> Done:
    """Mark the new ones among the inputs as read."""

    def step(given: Input) -> JsonDict | None:
        if given.state != InputState.NEW:
            return None
        first = given.read_at is None
        mark_read(given, actor)
        return {"state": InputState.NEW, "first": first}

    return _on_all(actor, public_ids, "inputs.read", step)


def tag_all(actor: User, public_ids: Collection[str], focus_area_id: int) -> Done:
    """Add a focus area to the inputs that lack it."""
    area = session().get(FocusArea, focus_area_id)
    if area is None:
        raise NotFound

    def step(given: Input) -> JsonDict | None:
        if area in given.focus_areas:
            return None
        first = given.tagged_at is None
        given.focus_areas.append(area)
        given.tagged_at = given.tagged_at or clock.now()
        note_change(given, "input.tagged", actor, {"tags": [area.key]})
        return {"focus_area": area.id, "first": first}

    return _on_all(actor, public_ids, "inputs.tagged", step)


def close_all(actor: User, public_ids: Collection[str], reason: str) -> Done:
    """Close the inputs that wait, all for the same reason. Raises ReasonMissing."""
    words = reason_of(reason)

    def step(given: Input) -> JsonDict | None:
        if given.state not in {InputState.NEW, InputState.OPEN}:
            return None
        before = {"state": given.state, "first": given.read_at is None}
        set_aside(given, actor, words)
        return before

    return _on_all(actor, public_ids, "inputs.closed", step)


def hand_over_all(actor: User, public_ids: Collection[str], committee_id: int, reason: str) -> Done:
    """Hand the inputs over to another committee; this cannot be undone from here, for they are theirs now."""
    words = reason_of(reason)

    def step(given: Input) -> JsonDict | None:
        if given.committee_id == committee_id:
            return None
        give_to(given, actor, committee_id, words)
        return {}

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
                _restore(given, entry.action, before)
                note_change(given, "input.undone", actor)
                changed += 1
        entry.detail = {**entry.detail, "undone": True}
    return Done(changed, len(befores) - changed, None)


def undoable(actor: User, entry_id: int) -> AuditEntry | None:
    """The bulk decision that can be taken back by this actor, None when there is none such."""
    entry = session().get(AuditEntry, entry_id)
    if entry is None or entry.actor_id != actor.id or entry.action not in UNDOABLE or entry.detail.get("undone"):
        return None
    return entry


def _on_all(actor: User, public_ids: Collection[str], action: str, step: _Step) -> Done:
    """Take the step on every input that the actor may triage, and write down how to take it back."""
    with transaction() as db_session:
        befores: dict[str, JsonDict] = {}
        for given in locked(public_ids):
            before = step(given) if actor.can(Permission.TRIAGE, given.committee_id) else None
            if before is not None:
                db_session.flush()
                befores[given.public_id] = {**before, "version": given.version}
        entry_id = None
        if befores:
            entry = record(action, actor=actor, detail={"inputs": befores})
            db_session.flush()
            entry_id = entry.id
    return Done(len(befores), len(set(public_ids)) - len(befores), entry_id)


def _restore(given: Input, action: str, before: JsonDict) -> None:
    if action == "inputs.tagged":
        given.focus_areas = [area for area in given.focus_areas if area.id != before["focus_area"]]
        given.tagged_at = None if before["first"] else given.tagged_at
        return
    given.state, given.closed_reason = before["state"], ""
    given.read_at = None if before["first"] else given.read_at
