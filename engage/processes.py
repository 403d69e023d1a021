"""Several programs run together: started, restarted when they die, and ended together."""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_PR_SET_PDEATHSIG = 1
_LOOK_SECONDS = 0.3
_GRACE_SECONDS = 10.0
_STEADY_SECONDS = 60.0
_LONGEST_PAUSE = 30.0


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    """True when another program holds the port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
        return False


def listens(port: int) -> bool:
    """True when something accepts connections on the port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answers(port: int) -> bool:
    """True when the web server of that port serves pages, which is later than that the port is open."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def die_with_parent(with_signal: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn` that makes Linux signal the child when its parent is gone, also after kill -9."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def ask_the_kernel() -> None:
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, int(with_signal))

    return ask_the_kernel


@dataclass(frozen=True)
class Program:
    """One program to keep running; `name` is what the person at the terminal reads."""

    name: str
    command: Sequence[str]


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 1.0
    due_at: float = field(default_factory=time.monotonic)


class Supervisor:
    """Keeps programs running until told to stop; a program that dies is started again, after ever longer pauses."""

    def __init__(self, programs: Sequence[Program], environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._children = [_Child(program) for program in programs]
        self._environment = environment
        self._say = say
        self._stop = threading.Event()
        self._hurry = False

    def run(self, is_ready: Callable[[], bool], welcome: Callable[[], None]) -> None:
        """Keep everything running until SIGINT or SIGTERM ends it all; call `welcome` once `is_ready`."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        welcomed = False
        try:
            while not self._stop.is_set():
                self._keep_running()
                if not welcomed and is_ready():
                    welcome()
                    welcomed = True
                self._stop.wait(_LOOK_SECONDS)
        finally:
            self._end_all()

    def _on_signal(self, _number: int, _frame: object) -> None:
        self._hurry = self._stop.is_set()
        self._stop.set()

    def _keep_running(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and (code := child.process.poll()) is not None:
                self._bury(child, code, now)
            if child.process is None and child.due_at <= now:
                child.started_at = now
                child.process = subprocess.Popen(
                    child.program.command,
                    env=dict(self._environment),
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call, made ready before
                )

    def _bury(self, child: _Child, code: int, now: float) -> None:
        if child.process is not None:
            _kill_group(child.process.pid)
        child.process = None
        if now - child.started_at > _STEADY_SECONDS:
            child.pause = 1.0
        child.due_at = now + child.pause
        how = f"signal {-code}" if code < 0 else f"code {code}"
        self._say(f"The {child.program.name} ended ({how}); it starts again in {child.pause:.0f} s.")
        child.pause = min(child.pause * 2, _LONGEST_PAUSE)

    def _end_all(self) -> None:
        """Ask every program to end, give them ten seconds (none after a second Ctrl-C), then leave nobody behind."""
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _GRACE_SECONDS
        while not self._hurry and time.monotonic() < deadline and any(process.poll() is None for process in running):
            time.sleep(0.05)
        for process in running:
            _kill_group(process.pid)
            process.wait()


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
