"""The embedded queue: kombu's, with jobs that are there wholly or not at all.

Kombu's own writes a job where it is read: a worker that looks between open and write, or after a disk was full, reads
half a job and ends. It also takes jobs by way of the machine's folder for temporary files, often another disk.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import structlog
from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

log = structlog.get_logger()


class Channel(filesystem.Channel):
    """Takes and gives whole jobs."""

    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]  # as kombu's does
        job = Path(self.data_folder_out) / f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        unfinished = job.with_suffix(".part")
        try:
            job.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(dumps(payload))
            unfinished.rename(job)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise ChannelError(f"Cannot add a job to {job.parent}: {error.strerror}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        taken = Path(self.processed_folder)
        taken.mkdir(parents=True, exist_ok=True)
        for job in sorted(self._waiting(queue)):
            try:
                mine = job.rename(taken / job.name)
            except FileNotFoundError:  # another worker was quicker
                continue
            written = mine.read_bytes()
            mine.unlink()
            try:
                return loads(written)
            except ValueError:
                log.warning("job_unreadable", queue=queue)
        raise Empty

    def _size(self, queue: str) -> int:
        return sum(1 for _ in self._waiting(queue))

    def _waiting(self, queue: str) -> Iterator[Path]:
        return Path(self.data_folder_in).glob(f"*.{queue}.msg")


class Transport(filesystem.Transport):
    """Told to celery by name, see `jobs.configure`."""

    Channel = Channel
