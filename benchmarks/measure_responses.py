"""What a citizen's whole response costs: every page shown and sent, the review, the receipt."""

import functools
import statistics
from dataclasses import dataclass

from benchmarks import survey
from benchmarks.bench import Bench
from benchmarks.figures import Result, figure

_ROUNDS = 5
_COUNT = 60


@figure("response_cpu_ms", unit="ms", at_most=25)
def response_cpu_ms(bench: Bench) -> Result:
    """CPU of gunicorn, PostgreSQL and Redis per response of three pages and eight questions."""
    measured = _measured(bench)
    return Result(
        measured[True].cpu_ms,
        "6 requests: start, first page, 3 pages and the review sent; without script "
        f"10 requests, {measured[False].cpu_ms:.1f} ms",
    )


@figure("responses_per_s", unit="1/s", at_least=50)
def responses_per_s(bench: Bench) -> Result:
    """How many such responses are completed a second by eight citizens at once."""
    measured = _measured(bench)
    note = f"8 citizens at once, 2 web processes of 4 threads; without script {measured[False].per_second:.0f}"
    return Result(measured[True].per_second, note)


@dataclass(frozen=True)
class _Measured:
    """Medians of all rounds."""

    cpu_ms: float
    per_second: float


@functools.cache
def _measured(bench: Bench) -> dict[bool, _Measured]:
    """What a response costs and how many there are a second, with script and without, in turn."""
    database = bench.copy("responses")
    slug = survey.prepare(bench.app(database))
    rounds: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    with bench.site(database) as site:
        survey.walking(bench, site, slug, at_once=8, count=_COUNT)
        for _ in range(_ROUNDS):
            for script, measured in rounds.items():
                before = bench.cpu_seconds(site)
                counted = survey.walking(bench, site, slug, script=script, at_once=8, count=_COUNT)
                cost = (bench.cpu_seconds(site) - before) * 1000 / counted["count"]
                measured.append((cost, counted["per_second"]))
    return {script: _Measured(*map(statistics.median, zip(*each, strict=True))) for script, each in rounds.items()}
