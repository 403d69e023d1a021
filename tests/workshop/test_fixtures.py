"""The workshop itself: what the fixtures promise to every other test."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.models import User
from engage.core import clock as time
from engage.core.db import transaction
from engage.core.jobs import Job, enqueue, seconds_since
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.surroundings import Clock, Drain


@pytest.mark.parametrize("round_", [1, 2])
def test_each_test_begins_with_an_empty_database(db_session: Session, round_: int) -> None:
    assert db_session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
    make_user("reader")


def test_queued_jobs_are_done_in_this_process(app: Flask, drain: Drain) -> None:
    with transaction():
        enqueue(Job.SWEEP)
    assert drain() == [Job.SWEEP]
    assert seconds_since("sweep") is not None


def test_time_stands_still_until_it_is_moved(clock: Clock) -> None:
    before = time.now()
    clock.advance(days=2, hours=1)
    assert time.now() - before == dt.timedelta(days=2, hours=1)
    assert time.today() == dt.date(2026, 5, 6)


def test_queries_are_counted(db_session: Session, counting_queries: CountQueries) -> None:
    with counting_queries() as sent:
        db_session.execute(sa.select(User))
    assert [statement for statement in sent if statement.startswith("SELECT")] == sent[-1:]
