"""Long work of the worker: claimed by one, given up when its worker has died, kept with its end or its failure."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator
from enum import StrEnum

import sqlalchemy as sa
import structlog
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.db import recent, session, transaction

log = structlog.get_logger()

# Whoever builds says so every few seconds; a build of which nothing was heard for so long has died with its worker.
BEAT_SECONDS = 10.0
MAY_BE_SILENT = dt.timedelta(minutes=1)
# Before that, one does not say that it is under way.
SOUNDS_DEAD = dt.timedelta(seconds=30)
# The sweep tries a failed build again after a while, so many times; then it waits for a person or for new input.
REST_AFTER_FAILURE = dt.timedelta(minutes=5)
MOST_ATTEMPTS = 5


class BuildState(StrEnum):
    """Where the building of something stands."""

    WAITING = "waiting"
    BUILDING = "building"
    BUILT = "built"
    FAILED = "failed"


class HasBuild:
    """What a row needs to have its contents built by one worker at a time."""

    state: Mapped[str] = mapped_column(sa.String(20), default=BuildState.WAITING, index=True)
    claimed_at: Mapped[dt.datetime | None]
    alive_at: Mapped[dt.datetime | None]  # when its worker was last heard of
    built_at: Mapped[dt.datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)  # builds that have failed since the last that did not
    last_error: Mapped[str] = mapped_column(default="")

    @property
    def is_stalled(self) -> bool:
        """True when it is being built and nothing has been heard of that for a while."""
        heard = self.alive_at or self.claimed_at
        return self.state == BuildState.BUILDING and (heard is None or heard <= clock.now() - SOUNDS_DEAD)


def claim(rows: type[HasBuild], which: sa.ColumnElement[bool]) -> dt.datetime | None:
    """Take a build on, in the use case under way; the time by which the claim is known, None when it is taken."""
    now = clock.now()
    taken = sa.and_(rows.state == BuildState.BUILDING, recent(_heard_of(rows), MAY_BE_SILENT))
    statement = sa.update(rows).where(which, ~taken).values(state=BuildState.BUILDING, claimed_at=now, alive_at=now)
    claimed = session().execute(statement)
    return now if claimed.rowcount == 1 else None  # type: ignore[attr-defined]  # an UPDATE counts its rows


@contextlib.contextmanager
def pulse(rows: type[HasBuild], which: sa.ColumnElement[bool], claimed_at: dt.datetime) -> Iterator[None]:
    """While it is built in here, a thread of its own says every few seconds that this worker lives."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app itself, for the thread
    ours = sa.update(rows).where(which, rows.state == BuildState.BUILDING, rows.claimed_at == claimed_at)
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT_SECONDS):
            try:
                with app.app_context(), transaction():
                    session().execute(ours.values(alive_at=clock.now()))
            except sa.exc.SQLAlchemyError as error:  # the database is busy: the next beat comes soon
                log.warning("build_not_heard", error=type(error).__name__)

    thread = threading.Thread(target=beat, name="pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def is_ours(rows: type[HasBuild], which: sa.ColumnElement[bool], claimed_at: dt.datetime) -> bool:
    """Whether a claim still holds; the row is locked until the use case ends."""
    held = sa.select(rows.state).where(which, rows.state == BuildState.BUILDING, rows.claimed_at == claimed_at)
    return session().scalar(held.with_for_update()) is not None


def built(row: HasBuild, now: dt.datetime) -> None:
    """Note that a build came to its end."""
    row.state, row.built_at = BuildState.BUILT, now
    row.attempts, row.last_error = 0, ""


def failed(row: HasBuild, error: Exception) -> None:
    """Note that a build failed, and of what: the first line only, for a citizen's words may follow in a database's."""
    row.state = BuildState.FAILED
    row.attempts += 1
    row.last_error = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:300]


def left_lying(rows: type[HasBuild]) -> sa.ColumnElement[bool]:
    """What the sweep has built again: its worker died over it, or it failed a while ago and not too often."""
    died = sa.and_(rows.state == BuildState.BUILDING, ~recent(_heard_of(rows), MAY_BE_SILENT))
    rested = sa.and_(rows.state == BuildState.FAILED, ~recent(rows.claimed_at, REST_AFTER_FAILURE))
    return sa.or_(died, sa.and_(rested, rows.attempts < MOST_ATTEMPTS))


def _heard_of(rows: type[HasBuild]) -> sa.ColumnElement[dt.datetime | None]:
    """When the worker of a build was last heard of; a version before this one said only when it began."""
    return sa.func.coalesce(rows.alive_at, rows.claimed_at)
