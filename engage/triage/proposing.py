"""Themes that the machine proposes: formed from all inputs of a consultation, and kept to place what comes later."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engage.consultations.models import Consultation
from engage.core.db import new_public_id, session, transaction
from engage.strategy.queries import local_areas
from engage.text.edition import edition
from engage.text.normalise import one_line
from engage.triage.models import (
    LONGEST_LABEL,
    MACHINE,
    STAFF,
    FormedThemes,
    Input,
    InputTheme,
    Reading,
    RefusedTheme,
    Theme,
)

if TYPE_CHECKING:
    from engage.text.themes import Assignment

FEWEST_TO_KEEP = 1_000  # the themes of fewer inputs are formed anew each time: it takes a second, and fits best
MOST_CHANGED = 0.1  # of the inputs may have come, changed or gone before themes are formed anew
AT_ONCE = 5_000
_FEWEST_TO_FOLLOW = 3  # so many of a group must staff have put in one theme before the rest follows them

Texts = Sequence[tuple[int, str, str, str]]  # id, twin key, title and text of inputs
Rows = list[dict[str, Any]]  # of the table of readings

# Staff have chosen the themes of an input that was read, if only that it has none.
_CHOSEN = sa.exists().where(Input.id == Reading.input_id, Input.themed_at.is_not(None))
# An input that was read as it stands now.
_READ = sa.and_(
    Reading.input_id == Input.id,
    Reading.consultation_id == Input.consultation_id,
    Reading.words == Input.twin_key,
)


def propose(consultation_id: int, *, anew: bool = False) -> int:
    """Group the consultation's inputs by what they are about; the number of inputs the machine has placed.

    Themes are formed anew when asked to, when there are few inputs, when many have changed, and when the code, the
    word lists or the local areas have; else what has come in since is placed in the themes that were formed last.
    What staff have placed is never touched, nor what they left without a theme. Where staff have put most of a group
    in one theme, the rest of the group follows them; the other groups become the machine's own themes, which keep
    their rows from run to run. A theme that staff have deleted is not made again.
    """
    from engage.text.themes import Pattern, find_themes  # noqa: PLC0415 - see docs/performance/memory.md

    ignored = [area.name for area in local_areas()]
    made_by = sha256("\n".join([edition(), *ignored]).encode()).hexdigest()
    formed = None if anew else _kept(consultation_id, made_by)
    if formed is not None:
        unread = _texts(consultation_id, unread_only=True)
        if _still_serve(formed, unread):
            return _store(formed, _readings(unread, Pattern(**formed.pattern).place(_words(unread)), later=True))
    texts = _texts(consultation_id)
    found = find_themes(_words(texts), ignore=ignored)
    formed = FormedThemes(
        consultation_id=consultation_id,
        stamp=new_public_id(),
        made_by=made_by,
        inputs=len(texts),
        labels=[one_line(theme.label)[:LONGEST_LABEL] for theme in found.themes],
        pattern=vars(found.pattern) if found.pattern else {},
    )
    return _store(formed, _readings(texts, found.assignments, later=False), anew=True)


def stamp_of(consultation_id: int) -> str:
    """Another one whenever the themes of a consultation have been formed anew; empty before the first time."""
    query = sa.select(FormedThemes.stamp).where(FormedThemes.consultation_id == consultation_id)
    return session().scalar(query) or ""


def _kept(consultation_id: int, made_by: str) -> FormedThemes | None:
    """The themes formed last, if they were formed by what there is now, from so many inputs that they are kept."""
    formed = session().get(FormedThemes, consultation_id, populate_existing=True)
    if formed is None or formed.made_by != made_by or not formed.pattern or formed.inputs < FEWEST_TO_KEEP:
        return None
    session().expunge(formed)  # what was read; a forming that somebody else stores meanwhile must not change it
    return formed


def _still_serve(formed: FormedThemes, unread: Texts) -> bool:
    """Whether no more inputs have come, changed or gone since than leave the themes what they are."""
    later = sa.func.count().filter(Reading.later)
    query = sa.select(sa.func.count() - later, later).where(Reading.consultation_id == formed.consultation_id)
    left, come = session().execute(query).one()
    return bool(len(unread) + come + (formed.inputs - left) <= MOST_CHANGED * formed.inputs)


def _texts(consultation_id: int, *, unread_only: bool = False) -> Texts:
    """The inputs of a consultation, or those that were not read as they stand."""
    query = sa.select(Input.id, Input.twin_key, Input.title, Input.text).where(Input.consultation_id == consultation_id)
    if unread_only:
        query = query.outerjoin(Reading, _READ).where(Reading.input_id.is_(None))
    return session().execute(query.order_by(Input.received_at, Input.id)).tuples().all()


def _words(texts: Texts) -> list[str]:
    return [f"{title}\n{text}" for _id, _key, title, text in texts]


def _readings(texts: Texts, assignments: Iterable[Assignment], *, later: bool) -> Rows:
    place = {each.text: (each.theme, each.confidence) for each in assignments}
    rows = []
    for index, (input_id, key, *_text) in enumerate(texts):
        theme, confidence = place.get(index, (None, 0.0))
        row = {"input_id": input_id, "words": key, "formed_theme": theme, "confidence": confidence, "later": later}
        rows.append(row)
    return rows


def _store(formed: FormedThemes, readings: Rows, *, anew: bool = False) -> int:
    """Keep themes formed anew, or what was read later; then place by it. All of it, or nothing."""
    consultation_id = formed.consultation_id
    with transaction() as db_session:
        _wait_for_others(consultation_id)
        if anew:
            _execute(sa.delete(Reading).where(Reading.consultation_id == consultation_id))
            db_session.merge(formed)
        elif stamp_of(consultation_id) != formed.stamp:  # they have been formed anew meanwhile
            return _placed_by_machine(consultation_id)
        _note(consultation_id, readings)
        if anew:
            _analyse(Reading)
        _place(consultation_id, formed.labels)
        if anew:
            _analyse(InputTheme)
        return _placed_by_machine(consultation_id)


def _wait_for_others(consultation_id: int) -> None:
    """Only one at a time places a consultation's inputs; citizens who send something meanwhile do not wait."""
    locked = sa.select(Consultation.id).where(Consultation.id == consultation_id)
    session().execute(locked.with_for_update(key_share=True))


