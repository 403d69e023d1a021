"""A program of ours run as its own process: until it is ready, for as long as it is needed, and never longer."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from engage.processes import die_with_parent
from tests.services.server import wait_until

ROOT = Path(__file__).parents[2]


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    log: Path,
    ready: Callable[[], bool],
    seconds: float = 120,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command in the project's folder; what it prints goes to `log`.

    `environment` is added to ours. Raises RuntimeError with the log when it ends before `ready()`, TimeoutError when
    that takes longer than `seconds`.
    """
    with log.open("wb") as output:
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
        wait_until(lambda: ready() or process.poll() is not None, seconds, f"{command[0]} starts")
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended at once:\n{log.read_text(errors='replace')}")
        yield process
    finally:
        process.terminate()
        process.wait(30)
