"""The minute sweep: one step that fails keeps no other from being done, and is told of."""

import pytest
import sqlalchemy as sa
from flask import Flask
from structlog.testing import capture_logs

from engage.core import clock as core_clock
from engage.core.db import session, snapshot, transaction
from engage.core.jobs import Heartbeat, Job, StepsFailed, beat, celery, do_each, seconds_since
from engage.messages import service as messages
from engage.triage import service as triage
from tests.fixtures.surroundings import Clock


def test_every_step_is_done_and_the_failures_are_named(app: Flask) -> None:
    done: list[str] = []

    def break_the_session() -> None:
        session().execute(sa.text("SELECT * FROM nothing_of_that_name"))

    steps = {
        "first": lambda: done.append("first"),
        "second": break_the_session,
        "third": lambda: beat("third"),
        "fourth": [].pop,
    }
    with capture_logs() as logged, pytest.raises(StepsFailed, match=r"^second, fourth$"):
        do_each(steps)
    assert done == ["first"]
    assert seconds_since("third") is not None
    assert [(line["event"], line["step"]) for line in logged] == [("step_failed", "second"), ("step_failed", "fourth")]


def test_a_sweep_that_fails_in_part_goes_on_and_beats(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[str] = []

    def fail() -> None:
        raise ValueError

    monkeypatch.setattr(messages, "sweep", fail)
    monkeypatch.setattr(triage, "sweep", lambda: swept.append("triage"))
    with pytest.raises(StepsFailed, match=r"^messages$"):
        celery.tasks[Job.SWEEP]()
    assert swept == ["triage"]
    assert seconds_since("sweep") is not None


def test_a_sweep_beats_when_it_has_come_to_its_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triage, "sweep", lambda: swept.append(seconds_since("sweep")))
    swept: list[float | None] = []
    celery.tasks[Job.SWEEP]()
    assert swept == [None]
    assert seconds_since("sweep") is not None


def test_a_snapshot_sees_one_moment(app: Flask, clock: Clock) -> None:
    beat("here")
    with app.app_context():
        before = session().get_one(Heartbeat, "here").beaten_at
        clock.advance(minutes=1)
        with snapshot():
            first = session().scalar(sa.select(Heartbeat.beaten_at))
            with app.app_context():
                beat("here")  # somebody else
            assert session().scalar(sa.select(Heartbeat.beaten_at)) == first == before
        assert session().scalar(sa.select(Heartbeat.beaten_at)) == core_clock.now()
    with transaction(), pytest.raises(RuntimeError, match="inside a transaction"), snapshot():
        pass
