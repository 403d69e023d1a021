"""The whole platform as its own processes, on servers of its own, all of which can be hurt."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from flask import Flask

from engage.core.jobs import Job
from engage.processes import answers, free_port
from tests.fixtures.apps import MakeApp, build_schema
from tests.services import PostgreSQL, Redis, SmtpSink
from tests.services.program import ROOT, running
from tests.services.server import wait_until


@dataclass
class Platform:
    """`app` is the test's own app on the same database; its servers are None on the embedded default."""

    url: str
    app: Flask
    postgresql: PostgreSQL | None
    redis: Redis | None
    smtp: SmtpSink
    settings: dict[str, str]
    log: Path
    supervisor: int = 0  # `engage run`, which starts again what dies
    _running: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @property
    def kind(self) -> str:
        """What it stands on, for people."""
        return "PostgreSQL, Redis" if self.postgresql else "embedded default"

    @property
    def data(self) -> Path:
        """The data folder."""
        return Path(self.settings["DATA_DIR"])

    def start(self) -> None:
        """Start everything, and wait until pages come."""
        command: list[str | Path] = [Path(sys.executable).with_name("engage"), "run", "--no-demo"]
        port = int(self.settings["PORT"])
        process = self._running.enter_context(running(command, self.settings, self.log, lambda: answers(port)))
        self.supervisor = process.pid

    def stop(self) -> None:
        """End everything, as Ctrl-C does."""
        self._running.close()

    def processes(self) -> dict[str, list[int]]:
        """The living processes: web, worker and schedule, each with its children."""
        found: dict[str, list[int]] = {"web": [], "worker": [], "schedule": []}
        for child in children(self.supervisor):
            command = _command(child)
            kind = "web" if "gunicorn" in command else "schedule" if " beat " in command else "worker"
            found[kind] += [child, *children(child)]
        return found

    def kill_one(self, chance: random.Random) -> str:
        """kill -9 a process picked by chance; what it was."""
        wait_until(lambda: any(self.processes().values()), 60, "something lives that can be killed")
        found = {kind: processes for kind, processes in self.processes().items() if processes}
        kind = chance.choice(list(found))
        place = chance.randrange(len(found[kind]))
        with contextlib.suppress(ProcessLookupError):
            os.kill(found[kind][place], signal.SIGKILL)
        parts = {"worker": "pool process", "web": "web process"}
        return f"kill -9 of a {parts[kind] if place else kind}"

    def sweep_soon(self) -> None:
        """Have the sweep come now rather than within a minute."""
        send_job(Job.SWEEP, "sweep", self.settings)

    def answers(self, path: str = "/healthz", seconds: float = 5) -> bool:
        """True when a page comes."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=seconds) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.HTTPError):
            return False

    def wait_until_up(self, seconds: float = 90) -> None:
        """Wait until pages come again."""
        wait_until(lambda: self.answers("/"), seconds, "the platform answers")


def send_job(name: str, queue: str, settings: Mapping[str, str]) -> None:
    """Send a job over the real queue of these settings; this process keeps its own jobs in memory."""
    code = f"from worker.schedule import celery; celery.send_task({str(name)!r}, queue={queue!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | dict(settings), check=True, timeout=60)


def children(parent: int) -> list[int]:
    """The living child processes of a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            status = (folder / "status").read_text()
            if f"PPid:\t{parent}\n" in status and "State:\tZ" not in status:
                found.append(int(folder.name))
    return sorted(found)


def _command(process: int) -> str:
    with contextlib.suppress(OSError):
        return (Path("/proc") / str(process) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


@contextlib.contextmanager
def platform(
    folder: Path, make_app: MakeApp, *, embedded: bool = False, smtp: SmtpSink | None = None
) -> Iterator[Platform]:
    """A platform on PostgreSQL and Redis, or on the embedded default; its data in `folder`."""
    with contextlib.ExitStack() as stack:
        servers: dict[str, str] = {}
        postgresql = redis = None
        if not embedded:
            postgresql, redis = PostgreSQL().start(), Redis().start()
            stack.callback(postgresql.stop)
            stack.callback(redis.stop)
            servers = {"DATABASE_URL": postgresql.create_database("engage"), "REDIS_URL": redis.url()}
        if smtp is None:
            smtp = SmtpSink().start()
            stack.callback(smtp.stop)
        port = free_port()
        settings = servers | {
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": "a secret that only the tests know, long enough",
            "PASSWORD_SALT": "salt",
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SMTP_HOST": smtp.host,
            "SMTP_PORT": str(smtp.port),
            "RATE_LIMITS": "0",
            "MAIL_PER_MINUTE": "60000",
            "PORT": str(port),
        }
        app = make_app(**settings)
        build_schema(app)
        started = Platform(settings["PUBLIC_URL"], app, postgresql, redis, smtp, settings, folder / "log")
        stack.callback(started.stop)
        started.start()
        with app.app_context():
            yield started


def eventually(seen: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something to come right by itself; a database that is just coming up is no answer yet."""

    def look() -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            return seen()
        return False

    wait_until(look, seconds, what)
