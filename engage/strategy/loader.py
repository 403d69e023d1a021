"""Bringing a strategy file into the database: new things are added, known ones updated by key, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, TypeVar

import sqlalchemy as sa

from engage.core.audit import record
from engage.core.db import Base, LocalisedText, session, transaction
from engage.strategy.document import StrategyDocument, read_document
from engage.strategy.models import Committee, FocusArea, LocalArea, Strategy, Value, Vision

Row = TypeVar("Row", bound=Base)


@dataclass
class ImportResult:
    """What an import did: how many parts are new, changed and as before, and what the file no longer names."""

    strategy: Strategy
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def packaged_strategy() -> str:
    """The text of the strategy file that comes with the program."""
    return (files("engage.strategy") / "data" / "strategy.yaml").read_text("utf-8")


def import_strategy(document: StrategyDocument) -> ImportResult:
    """Store a checked strategy file, all of it or nothing. It becomes the current one when there is none yet."""
    with transaction() as db_session:
        strategy = db_session.scalar(sa.select(Strategy).where(Strategy.key == document.strategy.key))
        is_new = strategy is None
        if strategy is None:
            strategy = Strategy(key=document.strategy.key, is_current=not _any_current())
            db_session.add(strategy)
        result = ImportResult(strategy)
        _count(result, strategy, _strategy_fields(document), is_new=is_new)
        db_session.flush()
        _import_values(result, document)
        _import_focus_areas(result, document)
        _import_committees(result, document)
        _import_local_areas(result, document)
        counts = {"added": result.added, "changed": result.changed, "unchanged": result.unchanged}
        record("strategy.imported", strategy, detail={"key": strategy.key, **counts})
    return result


def import_packaged() -> ImportResult:
    """Store the strategy file that comes with the program."""
    return import_strategy(read_document(packaged_strategy()))


def _any_current() -> bool:
    return session().scalar(sa.select(sa.exists().where(Strategy.is_current))) or False


def _strategy_fields(document: StrategyDocument) -> dict[str, Any]:
    part = document.strategy
    return {
        "title": part.title,
        "goal": part.goal,
        "municipality": part.municipality,
        "municipality_code": part.municipality_code,
        "hashtag": part.hashtag,
        "replaces": part.replaces,
        "period_from": part.period.first,
        "period_to": part.period.last,
    }


def _import_values(result: ImportResult, document: StrategyDocument) -> None:
    known = _by_key(Value, Value.strategy_id == result.strategy.id)
    for position, part in enumerate(document.values):
        row = known.pop(part.key, None)
        fields = {"title": part.title, "question": part.question, "summary": part.summary, "position": position}
        _put(result, row, Value(strategy_id=result.strategy.id, key=part.key), fields)
    result.kept += known


def _import_focus_areas(result: ImportResult, document: StrategyDocument) -> None:
    known = _by_key(FocusArea, FocusArea.strategy_id == result.strategy.id)
    known_visions = _by_key(Vision, Vision.focus_area.has(FocusArea.strategy_id == result.strategy.id))
    for position, part in enumerate(document.focus_areas):
        row = known.pop(part.key, None)
        fields = {"title": part.title, "summary": part.summary, "position": position}
        area = _put(result, row, FocusArea(strategy_id=result.strategy.id, key=part.key), fields)
        session().flush()
        for order, vision in enumerate(part.visions):
            fields = {"title": vision.title, "summary": vision.summary, "position": order, "focus_area_id": area.id}
            _put(result, known_visions.pop(vision.key, None), Vision(key=vision.key), fields)
    result.kept += [*known, *known_visions]


def _import_committees(result: ImportResult, document: StrategyDocument) -> None:
    """A name that the municipality has confirmed on screen stands over an unconfirmed one in the file."""
    known = _by_key(Committee)
    for position, part in enumerate(document.committees):
        row = known.pop(part.key, None)
        fields: dict[str, Any] = {"position": position}
        if row is None or part.confirmed or not row.confirmed:
            fields |= {"title": part.title, "confirmed": part.confirmed}
        _put(result, row, Committee(key=part.key), fields)
    result.kept += known


def _import_local_areas(result: ImportResult, document: StrategyDocument) -> None:
    known = {area.name: area for area in session().scalars(sa.select(LocalArea))}
    for position, name in enumerate(document.local_areas):
        _put(result, known.pop(name, None), LocalArea(name=name), {"position": position})
    result.kept += known


def _by_key(model: type[Any], *conditions: sa.ColumnElement[bool]) -> dict[str, Any]:
    return {row.key: row for row in session().scalars(sa.select(model).where(*conditions))}


def _put(result: ImportResult, row: Row | None, fresh: Row, fields: Mapping[str, Any]) -> Row:
    target = fresh if row is None else row
    if row is None:
        session().add(target)
    _count(result, target, fields, is_new=row is None)
    return target


def _count(result: ImportResult, row: Base, fields: Mapping[str, Any], *, is_new: bool) -> None:
    differs = False
    for name, value in fields.items():
        old = getattr(row, name)
        new = _keeping_translations(old, value) if isinstance(value, dict) else value
        if old != new:
            setattr(row, name, new)
            differs = True
    result.added += is_new
    result.changed += differs and not is_new
    result.unchanged += not differs and not is_new


def _keeping_translations(old: LocalisedText | None, new: LocalisedText) -> LocalisedText:
    """A translation made on screen stays as long as the Danish text is what it was made from."""
    return {**old, **new} if old and old.get("da") == new["da"] else new
