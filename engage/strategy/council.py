"""Changing what is the council's own: the strategy's texts, committees' names, local areas. Administrators only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core.audit import record
from engage.core.db import LocalisedText, session, transaction
from engage.core.errors import Conflict
from engage.core.security import Permission
from engage.strategy.editing import lock
from engage.strategy.models import Committee, FocusArea, LocalArea, Strategy, Value, Vision

Titled = Strategy | Value | FocusArea | Vision


class NameTaken(Conflict):
    """There is a local area of that name."""

    code = "strategy.name_taken"


def edit_texts(actor: User, part: Titled, *, version: int, texts: dict[str, LocalisedText | str]) -> None:
    """Change the texts of a strategy, value, focus area or vision, by field name. Raises Forbidden or EditConflict."""
    authorise(actor, Permission.ADMIN)
    with transaction():
        lock(part, version)
        for name, text in texts.items():
            setattr(part, name, _trimmed(text))
        record("strategy.edited", part, actor=actor, detail={"fields": sorted(texts)})


def edit_focus_area(
    actor: User, area: FocusArea, *, version: int, texts: dict[str, LocalisedText | str], committee_id: int
) -> None:
    """Change a focus area's texts, and which committee receives ideas about it. Raises Forbidden or EditConflict."""
    with transaction():
        edit_texts(actor, area, version=version, texts=texts)
        if area.committee_id != committee_id:
            detail = {"from": area.committee_id, "to": committee_id}
            area.committee_id = committee_id
            record("focus_area.handed", area, actor=actor, committee_id=committee_id, detail=detail)


def edit_committee(actor: User, committee: Committee, *, version: int, title: LocalisedText, confirmed: bool) -> None:
    """Rename a committee, or confirm that this is its name. Raises Forbidden or EditConflict."""
    authorise(actor, Permission.ADMIN)
    with transaction():
        lock(committee, version)
        committee.title, committee.confirmed = _trimmed(title), confirmed
        detail = {"title": committee.title, "confirmed": confirmed}
        record("committee.edited", committee, actor=actor, committee_id=committee.id, detail=detail)


def add_local_area(actor: User, name: str) -> LocalArea:
    """Add a local area, last in the list. Raises Forbidden or NameTaken."""
    authorise(actor, Permission.ADMIN)
    with transaction() as db_session:
        _refuse_taken(name)
        last = db_session.scalar(sa.select(sa.func.max(LocalArea.position)))
        area = LocalArea(name=name.strip(), position=0 if last is None else last + 1)
        db_session.add(area)
        record("local_area.added", area, actor=actor, detail={"name": area.name})
    return area


def rename_local_area(actor: User, area: LocalArea, *, version: int, name: str) -> None:
    """Rename a local area. Raises Forbidden, EditConflict or NameTaken."""
    authorise(actor, Permission.ADMIN)
    with transaction():
        lock(area, version)
        _refuse_taken(name, area)
        detail = {"from": area.name, "to": name.strip()}
        area.name = name.strip()
        record("local_area.renamed", area, actor=actor, detail=detail)


def make_current(actor: User, strategy: Strategy) -> None:
    """Put a strategy in force instead of the one that was; the plans of the old one are kept. Raises Forbidden."""
    authorise(actor, Permission.ADMIN)
    with transaction() as db_session:
        for old in db_session.scalars(sa.select(Strategy).where(Strategy.is_current)):
            old.is_current = False
        db_session.flush()  # only one may be current, at any moment
        strategy.is_current = True
        record("strategy.made_current", strategy, actor=actor, detail={"key": strategy.key})


def _refuse_taken(name: str, but: LocalArea | None = None) -> None:
    folded = sa.func.lower(LocalArea.name) == name.strip().lower()
    taken: Any = session().scalar(sa.select(LocalArea.id).where(folded))
    if taken is not None and (but is None or taken != but.id):
        raise NameTaken


def _trimmed(text: Any) -> Any:
    if isinstance(text, str):
        return text.strip()
    return {language: words.strip() for language, words in text.items() if words.strip()}
