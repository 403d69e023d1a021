"""The embedded queue gives whole jobs, each once, whatever lies in its folder."""

from __future__ import annotations

import resource
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.simple import SimpleQueue

FOLDERS = {"data_folder_in": "messages", "data_folder_out": "messages", "processed_folder": "processed"}


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Connection]:
    """A connection to a queue of its own."""
    places = {name: str(tmp_path / folder) for name, folder in FOLDERS.items()}
    options = places | {"control_folder": str(tmp_path / "control")}
    with Connection(
        "filesystem://localhost", transport="engage.core.filequeue:Transport", transport_options=options
    ) as opened:
        yield opened


def name_of(line: Connection) -> str:
    """The queue's: another for each test, for kombu knows a name only once in a process."""
    folder = Path((line.transport_options or {})["data_folder_in"]).parent.name
    return "".join(letter for letter in folder if letter.isalnum())


def jobs_in(line: Connection) -> list[int]:
    """All that is waiting."""
    queue, found = SimpleQueue(line.channel(), name_of(line)), list[int]()
    while True:
        try:
            message = queue.get(block=False)
        except queue.Empty:
            return found
        found.append(message.payload)
        message.ack()


def test_what_nobody_can_read_stands_in_nobodys_way(line: Connection, tmp_path: Path) -> None:
    """Left by a full disk, or by a version before this one that was killed over it."""
    queue = SimpleQueue(line.channel(), name_of(line))
    queue.put(1)
    (tmp_path / "messages" / f"0_a.{name_of(line)}.msg").touch()
    (tmp_path / "messages" / f"00_b.{name_of(line)}.msg").write_text('{"body": "ey')
    assert jobs_in(line) == [1]
    assert list((tmp_path / "messages").iterdir()) == list((tmp_path / "processed").iterdir()) == []


def test_a_full_disk_takes_no_job_and_leaves_nothing_behind(line: Connection, tmp_path: Path) -> None:
    queue = SimpleQueue(line.channel(), name_of(line))
    queue.put(1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(ChannelError):
            queue.put(2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(list((tmp_path / "messages").iterdir())) == 1
    assert jobs_in(line) == [1]


def test_a_folder_that_was_removed_is_there_again_with_the_next_job(line: Connection, tmp_path: Path) -> None:
    queue = SimpleQueue(line.channel(), name_of(line))
    shutil.rmtree(tmp_path / "messages", ignore_errors=True)
    shutil.rmtree(tmp_path / "processed", ignore_errors=True)
    assert jobs_in(line) == []
    queue.put(1)
    assert jobs_in(line) == [1]


def test_two_who_take_jobs_while_others_put_them_get_each_once(line: Connection) -> None:
    found = list[int]()

    def take() -> None:
        with line.clone() as own:
            while len(found) < 200:
                found.extend(jobs_in(own))

    takers = [threading.Thread(target=take) for _ in range(2)]
    for taker in takers:
        taker.start()
    queue = SimpleQueue(line.channel(), name_of(line))
    for number in range(200):
        queue.put(number)
    for taker in takers:
        taker.join(60)
    assert sorted(found) == list(range(200))
