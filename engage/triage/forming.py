"""Themes formed anew on a person's wish: asked for on the screen, done by the worker, and kept with how it went."""

from __future__ import annotations

import sqlalchemy as sa
import structlog

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.models import Consultation
from engage.consultations.service import mark_changed
from engage.core import builds, clock
from engage.core.builds import BuildState
from engage.core.db import session, transaction
from engage.core.errors import NotFound
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.triage import proposing
from engage.triage.models import ThemeRun

log = structlog.get_logger()


def ask(actor: User, consultation_id: int) -> None:
    """Ask for themes to be formed anew; who asks while it is under way gets the same. Raises NotFound, Forbidden."""
    with transaction() as db_session:
        locked = sa.select(Consultation).where(Consultation.id == consultation_id).with_for_update(key_share=True)
        consultation = db_session.scalar(locked)  # two who ask at once make one row
        if consultation is None:
            raise NotFound
        authorise(actor, Permission.TRIAGE, consultation.committee_id)
        run = last_run(consultation_id)
        if run is None:
            run = ThemeRun(consultation_id=consultation_id)
            db_session.add(run)
        elif run.state in {BuildState.WAITING, BuildState.BUILDING}:
            return
        run.state, run.attempts, run.last_error = BuildState.WAITING, 0, ""
        enqueue(Job.FORM_THEMES, consultation_id)


def form(consultation_id: int) -> bool:
    """Form the themes that were asked for. False when nobody waits for them, or another worker is at it.

    All of the new themes are stored at once, so they are there or the old ones are, wherever this ends. An error is
    kept in the row, shown to staff, and raised.
    """
    which = ThemeRun.consultation_id == consultation_id
    with transaction():
        claim = builds.claim(ThemeRun, sa.and_(which, ThemeRun.state != BuildState.BUILT))
    if claim is None:
        return False
    try:
        with builds.pulse(ThemeRun, which, claim):
            placed = proposing.propose(consultation_id, anew=True)
    except Exception as error:
        log.error("themes_failed", consultation=consultation_id, error=type(error).__name__)
        session().rollback()
        with transaction():
            if builds.is_ours(ThemeRun, which, claim):
                builds.failed(_run(consultation_id), error)
        raise
    with transaction():
        if not builds.is_ours(ThemeRun, which, claim):
            return False
        run = _run(consultation_id)
        run.placed = placed
        builds.built(run, clock.now())
        mark_changed(consultation_id)
    return True


def sweep() -> int:
    """Send again what was asked for and never done, or left half-done; how many."""
    lying = sa.or_(ThemeRun.state == BuildState.WAITING, builds.left_lying(ThemeRun))
    with transaction() as db_session:
        waiting = db_session.scalars(sa.select(ThemeRun.consultation_id).where(lying)).all()
        for consultation_id in waiting:
            enqueue(Job.FORM_THEMES, consultation_id)
    return len(waiting)


def last_run(consultation_id: int) -> ThemeRun | None:
    """How the forming that somebody last asked for stands; None when nobody ever did."""
    return session().get(ThemeRun, consultation_id, populate_existing=True)


def _run(consultation_id: int) -> ThemeRun:
    run = last_run(consultation_id)
    assert run is not None  # it is claimed
    return run
