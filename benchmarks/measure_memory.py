"""What the processes keep in memory, at rest and after work."""

from collections.abc import Iterator

from benchmarks import processes, survey
from benchmarks.bench import ENGAGE, Bench, Site
from benchmarks.figures import Result, figure
from tests.services.server import wait_until

_REQUESTS = 10_000


@figure("memory_mb", unit="MB", at_most=130)
def memory_mb(bench: Bench) -> Iterator[Result]:
    """Each kind of process by its own share (PSS); the web again after 10,000 requests."""
    database = bench.copy("memory")
    slug = survey.prepare(bench.app(database))
    with bench.site(database) as site:
        for path in ("/", "/ideas", "/strategy", f"/surveys/{slug}", f"/surveys/{slug}/pages/way"):
            bench.load("hammer", site, path=path, at_once=8, count=40)
        rest = _web(site)
        yield Result(rest, "after a first page of each kind", "web process")
        for path in ("/ideas?q=sti", "/", f"/surveys/{slug}/pages/way", "/privacy"):
            bench.load("hammer", site, path=path, at_once=8, count=_REQUESTS // 4)
        yield Result(_web(site), f"after {_REQUESTS:,} requests more; {_web(site) - rest:+.1f} MB", "web process")
    worker, waiting = [ENGAGE, "worker", "mail", "bulk"], bench.environment(database)
    idle = waiting | {"REDIS_URL": bench.redis.url(9)}
    for name, note, command, environment, processes_there in (
        ("worker", "at rest, with its pool of two", worker, idle, 3),
        ("worker", "after the demo's mails and summaries", worker, waiting, 3),
        ("schedule", "at rest", [ENGAGE, "schedule"], idle, 1),
    ):
        with bench.program(command, environment, name) as pid:
            wait_until(lambda pid=pid, least=processes_there: len(processes.tree(pid)) >= least, 60, name)  # type: ignore[misc]
            yield Result(_settled(pid), note, name)


def _web(site: Site) -> float:
    workers = [pid for pid in processes.tree(site.pid) if pid != site.pid]
    return sum(processes.memory_mb(pid) for pid in workers) / len(workers)


def _settled(pid: int) -> float:
    """The memory of a process and its children once it no longer grows."""
    sizes = [0.0]

    def is_still() -> bool:
        sizes.append(sum(processes.memory_mb(one) for one in processes.tree(pid)))
        return len(sizes) > 100 and abs(sizes[-1] - sizes[-100]) < 0.5

    wait_until(is_still, 60, "memory settles")
    return sizes[-1]
