"""What a citizen's whole response costs: every page shown and sent, the review, the receipt."""

import functools
import statistics

from benchmarks import survey
from benchmarks.bench import Bench
from benchmarks.figures import Result, figure

_ROUNDS = 5
_COUNT = 60


@figure("response_cpu_ms", unit="ms", at_most=25)
def response_cpu_ms(bench: Bench) -> Result:
    """CPU of gunicorn, PostgreSQL and Redis per response of three pages and eight questions."""
    costs, _rates = _measured(bench)
    return Result(
        statistics.median(costs), "10 requests: start, 3 pages shown and sent, review shown and sent, receipt"
    )


@figure("responses_per_s", unit="1/s", at_least=50)
def responses_per_s(bench: Bench) -> Result:
    """How many such responses are completed a second by eight citizens at once."""
    _costs, rates = _measured(bench)
    return Result(statistics.median(rates), "8 citizens at once, 2 web processes of 4 threads")


@functools.cache
def _measured(bench: Bench) -> tuple[list[float], list[float]]:
    """CPU milliseconds per response, and responses a second, round by round."""
    database = bench.copy("responses")
    slug = survey.prepare(bench.app(database))
    costs, rates = [], []
    with bench.site(database) as site:
        survey.walking(bench, site, slug, at_once=8, count=_COUNT)
        for _ in range(_ROUNDS):
            before = bench.cpu_seconds(site)
            counted = survey.walking(bench, site, slug, at_once=8, count=_COUNT)
            costs.append((bench.cpu_seconds(site) - before) * 1000 / counted["count"])
            rates.append(counted["per_second"])
    return costs, rates
