"""`engage run`: four programs that start, come back when they die, and end together, leaving the data behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from engage.processes import answers, free_port, is_taken
from tests.services.server import wait_until

ENGAGE = Path(sys.executable).with_name("engage")
ROOT = Path(__file__).parents[2]


class Running:
    """`engage run` on the embedded default, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log"
        self.environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
        }
        self.process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            return subprocess.Popen(
                [ENGAGE, "run", "--no-demo"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def children(self) -> list[int]:
        parent = f"PPid:\t{self.process.pid}\n"
        return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if parent in status_of(folder)]

    def wait_until_welcome(self) -> str:
        wait_until(lambda: "Ctrl-C ends everything" in self.log.read_text(), 60, "the platform starts")
        return self.log.read_text()

    def end(self, with_signal: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(with_signal)
        return self.process.wait(30)


def status_of(process: Path) -> str:
    try:
        return (process / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return ""


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    platform = Running(tmp_path)
    yield platform
    if platform.process.poll() is None:
        platform.process.kill()
        platform.process.wait()


def test_one_command_runs_it_all_and_ends_it_all(running: Running) -> None:
    welcome = running.wait_until_welcome()
    assert f"http://127.0.0.1:{running.port}/" in welcome
    children = running.children()
    assert len(children) == 4
    address = f"http://127.0.0.1:{running.port}/staff/account/login"
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.status == 200
    assert running.end() == 0
    assert not alive(children)
    assert not is_taken(running.port)
    assert "Traceback" not in running.log.read_text()

    # a second run keeps the data, and a killed supervisor leaves nobody behind
    database = Path(running.environment["DATA_DIR"]) / "engage.db"
    made = database.stat().st_ino
    running.process = running.start()
    running.wait_until_welcome()
    assert database.stat().st_ino == made
    children = running.children()
    running.process.kill()
    running.process.wait()
    wait_until(lambda: not alive(children), 30, "the children end")


def test_what_dies_comes_back(running: Running) -> None:
    running.wait_until_welcome()
    before = running.children()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(set(running.children()) - set(before)) == 4, 30, "all four come back")
    wait_until(lambda: answers(running.port), 30, "pages are served again")
    assert "The web server ended (signal 9); it starts again in 1 s." in running.log.read_text()
    assert running.end(signal.SIGTERM) == 0


def test_a_taken_port_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PORT": str(port)}
        done = subprocess.run([ENGAGE, "run"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    [line] = done.stderr.strip().splitlines()
    assert f"port {port} is taken" in line
    assert not (tmp_path / "engage.db").exists()


def test_a_wrong_setting_is_said_in_one_line(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "PORT": "many"}
    done = subprocess.run([ENGAGE, "run"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("engage: PORT: ")
    assert len(done.stderr.strip().splitlines()) == 1
