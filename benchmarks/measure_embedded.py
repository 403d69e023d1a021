"""What the embedded default bears, started as `make run` does: SQLite, the queue in files, one worker."""

from collections.abc import Iterator

from benchmarks import survey
from benchmarks.bench import ENGAGE, Bench, Site
from benchmarks.figures import Result, figure
from benchmarks.measure_messages import mail_server, sent_per_second, written
from engage.app import create_app
from engage.config import load_settings
from engage.processes import answers, free_port
from tests.services.program import running

_MAILS = 400
_RESPONSES = 60
_AT_ONCE = (1, 8, 32)


@figure("embedded_per_s", unit="1/s")
def embedded_per_s(bench: Bench) -> Iterator[Result]:
    """Whole responses a second by so many citizens at once, and mails of a campaign."""
    port = free_port()
    with mail_server(bench) as smtp_port:
        folder = bench.folder / "embedded"
        settings = bench.environment("", REDIS_URL="", DATA_DIR=str(folder), PORT=str(port), SMTP_PORT=str(smtp_port))
        bench.engage("db", "upgrade", environment=settings)
        app = create_app(load_settings(settings))
        slug = survey.prepare(app)
        with running(
            [ENGAGE, "run", "--no-demo"], settings, bench.folder / "log-run", lambda: answers(port)
        ) as program:
            site = Site(port, program.pid)
            survey.walking(bench, site, slug, at_once=8, count=_RESPONSES)
            for at_once in _AT_ONCE:
                yield _responses(bench, site, slug, at_once)
            with app.app_context():
                yield Result(sent_per_second(written(_MAILS), _MAILS), "of a campaign, by one worker process", "mails")


def _responses(bench: Bench, site: Site, slug: str, at_once: int) -> Result:
    counted = survey.walking(bench, site, slug, at_once=at_once, count=_RESPONSES)
    note = f"whole responses; 95 in 100 took at most {counted['p95_ms'] / 1000:.1f} s for their six requests"
    return Result(counted["per_second"], note, f"{at_once} at once")
