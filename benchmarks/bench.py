"""What a measurement may use: PostgreSQL, Redis, folders, and programs that end with it."""

import contextlib
import functools
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engage.processes import listens
from tests.services import PostgreSQL, Redis
from tests.services.program import running


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
        begun = time.perf_counter()
        with running(command, environment, self.folder / f"log-{port}", lambda: listens(port)):
            yield begun
