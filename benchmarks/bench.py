"""What a measurement may use: PostgreSQL, Redis, folders, web servers and workers that end with it."""

import contextlib
import dataclasses
import functools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks import processes
from engage.app import create_app
from engage.config import load_settings
from engage.core.db import db
from engage.processes import answers, free_port, listens
from engage.programs import web_server
from tests.services import PostgreSQL, Redis, SmtpSink
from tests.services.program import ROOT, running

ENGAGE = str(Path(sys.executable).with_name("engage"))
WORKERS, THREADS = 2, 4


@dataclasses.dataclass(frozen=True)
class Site:
    """A web server under measurement, and the process id of its master."""

    port: int
    pid: int


class Bench(contextlib.ExitStack):
    """Servers are started when first asked for, and end with the bench."""

    @functools.cached_property
    def postgresql(self) -> PostgreSQL:
        """A throw-away cluster."""
        server = PostgreSQL().start()
        self.callback(server.stop)
        return server

    @functools.cached_property
    def redis(self) -> Redis:
        """A throw-away Redis."""
        server = Redis().start()
        self.callback(server.stop)
        return server

    @functools.cached_property
    def sink(self) -> SmtpSink:
        """A mail server that takes everything."""
        server = SmtpSink().start()
        self.callback(server.stop)
        return server

    @functools.cached_property
    def folder(self) -> Path:
        """An empty folder."""
        return Path(self.enter_context(tempfile.TemporaryDirectory(prefix="engage-bench-")))

    @functools.cached_property
    def demo(self) -> str:
        """The address of a database with the demo in it; measurements that write take a `copy` of it."""
        url = self.empty("demo")
        self.engage("demo", environment=self.environment(url))
        return url

    def copy(self, name: str) -> str:
        """A database of that name with the demo in it."""
        assert self.demo
        return self.postgresql.create_database(name, template="demo")

    def empty(self, name: str) -> str:
        """A database of that name with every table and nothing in them."""
        assert self._blank
        return self.postgresql.create_database(name, template="blank")

    @functools.cached_property
    def _blank(self) -> str:
        """The database that the others are copied from; nothing ever connects to it again."""
        url = self.postgresql.create_database("blank")
        self.engage("db", "upgrade", environment=self.environment(url))
        return url

    def environment(self, database: str, **more: str) -> dict[str, str]:
        """Settings as on a small server: behind one proxy, limits counted in Redis, mail to the sink."""
        return {
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url(),
            "DATA_DIR": str(self.folder),
            "SECRET_KEY": "a secret that only the benchmark knows, long enough",
            "PASSWORD_SALT": "salt",
            "TRUSTED_PROXIES": "1",
            "SMTP_HOST": self.sink.host,
            "SMTP_PORT": str(self.sink.port),
            "MAIL_PER_MINUTE": "60000",
        } | more

    def engage(self, *arguments: str, environment: Mapping[str, str]) -> str:
        """Run a command of ours to its end; what it printed."""
        told = os.environ | dict(environment)
        done = subprocess.run([ENGAGE, *arguments], cwd=ROOT, env=told, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"engage {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def app(self, database: str) -> Flask:
        """An app of the measurement's own on a database, for preparing and looking; not measured."""
        app = create_app(load_settings(self.environment(database)))
        self.callback(_let_go, app)
        return app

    @contextlib.contextmanager
    def site(self, database: str, app: str = "wsgi:app") -> Iterator[Site]:
        """Serve an app (ours, or the floor) on a database by the web server and settings that `engage web` uses."""
        port = free_port()
        command = [sys.executable, "-m", *web_server(app, f"127.0.0.1:{port}", workers=WORKERS, threads=THREADS)]
        ready = functools.partial(answers, port) if app == "wsgi:app" else functools.partial(listens, port)
        with running(command, self.environment(database), self.folder / f"log-{port}", ready) as process:
            yield Site(port, process.pid)

    @contextlib.contextmanager
    def program(self, command: Sequence[str], environment: Mapping[str, str], name: str) -> Iterator[int]:
        """Run a program that has no port; gives its process id."""
        with running(command, environment, self.folder / f"log-{name}", lambda: True) as process:
            yield process.pid

    def load(self, kind: str, site: Site, **plan: Any) -> dict[str, Any]:
        """Put a load on a site from a process of its own, and bring what it counted; see benchmarks/load.py."""
        task = json.dumps({"kind": kind, "port": site.port, **plan})
        command = [sys.executable, "-m", "benchmarks.load"]
        done = subprocess.run(command, cwd=ROOT, input=task, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the load failed:\n{done.stderr[-3000:]}")
        counted: dict[str, Any] = json.loads(done.stdout)
        return counted

    def cpu_seconds(self, site: Site) -> float:
        """CPU used so far by a site, PostgreSQL and Redis together."""
        return sum(processes.cpu_seconds(pid) for pid in (site.pid, self.postgresql.pid, self.redis.pid))


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
