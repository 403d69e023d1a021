"""Themes of a consultation as staff put them in order: named, merged, split and made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.models import Consultation
from engage.consultations.service import mark_changed
from engage.core.audit import AuditEntry, record
from engage.core.db import session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.security import Permission
from engage.text.alphabet import danish_key
from engage.text.normalise import one_line
from engage.triage.models import LONGEST_LABEL, STAFF, Input, InputTheme, RefusedTheme, Theme


class LabelMissing(DomainError):
    """A theme without a name."""

    code = "label_missing"


class LabelTaken(Conflict):
    """The consultation has a theme of that name; merge the two instead."""

    code = "label_taken"


class NothingToUndo(Conflict):
    """It was undone already, or the theme is gone."""

    code = "nothing_to_undo"


@dataclass(frozen=True)
class ThemeCount:
    """A theme with how many inputs it holds, and how many of them staff put there."""

    theme: Theme
    inputs: int
    by_staff: int


def themes_of(consultation_id: int) -> list[ThemeCount]:
    """The themes of a consultation with their counts, the largest first. One query."""
    by_staff = sa.func.count().filter(InputTheme.made_by == STAFF)
    inputs = sa.func.count(InputTheme.input_id)
    query = (
        sa.select(Theme, inputs, by_staff)
        .outerjoin(InputTheme, InputTheme.theme_id == Theme.id)
        .where(Theme.consultation_id == consultation_id)
        .group_by(Theme.id)
        .order_by(inputs.desc(), Theme.label)
    )
    return [ThemeCount(*row) for row in session().execute(query).tuples()]


def theme_called(consultation_id: int, label: str) -> Theme:
    """The consultation's theme of that name, made by staff if there was none; joins the use case under way."""
    name = _label(label)
    query = sa.select(Theme).where(Theme.consultation_id == consultation_id, Theme.label == name)
    theme = session().scalar(query)
    if theme is None:
        theme = Theme(consultation_id=consultation_id, label=name, made_by=STAFF)
        session().add(theme)
        session().flush()
        _forget_refusal(consultation_id, name)
    return theme


def rename(actor: User, theme_id: int, label: str) -> Theme:
    """Give a theme a name; it and what it holds are staff's from now on. Raises LabelTaken, LabelMissing."""
    with transaction():
        theme = _theme_of(actor, theme_id)
        name, old = _label(label), theme.label
        if name != old and _is_taken(theme.consultation_id, name):
            raise LabelTaken
        theme.label = name
        _keep_for_staff(theme)
        _forget_refusal(theme.consultation_id, name)
        mark_changed(theme.consultation_id)
        record("theme.renamed", theme, actor=actor, detail={"from": old, "to": name})
    return theme


def merge(actor: User, theme_id: int, into_id: int) -> AuditEntry:
    """Put all that one theme holds into another of the same consultation; the entry returned can be undone."""
    with transaction() as db_session:
        theme, into = _theme_of(actor, theme_id), _theme_of(actor, into_id)
        if theme.id == into.id or theme.consultation_id != into.consultation_id:
            raise NotFound
        rows = db_session.scalars(sa.select(InputTheme).where(InputTheme.theme_id == theme.id)).all()
        held = db_session.scalars(sa.select(InputTheme).where(InputTheme.theme_id == into.id)).all()
        there = {row.input_id for row in held}
        moved = [[row.input_id, row.made_by, row.confidence, row.input_id not in there] for row in rows]
        detail = {
            "label": theme.label,
            "made_by": theme.made_by,
            "rows": moved,
            "into": into.label,
            "into_made_by": into.made_by,
            "into_rows": [[row.input_id, row.made_by, row.confidence] for row in held],
        }
        db_session.execute(sa.delete(InputTheme).where(InputTheme.theme_id == theme.id))
        _assign(into.id, (row for row in moved if row[3]))
        _keep_for_staff(into)
        db_session.delete(theme)
        mark_changed(into.consultation_id)
        return record("theme.merged", into, actor=actor, detail=detail)


def undo_merge(actor: User, entry_id: int) -> Theme:
    """Take two merged themes apart again as they were, but for what staff have chosen since. Raises NothingToUndo."""
    with transaction() as db_session:
        entry = db_session.get(AuditEntry, entry_id, with_for_update=True, populate_existing=True)
        if entry is None or entry.action != "theme.merged" or entry.detail.get("undone") or entry.subject_id is None:
            raise NothingToUndo
        into = _theme_of(actor, entry.subject_id)
        label = str(entry.detail["label"])
        if _is_taken(into.consultation_id, label):
            raise LabelTaken
        theme = Theme(consultation_id=into.consultation_id, label=label, made_by=str(entry.detail["made_by"]))
        db_session.add(theme)
        db_session.flush()
        rows = entry.detail["rows"]
        before = entry.detail["into_rows"]
        ids = [row[0] for row in (*rows, *before)]
        chosen_since = sa.and_(Input.themed_at.is_not(None), Input.themed_at > entry.at)
        known = set(db_session.scalars(sa.select(Input.id).where(Input.id.in_(ids), ~chosen_since)))
        db_session.execute(sa.delete(InputTheme).where(InputTheme.theme_id == into.id, InputTheme.input_id.in_(known)))
        _assign(into.id, (row for row in before if row[0] in known))
        _assign(theme.id, (row for row in rows if row[0] in known))
        into.made_by = str(entry.detail["into_made_by"])
        entry.detail = {**entry.detail, "undone": True}
        mark_changed(into.consultation_id)
        record("theme.merge_undone", theme, actor=actor, detail={"from": into.label})
    return theme


