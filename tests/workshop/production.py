"""The services of docker-compose.yml as processes of this machine in production mode, and a browser to call them."""

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask, Response, request

from engage.processes import die_with_parent, free_port
from tests.fixtures.clients import PageClient
from tests.workshop.compose import our_commands, services

HOST = "deltag.example.dk"
ENGAGE = str(Path(sys.executable).with_name("engage"))


class Production:
    """Every `engage` command of the file, started from a folder that is not the repository."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.mail_port = free_port()
        self.settings = services()["web"]["environment"] | {"DATA_DIR": str(folder / "data")} | settings
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [ENGAGE, *command], cwd=self.folder, env=self._environment(), capture_output=True, text=True
        )

    def start(self) -> None:
        """Migrate, then start every service that stays."""
        commands = {name: line for name, line in our_commands().items() if not name.endswith(": health")}
        done = self.call(*commands.pop("migrate")[1:])
        assert done.returncode == 0, done.stderr
        places = {"0.0.0.0:8000": f"127.0.0.1:{self.port}", "0.0.0.0": "127.0.0.1", "1025": str(self.mail_port)}
        for name, line in commands.items():
            with (self.folder / f"{name}.log").open("wb") as log:
                self.running[name] = subprocess.Popen(
                    [ENGAGE, *(places.get(word, word) for word in line[1:])],
                    cwd=self.folder,
                    env=self._environment(),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call, made ready before
                )

    def stop(self, name: str) -> float:
        """Ask a service to end; seconds that it took. Raises TimeoutExpired past its grace period."""
        process = self.running[name]
        begun = time.monotonic()
        process.terminate()
        process.wait(float(services()[name]["stop_grace_period"].removesuffix("s")))
        return time.monotonic() - begun

    def kill(self) -> None:
        """Leave nobody behind."""
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def log(self) -> str:
        """All that was logged, by everybody."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def get(self, path: str, host: str = HOST) -> tuple[int, str]:
        """Status and text of a page, asked for as the proxy asks."""
        answer = self._ask("GET", path, {"Host": host}, b"")
        return answer.status, answer.read().decode()

    def client(self) -> PageClient:
        """A browser whose requests go to the running web service; every page is checked."""
        door = Flask("door", static_folder=None)
        door.config.update(SERVER_NAME=HOST, PREFERRED_URL_SCHEME="https")
        door.test_client_class = PageClient

        def forward(path: str) -> Response:
            headers = {name: value for name, value in request.headers.items() if name != "Content-Length"}
            answer = self._ask(request.method, request.full_path.rstrip("?"), headers, request.get_data())
            response = Response(answer.read(), answer.status)
            response.headers.clear()
            response.headers.extend([(name, value) for name, value in answer.getheaders() if name != "Connection"])
            return response

        door.add_url_rule("/", "home", forward, defaults={"path": ""}, methods=["GET", "POST"])
        door.add_url_rule("/<path:path>", "page", forward, methods=["GET", "POST"])
        client = door.test_client()
        assert isinstance(client, PageClient)
        client.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
        return client

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body or None, headers | {"Connection": "close"})
        return connection.getresponse()

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], **self.settings}
