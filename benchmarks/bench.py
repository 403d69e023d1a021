"""What a measurement may use: PostgreSQL, Redis, folders, and programs that end with it."""

import contextlib
import functools
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engage.processes import die_with_parent, listens
from tests.services import PostgreSQL, Redis
from tests.services.server import wait_until

ROOT = Path(__file__).parent.parent


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
    def folder(self) -> Path:
        """An empty folder."""
        return Path(self.enter_context(tempfile.TemporaryDirectory(prefix="engage-bench-")))

    @contextlib.contextmanager
    def program(self, command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[float]:
        """Run a program until it serves a port; gives the moment at which it was begun (perf_counter)."""
        log = self.folder / f"log-{port}"
        with log.open("wb") as output:
            begun = time.perf_counter()
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call, made ready before
            )
        try:
            wait_until(lambda: listens(port) or process.poll() is not None, 120, f"{command[0]} starts")
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended at once:\n{log.read_text(errors='replace')}")
            yield begun
        finally:
            process.terminate()
            process.wait(30)
