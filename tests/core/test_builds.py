"""A build lives as long as its worker is heard of, however long it takes, and no longer."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.core import builds
from engage.core.db import transaction
from engage.triage import forming, proposing
from engage.triage.models import ThemeRun
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import make_strategy


def test_a_long_build_is_left_alone_while_its_worker_is_heard_of(
    app: Flask, db_session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_strategy()
    consultation = make_consultation()
    forming.ask(make_user("secretary", consultation.committee), consultation.id)
    monkeypatch.setattr(builds, "BEAT_SECONDS", 0.01)

    def heard_of() -> None:
        """Wait for the thread to write what the clock says now."""
        for _attempt in range(2_000):
            run = forming.last_run(consultation.id)
            assert run is not None
            if run.alive_at == clock.now:
                return
            db_session.rollback()
            threading.Event().wait(0.01)
        raise AssertionError("nothing was heard of the build")

    def very_long(_consultation_id: int, *, anew: bool) -> int:
        for _round in range(8):
            clock.advance(seconds=50)
            heard_of()
            assert forming.sweep() == 0
            assert not forming.form(consultation.id)
        return 7

    monkeypatch.setattr(proposing, "propose", very_long)
    assert forming.form(consultation.id)
    run = forming.last_run(consultation.id)
    assert run is not None
    assert (run.placed, run.is_stalled) == (7, False)


def test_nobody_is_heard_of_once_the_build_is_over(app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    make_strategy()
    consultation = make_consultation()
    forming.ask(make_user("secretary", consultation.committee), consultation.id)
    which = ThemeRun.consultation_id == consultation.id
    with transaction():
        claim = builds.claim(ThemeRun, which)
    assert claim is not None
    monkeypatch.setattr(builds, "BEAT_SECONDS", 0.01)
    with pytest.raises(MemoryError), builds.pulse(ThemeRun, which, claim):
        raise MemoryError
    assert not [thread for thread in threading.enumerate() if thread.name == "pulse"]
    clock.advance(seconds=timedelta(minutes=1).total_seconds())
    run = forming.last_run(consultation.id)
    assert run is not None
    assert run.is_stalled
