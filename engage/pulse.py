"""A worker's pulse: a file that its main loop touches while it is connected to the queue, and the look at it.

A health check that asked over the queue would call a worker ill because the broker is busy, would leave a reply
behind in Redis each time, and would need every feature loaded. The time of a file costs nothing and needs nobody.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from pathlib import Path

import click

from engage.config import load_settings

BEAT_SECONDS = 10.0
MAY_BE_SILENT = 60.0
_FORGOTTEN_AFTER = 24 * 3600.0


def node_name(queues: Sequence[str]) -> str:
    """What a worker of these queues is called on this machine, such as `mail@server1`; its pulse has that name too."""
    return f"{'-'.join(queues)}@{socket.gethostname()}"


class Pulse:
    """The pulses of all workers that share a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "workers"

    def beat(self, node: str) -> None:
        """Note that the worker is alive now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / node).touch()

    def end(self, node: str) -> None:
        """Note that the worker has ended; also forget those that ended without a word, a day ago or more."""
        (self.folder / node).unlink(missing_ok=True)
        for left in self.folder.glob("*@*"):
            if (age := _age(left)) is not None and age > _FORGOTTEN_AFTER:
                left.unlink(missing_ok=True)

    def silence(self, queues: Sequence[str] = ()) -> float | None:
        """Seconds since the worker of these queues on this machine beat, None if never; without queues, any worker."""
        names = [node_name(queues)] if queues else [path.name for path in self.folder.glob(f"*@{socket.gethostname()}")]
        ages = [age for name in names if (age := _age(self.folder / name)) is not None]
        return min(ages, default=None)


def _age(path: Path) -> float | None:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return None


@click.command("worker-alive")
@click.argument("queues", nargs=-1)
def worker_alive_command(queues: tuple[str, ...]) -> None:
    """Whether the worker of these QUEUES runs on this machine and is connected (without queues: any worker)."""
    silence = Pulse(load_settings(os.environ).data_dir).silence(queues)
    if silence is None:
        raise click.ClickException(f"no worker of {' '.join(queues) or 'any queue'} runs on this machine.")
    if silence > MAY_BE_SILENT:
        raise click.ClickException(f"the worker has been silent for {silence:.0f} seconds.")
    click.echo("alive")
