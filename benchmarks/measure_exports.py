"""Exports: that memory does not grow with the number of responses, and how fast rows leave."""

import json
import os
import subprocess
import time
from functools import cache
from pathlib import Path

import psycopg

from benchmarks import seeding, survey
from benchmarks.bench import ENGAGE, Bench
from benchmarks.figures import Result, figure
from benchmarks.rounds import in_turn
from engage.core.db import db
from engage.surveys import queries
from engage.surveys.export_files import write
from engage.surveys.exporting import responses_of
from tests.services.program import ROOT

_ANSWERS = json.dumps({"how": "bike", "safe": 4, "minutes": 15, "which": ["bus", "feet"], "more": "yes", "else": ""})
_FEW, _MANY = 10_000, 250_000


@figure("export_memory_growth", unit="ratio", at_most=1.1)
def export_memory_growth(bench: Bench) -> Result:
    """Peak memory of `engage export responses --format csv` for 250,000 responses over that for 10,000."""
    many, few = _peak_mb(bench, _MANY), _peak_mb(bench, _FEW)
    return Result(many / few, f"{many:.0f} MB against {few:.0f} MB")


@figure("export_vs_copy", unit="ratio", at_least=0.2)
def export_vs_copy(bench: Bench) -> Result:
    """Rows a second of the CSV export over PostgreSQL's own COPY of the table to CSV."""
    database, slug = _answered(bench, _MANY)
    app, file = bench.app(database), bench.folder / "svar.csv"

    def ours() -> float:
        with app.app_context():
            begun = time.perf_counter()
            write(responses_of(queries.survey_by_slug(slug)), file, "csv")
            return _MANY / (time.perf_counter() - begun)

    ratio, rows, copied = in_turn(ours, lambda: _copied(database, file))
    return Result(ratio, f"{rows:,.0f} rows/s against {copied:,.0f} rows/s")


def _copied(database: str, file: Path) -> float:
    begun = time.perf_counter()
    with (
        psycopg.connect(database.replace("+psycopg", "")) as connection,
        connection.cursor().copy("COPY responses TO STDOUT WITH (FORMAT csv)") as copy,
        file.open("wb") as out,
    ):
        for part in copy:
            out.write(part)
    return _MANY / (time.perf_counter() - begun)


@cache
def _answered(bench: Bench, count: int) -> tuple[str, str]:
    database = bench.empty(f"exported_{count}")
    app = bench.app(database)
    slug = survey.prepare(app)
    with app.app_context():
        seeding.responses(db.engine, queries.survey_by_slug(slug).id, count, _ANSWERS)
    return database, slug


def _peak_mb(bench: Bench, count: int) -> float:
    database, slug = _answered(bench, count)
    command = [ENGAGE, "export", "responses", slug, "--out", str(bench.folder / "peak.csv")]
    told = os.environ | bench.environment(database)
    program = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise RuntimeError("the export failed")
    return used.ru_maxrss / 1024