def _note(consultation_id: int, readings: Rows) -> None:
    """Keep what was read in inputs, in the order of their random ids; an input may be gone by now."""
    in_order = sorted(readings, key=itemgetter("input_id"))
    for start in range(0, len(in_order), AT_ONCE):
        part = in_order[start : start + AT_ONCE]
        ids = [row["input_id"] for row in part]
        present = set(session().scalars(sa.select(Input.id).where(Input.id.in_(ids))))
        _execute(sa.delete(Reading).where(Reading.input_id.in_(ids)))
        rows = [{**row, "consultation_id": consultation_id} for row in part if row["input_id"] in present]
        if rows:
            session().execute(sa.insert(Reading), rows)


def _place(consultation_id: int, labels: Sequence[str]) -> None:
    """Put every input where its reading and staff's word say; what stands there already is not written again."""
    targets = _targets(consultation_id, labels)
    own, held = _own(consultation_id), aliased(InputTheme)
    by_staff = sa.exists().where(held.input_id == Reading.input_id, held.theme_id.in_(own), held.made_by == STAFF)
    target = sa.case(targets, value=Reading.formed_theme) if targets else sa.null()
    right = sa.exists().where(
        Reading.input_id == InputTheme.input_id,
        Reading.consultation_id == consultation_id,
        Reading.confidence == InputTheme.confidence,
        target == InputTheme.theme_id,
        ~by_staff,
        ~_CHOSEN,
    )
    machines = sa.and_(InputTheme.theme_id.in_(own), InputTheme.made_by == MACHINE)
    _execute(sa.delete(InputTheme).where(machines, ~right))
    missing = sa.select(Reading.input_id, target, sa.literal(MACHINE), Reading.confidence).where(
        Reading.consultation_id == consultation_id,
        Reading.formed_theme.in_(targets),
        ~sa.exists().where(held.input_id == Reading.input_id, held.theme_id.in_(own)),
        ~_CHOSEN,
    )
    columns = ["input_id", "theme_id", "made_by", "confidence"]
    _execute(sa.insert(InputTheme).from_select(columns, missing.order_by(Reading.input_id)))
    filled = sa.exists().where(InputTheme.theme_id == Theme.id)
    _execute(sa.delete(Theme).where(Theme.consultation_id == consultation_id, Theme.made_by == MACHINE, ~filled))


