"""Taking the last thing done to an input back: a step of its own in the trail, never a trail made shorter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core.audit import AuditEntry
from engage.core.db import JsonDict, session, transaction
from engage.core.errors import Conflict
from engage.core.security import Permission
from engage.strategy.models import FocusArea, Vision
from engage.triage import deciding
from engage.triage.desk import locked, note_change
from engage.triage.models import Input, InputTheme, Theme
from engage.triage.service import give_to


class NothingToUndo(Conflict):
    """It was undone already, somebody has gone on from there, or it cannot be undone."""

    code = "nothing_to_undo"


def undo(actor: User, public_id: str, entry_id: int, *, reason: str) -> AuditEntry:
    """Take back what an entry of an input's trail tells of, `reason` standing where a decision needs one.

    Raises NothingToUndo when it is not the actor's own, or the input has been changed since; Forbidden.
    """
    with transaction() as db_session:
        given = next(iter(locked([public_id])), None)
        entry = db_session.get(AuditEntry, entry_id)
        if given is None or entry is None or entry.subject_id != given.id or not is_undoable(actor, given, entry):
            raise NothingToUndo
        before = entry.detail["before"]
        if entry.action == "input.handed_over":
            authorise(actor, Permission.TRIAGE, entry.detail["from"])
            give_to(given, actor, entry.detail["from"], reason)
            given.state = before["state"]
        else:
            authorise(actor, Permission.TRIAGE, given.committee_id)
            if entry.action == "input.linked":
                deciding.revoke(given, actor, before["link"], reason)
            else:
                restore(given, entry.action, before)
        note_change(given, "input.undone", actor)
    return entry


def is_undoable(actor: User, given: Input, entry: AuditEntry) -> bool:
    """True when the entry is the actor's own and nothing has been changed since."""
    if entry.actor_id != actor.id or "before" not in entry.detail:
        return False
    return entry.subject_type == Input.__tablename__ and entry.detail["version"] == given.version


def last_undoable(actor: User, given: Input, trail: Iterable[AuditEntry]) -> AuditEntry | None:
    """The entry of an input's trail that this actor can take back, None when there is none."""
    return next((entry for entry in trail if is_undoable(actor, given, entry)), None)


def restore(given: Input, action: str, before: JsonDict) -> None:
    """Make an input what it was before an action, in the use case under way."""
    _RESTORING[action](given, before)


def _untag(given: Input, before: JsonDict) -> None:
    db_session = session()
    given.focus_areas = list(db_session.scalars(sa.select(FocusArea).where(FocusArea.id.in_(before["areas"]))))
    given.visions = list(db_session.scalars(sa.select(Vision).where(Vision.id.in_(before["visions"]))))
    given.tagged_at = None if before["first"] else given.tagged_at


def _untheme(given: Input, before: JsonDict) -> None:
    rows = {row[0]: row for row in before["themes"]}
    themes = session().scalars(sa.select(Theme).where(Theme.id.in_(rows)))
    held = {row.theme_id: row for row in given.themes}
    restored = []
    for theme in themes:
        row = held.get(theme.id) or InputTheme(theme=theme)
        row.made_by, row.confidence = rows[theme.id][1], rows[theme.id][2]
        restored.append(row)
    given.themes = restored
    themed_at = before.get("themed_at")
    given.themed_at = dt.datetime.fromisoformat(themed_at) if themed_at else None
    given.tagged_at = None if before["first"] else given.tagged_at


def _unread(given: Input, before: JsonDict) -> None:
    given.state, given.closed_reason = before["state"], before["closed_reason"]
    given.read_at = None if before["first"] else given.read_at


_RESTORING: dict[str, Callable[[Input, JsonDict], None]] = {
    "input.read": _unread,
    "input.closed": _unread,
    "input.tagged": _untag,
    "input.themed": _untheme,
}
