"""How long it takes from `engage run` on an environment that is ready until the first page is served."""

import os
import signal
import statistics
import subprocess
import time

from benchmarks.bench import ENGAGE, Bench
from benchmarks.figures import Result, figure
from engage.processes import answers, free_port
from tests.services.program import ROOT
from tests.services.server import wait_until

_ROUNDS = 3


@figure("start_s", unit="s", at_most=15)
def start_s(bench: Bench) -> Result:
    """What `make run` does once its environment and its data are there."""
    folder = bench.folder / "start"
    settings = {"DATA_DIR": str(folder)}
    bench.engage("db", "upgrade", environment=settings)
    return Result(statistics.median(_until_page(settings) for _ in range(_ROUNDS)), "median of 3, SQLite, no demo")


def _until_page(settings: dict[str, str]) -> float:
    port = free_port()
    begun = time.perf_counter()
    program = subprocess.Popen(
        [ENGAGE, "run", "--no-demo"],
        cwd=ROOT,
        env=os.environ | settings | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(lambda: answers(port), 120, "the first page")
        return time.perf_counter() - begun
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait(30)