def merges_of(consultation_id: int, limit: int = 10) -> list[AuditEntry]:
    """The latest merges of a consultation's themes that can still be undone, newest first."""
    query = (
        sa.select(AuditEntry)
        .join(Theme, sa.and_(AuditEntry.subject_type == Theme.__tablename__, AuditEntry.subject_id == Theme.id))
        .where(Theme.consultation_id == consultation_id, AuditEntry.action == "theme.merged")
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [entry for entry in session().scalars(query) if not entry.detail.get("undone")]


def split(actor: User, theme_id: int, label: str, input_public_ids: Collection[str]) -> Theme:
    """Move some of a theme's inputs to a theme of another name, made if need be."""
    with transaction() as db_session:
        theme = _theme_of(actor, theme_id)
        other = theme_called(theme.consultation_id, label)
        query = (
            sa.select(InputTheme.input_id)
            .join(Input, Input.id == InputTheme.input_id)
            .where(InputTheme.theme_id == theme.id, Input.public_id.in_(input_public_ids))
        )
        ids = list(db_session.scalars(query))
        if other.id != theme.id:
            db_session.execute(
                sa.delete(InputTheme).where(InputTheme.input_id.in_(ids), InputTheme.theme_id.in_([theme.id, other.id]))
            )
            _assign(other.id, ([input_id, STAFF, 1.0] for input_id in ids))
        mark_changed(theme.consultation_id)
        record("theme.split", theme, actor=actor, detail={"to": other.label, "inputs": len(ids)})
    return other


def delete(actor: User, theme_id: int) -> int:
    """Take a theme away for good; its inputs stay, without it. Returns its consultation's id."""
    with transaction() as db_session:
        theme = _theme_of(actor, theme_id)
        record("theme.deleted", theme, actor=actor, detail={"label": theme.label})
        _refuse(theme)
        _give_back(theme)
        mark_changed(theme.consultation_id)
        db_session.execute(sa.delete(InputTheme).where(InputTheme.theme_id == theme.id))
        db_session.delete(theme)
        return theme.consultation_id


def refused_labels(consultation_id: int) -> list[str]:
    """The names of the deleted themes that the machine does not propose again, in alphabetical order."""
    query = sa.select(RefusedTheme.label).where(RefusedTheme.consultation_id == consultation_id).distinct()
    return sorted(session().scalars(query), key=danish_key)


def allow(actor: User, consultation_id: int, label: str) -> None:
    """Let the machine propose a theme that was deleted."""
    with transaction() as db_session:
        consultation = db_session.get(Consultation, consultation_id)
        if consultation is None:
            raise NotFound
        authorise(actor, Permission.TRIAGE, consultation.committee_id)
        _forget_refusal(consultation_id, label)
        mark_changed(consultation_id)
        record("theme.allowed", consultation, actor=actor, detail={"label": label})


def _refuse(theme: Theme) -> None:
    """Remember what a theme held that is to be deleted, so that no later run of the machine brings it back."""
    held, known = sa.select(InputTheme.input_id), aliased(RefusedTheme)
    already = sa.exists().where(known.input_id == InputTheme.input_id, known.label == theme.label)
    rows = held.add_columns(sa.literal(theme.label), sa.literal(theme.consultation_id))
    rows = rows.where(InputTheme.theme_id == theme.id, ~already)
    session().execute(sa.insert(RefusedTheme).from_select(["input_id", "label", "consultation_id"], rows))


def _give_back(theme: Theme) -> None:
    """Let the machine place what staff put in no other theme than the one that is to be deleted."""
    held, other = aliased(InputTheme), aliased(InputTheme)
    only = sa.and_(
        sa.exists().where(held.input_id == Input.id, held.theme_id == theme.id),
        ~sa.exists().where(other.input_id == Input.id, other.theme_id != theme.id),
    )
    given_back = sa.update(Input).where(Input.themed_at.is_not(None), only).values(themed_at=None)
    session().execute(given_back, execution_options={"synchronize_session": False})


def _forget_refusal(consultation_id: int, label: str) -> None:
    refused = sa.and_(RefusedTheme.consultation_id == consultation_id, RefusedTheme.label == label)
    session().execute(sa.delete(RefusedTheme).where(refused))


def _assign(theme_id: int, rows: Iterable[list[object]]) -> None:
    """Insert assignments from rows that begin with input id, maker and confidence."""
    values = [{"input_id": row[0], "theme_id": theme_id, "made_by": row[1], "confidence": row[2]} for row in rows]
    if values:
        session().execute(sa.insert(InputTheme), values)


def _keep_for_staff(theme: Theme) -> None:
    """Make a theme and what it holds staff's, so that no later run of the machine takes it apart."""
    theme.made_by = STAFF
    session().execute(
        sa.update(InputTheme).where(InputTheme.theme_id == theme.id).values(made_by=STAFF, confidence=1.0)
    )


def _theme_of(actor: User, theme_id: int) -> Theme:
    theme = session().scalar(sa.select(Theme).where(Theme.id == theme_id).execution_options(populate_existing=True))
    if theme is None:
        raise NotFound
    authorise(actor, Permission.TRIAGE, theme.consultation.committee_id)
    return theme


def _is_taken(consultation_id: int, label: str) -> bool:
    query = sa.select(Theme.id).where(Theme.consultation_id == consultation_id, Theme.label == label)
    return session().scalar(query) is not None


def _label(label: str) -> str:
    name = one_line(label)[:LONGEST_LABEL].strip()
    if not name:
        raise LabelMissing
    return name
