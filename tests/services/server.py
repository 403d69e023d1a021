"""What every throw-away server does: start on a free port, wait until it answers, and never outlive its starter."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from engage.processes import die_with_parent, free_port, listens

_START_SECONDS = 30
_STOP_SECONDS = 10
_FOLDER = "engage-server-"


class ServerMissing(Exception):
    """The machine lacks the program that a throw-away server needs; the text says which."""


def wait_until(happened: Callable[[], bool], seconds: float, what: str) -> None:
    """Look every 20 ms until `happened()`; raises TimeoutError naming `what` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


class Server:
    """One child process with a folder of its own; start it once, and it stops with the session."""

    name = "server"
    stop_signal = signal.SIGTERM
    as_user: str | None = None

    def __init__(self) -> None:
        self.port = 0
        self.folder = Path()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def command(self) -> list[str]:
        """The command line; called once `port` and `folder` are set."""
        raise NotImplementedError(self.name)

    def prepare(self) -> None:
        """Anything to do in the empty folder before the server starts."""

    def ready(self) -> bool:
        """True once the server takes work."""
        return listens(self.port)

    def start(self) -> Self:
        """Start the server and wait until it answers; raises ServerMissing or TimeoutError."""
        _remove_leftovers()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-{self.name}-"))
        atexit.register(self.stop)
        if self.as_user is not None:
            shutil.chown(self.folder, self.as_user, self._group())
        self.prepare()
        self.port = free_port()
        return self.resume()

    def resume(self) -> Self:
        """Start again after `halt`, with the same port and what its folder holds.

        The server ends with the thread that started it: Linux takes that for its parent.
        """
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.as_user,
                group=self._group(),
                extra_groups=[] if self.as_user else None,
                preexec_fn=die_with_parent(self.stop_signal),  # noqa: PLW1509 - one system call, made ready before
            )
        wait_until(self._ready_or_dead, _START_SECONDS, f"{self.name} starts")
        return self

    @property
    def is_running(self) -> bool:
        """False after `halt`."""
        return self._process is not None

    def signal(self, number: signal.Signals) -> None:
        """Send the running process a signal: SIGSTOP freezes it, SIGCONT lets it go on."""
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        """End the process and remove its folder. Harmless when repeated."""
        atexit.unregister(self.stop)
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def halt(self) -> None:
        """End the process, by force when it will not go; its folder stays."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)  # a frozen one would not hear
            self._process.send_signal(self.stop_signal)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def run(self, *arguments: str | Path) -> None:
        """Run a command to its end in the server's folder, as the server's user."""
        subprocess.run(
            arguments,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
            user=self.as_user,
            group=self._group(),
            extra_groups=[] if self.as_user else None,
        )

    def _group(self) -> int | None:
        return pwd.getpwnam(self.as_user).pw_gid if self.as_user else None

    def _ready_or_dead(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            raise RuntimeError(f"{self.name} ended at once:\n{(self.folder / 'log').read_text(errors='replace')}")
        return self.ready()


def unprivileged_user() -> str | None:
    """Whom to run a server as that refuses root: None when we are not root, else `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _remove_leftovers() -> None:
    """Remove the folders of earlier starters that were killed before they could tidy up."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        starter = folder.name.removeprefix(_FOLDER).split("-")[0]
        if not Path(f"/proc/{starter}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)
