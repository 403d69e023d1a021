"""How long it takes from `engage run` on an environment that is ready until the first page is served."""

import statistics
import time

from benchmarks.bench import ENGAGE, Bench
from benchmarks.figures import Result, figure
from engage.processes import answers, free_port
from tests.services.program import running

_ROUNDS = 3


@figure("start_s", unit="s", at_most=15)
def start_s(bench: Bench) -> Result:
    """What `make run` does once its environment and its data are there."""
    settings = {"DATA_DIR": str(bench.folder / "start")}
    bench.engage("db", "upgrade", environment=settings)
    took = [_until_page(bench, settings) for _ in range(_ROUNDS)]
    return Result(statistics.median(took), f"median of {', '.join(f'{each:.1f}' for each in took)}; SQLite, no demo")


def _until_page(bench: Bench, settings: dict[str, str]) -> float:
    """Seconds until the first page; the program ends with the round, and with the measurement if that is killed."""
    port = free_port()
    begun = time.perf_counter()
    command = [ENGAGE, "run", "--no-demo"]
    with running(command, settings | {"PORT": str(port)}, bench.folder / "log-start", lambda: answers(port)):
        return time.perf_counter() - begun
