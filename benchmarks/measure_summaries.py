"""Summaries: how long a whole one takes, what a refresh saves, and what readers feel of one being built."""

import json
import statistics
import time
from functools import cache

import sqlalchemy as sa
from flask import Flask

from benchmarks import seeding, survey
from benchmarks.bench import ENGAGE, Bench
from benchmarks.figures import Result, figure
from engage.core.builds import BuildState
from engage.core.db import db, transaction
from engage.core.jobs import Job, send
from engage.summaries import service
from engage.summaries.models import Summary
from engage.summaries.queries import whole_summary
from engage.surveys import queries
from engage.triage.models import FormedThemes
from tests.services.server import wait_until

_ANSWERS = json.dumps({"how": "bike", "safe": 4, "minutes": 15, "more": "yes", "else": ""})
_ROUNDS = 5
_FEW, _MANY, _NEW = 10_000, 50_000, 100


@figure("summary_full_10k_s", unit="s", at_most=60)
def summary_full(bench: Bench) -> Result:
    """A whole summary of 10,000 responses, each with one free text."""
    app, slug = _answered(bench, _FEW)
    return Result(_build(app, slug), f"{_FEW:,} responses")


@figure("summary_refresh_vs_full", unit="ratio", at_most=0.05)
def summary_refresh(bench: Bench) -> Result:
    """The summary of 50,000 responses built again after 100 more, over building it whole."""
    app, slug = _answered(bench, _MANY)
    full = _build(app, slug)
    with app.app_context():
        seeding.responses(db.engine, queries.survey_by_slug(slug).id, _NEW, _ANSWERS, first=_MANY + 1)
    again = _build(app, slug)
    return Result(again / full, f"{again:.1f} s against {full:.1f} s")


@figure("page_p95_under_summary", unit="ratio", at_most=1.5)
def page_under_summary(bench: Bench) -> Result:
    """The p95 of a survey page while the worker builds a summary whole, over that while it rests."""
    app, slug = _answered(bench, _FEW)
    database = str(app.config["SQLALCHEMY_DATABASE_URI"])
    worker = [ENGAGE, "worker", "bulk", "--concurrency", "1"]
    pairs, unfinished = [], 0
    with bench.site(database) as site, bench.program(worker, bench.environment(database), "builder"), app.app_context():
        consultation_id = queries.survey_by_slug(slug).consultation_id

        def p95() -> float:
            return float(bench.load("hammer", site, path=f"/surveys/{slug}/pages/way", at_once=2, count=200)["p95_ms"])

        for round_ in range(_ROUNDS + 1):
            alone = p95()
            _ask_for_a_whole_one(consultation_id)
            wait_until(lambda: _state(consultation_id) == BuildState.BUILDING, 120, "a worker builds")
            busy = p95()
            unfinished += _state(consultation_id) == BuildState.BUILDING
            wait_until(lambda: _state(consultation_id) == BuildState.BUILT, 240, "the summary is built")
            if round_:  # the first goes ahead and is forgotten
                pairs.append((busy, alone))
    ratio = statistics.median(busy / alone for busy, alone in pairs)
    busy, alone = (statistics.median(values) for values in zip(*pairs, strict=True))
    note = f"{busy:.0f} ms against {alone:.0f} ms; in {unfinished} of {_ROUNDS + 1} rounds the build took longer"
    return Result(ratio, note)


def _ask_for_a_whole_one(consultation_id: int) -> None:
    """Have the worker build, as if nothing had been built or formed before."""
    with transaction() as session:
        session.execute(sa.delete(FormedThemes))
        session.execute(sa.update(Summary).values(state=BuildState.WAITING, built_at=None))
    send(Job.BUILD_SUMMARY, consultation_id)


def _state(consultation_id: int) -> str:
    summary = whole_summary(consultation_id)
    return BuildState.WAITING if summary is None else summary.state


@cache
def _answered(bench: Bench, count: int) -> tuple[Flask, str]:
    """A survey that was answered so many times."""
    app = bench.app(bench.empty(f"answered_{count}"))
    slug = survey.prepare(app)
    with app.app_context():
        seeding.responses(db.engine, queries.survey_by_slug(slug).id, count, _ANSWERS)
    return app, slug


def _build(app: Flask, slug: str) -> float:
    with app.app_context():
        consultation_id = queries.survey_by_slug(slug).consultation_id
        begun = time.perf_counter()
        if not service.build(consultation_id, at_once=True):
            raise AssertionError("somebody else is building")
        return time.perf_counter() - begun