def _targets(consultation_id: int, labels: Sequence[str]) -> dict[int, int]:
    """The theme's id for each formed theme with inputs that staff have not placed.

    It is the theme where staff put most of those they placed, else the one of its name, which is made if need be; none
    for a theme that staff have refused.
    """
    placed = sa.and_(
        InputTheme.input_id == Reading.input_id,
        InputTheme.theme_id.in_(_own(consultation_id)),
        InputTheme.made_by == STAFF,
    )
    formed = sa.and_(Reading.consultation_id == consultation_id, Reading.formed_theme.is_not(None))
    votes: dict[int, Counter[int]] = {}
    counted = sa.select(Reading.formed_theme, InputTheme.theme_id, sa.func.count()).join(InputTheme, placed)
    for theme, theme_id, count in session().execute(
        counted.where(formed).group_by(Reading.formed_theme, InputTheme.theme_id)
    ):
        votes.setdefault(theme, Counter())[theme_id] = count
    unplaced = sa.select(Reading.formed_theme).where(formed, ~sa.exists().where(placed), ~_CHOSEN)
    left = set(session().scalars(unplaced.distinct()))
    refused = _refused(consultation_id, labels)
    targets: dict[int, int] = {}
    for theme in range(len(labels)):
        if theme not in left:
            continue
        followed = _followed(votes.get(theme, Counter()))
        if followed is not None:
            targets[theme] = followed
        elif theme not in refused:
            targets[theme] = _theme_called(consultation_id, labels[theme])
    return targets


def _refused(consultation_id: int, labels: Sequence[str]) -> set[int]:
    """The formed themes that staff have deleted: those of the name, and those made up mostly of what they held."""
    of_the_name = set(session().scalars(sa.select(RefusedTheme.label).filter_by(consultation_id=consultation_id)))
    if not of_the_name:
        return set()
    inputs = sa.func.count(Reading.input_id.distinct())
    held = sa.func.count(RefusedTheme.input_id.distinct())
    mostly = (
        sa.select(Reading.formed_theme)
        .outerjoin(RefusedTheme, RefusedTheme.input_id == Reading.input_id)
        .where(Reading.consultation_id == consultation_id, Reading.formed_theme.is_not(None))
        .group_by(Reading.formed_theme)
        .having(held * 2 > inputs)
    )
    named = {theme for theme, label in enumerate(labels) if label in of_the_name}
    return named | {theme for theme in session().scalars(mostly) if theme is not None}


def _followed(votes: Counter[int]) -> int | None:
    """The theme that staff have put most of a group in, if they have placed enough of it."""
    theme_id, most = max(votes.items(), key=itemgetter(1), default=(None, 0))
    return theme_id if most >= _FEWEST_TO_FOLLOW and most * 2 > votes.total() else None


def _theme_called(consultation_id: int, label: str) -> int:
    query = sa.select(Theme.id).where(Theme.consultation_id == consultation_id, Theme.label == label)
    found = session().scalar(query)
    if found is not None:
        return found
    theme = Theme(consultation_id=consultation_id, label=label, made_by=MACHINE)
    session().add(theme)
    session().flush()
    return theme.id


def _placed_by_machine(consultation_id: int) -> int:
    own = _own(consultation_id)
    query = sa.select(sa.func.count()).where(InputTheme.theme_id.in_(own), InputTheme.made_by == MACHINE)
    return session().scalar(query) or 0


def _own(consultation_id: int) -> sa.Select[tuple[int]]:
    return sa.select(Theme.id).where(Theme.consultation_id == consultation_id)


def _execute(statement: sa.Executable) -> None:
    session().execute(statement, execution_options={"synchronize_session": False})


def _analyse(*models: type[FormedThemes | Reading | InputTheme]) -> None:
    """Tell PostgreSQL of many new rows: until it knows, it may take minutes over what takes a moment."""
    if session().get_bind().dialect.name == "postgresql":
        for model in models:
            session().execute(sa.text(f"ANALYZE {model.__tablename__}"))
