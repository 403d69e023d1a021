"""How long it takes until the first page is served."""

import statistics
import sys
import time
import urllib.request

from benchmarks.bench import Bench
from benchmarks.figures import Result, figure
from engage.processes import free_port

_ROUNDS = 3


@figure("start_s", unit="s")
def start_s(bench: Bench) -> Result:
    """From the command to the first served page, against a bare Flask app with one query."""
    database = bench.postgresql.create_database("start")
    environment = {
        "DATABASE_URL": database,
        "DATA_DIR": str(bench.folder),
        "SECRET_KEY": "a secret that only the benchmark knows",
        "PASSWORD_SALT": "salt",
    }
    ours = [_until_page(bench, "wsgi:app", "/healthz", environment) for _ in range(_ROUNDS)]
    floor = [_until_page(bench, "benchmarks.floor:app", "/", environment) for _ in range(_ROUNDS)]
    return Result(statistics.median(ours), statistics.median(floor), "median of 3, one gunicorn worker")


def _until_page(bench: Bench, app: str, path: str, environment: dict[str, str]) -> float:
    port = free_port()
    # loaded before the port is opened, so that the port is a promise
    command = [sys.executable, "-m", "gunicorn", app, "--preload", "--workers", "1", "--bind", f"127.0.0.1:{port}"]
    with (
        bench.program(command, port, environment) as begun,
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer,
    ):
        answer.read()
        return time.perf_counter() - begun
