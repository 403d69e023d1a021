"""A throw-away Redis that keeps nothing on the disk."""

import shutil

from tests.services.server import Server, ServerMissing


class Redis(Server):
    """One server with the usual sixteen numbered databases."""

    name = "redis"

    def __init__(self) -> None:
        super().__init__()
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            raise ServerMissing("Redis (Debian: apt-get install redis-server)")
        self._program = program

    def command(self) -> list[str]:
        """The server in the foreground, without snapshot and append-only file."""
        place = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        return [self._program, *place, "--save", "", "--appendonly", "no"]

    def url(self, number: int = 0) -> str:
        """The address of one numbered database."""
        return f"redis://127.0.0.1:{self.port}/{number}"
