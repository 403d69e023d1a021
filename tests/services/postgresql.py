"""A throw-away PostgreSQL cluster that forgets everything and never waits for the disk."""

import re
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.server import Server, ServerMissing, unprivileged_user

# Nothing here survives a power cut, and nothing has to; what was committed survives the end of the process.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "100",
    "timezone": "UTC",
    "log_min_messages": "fatal",
}


class PostgreSQL(Server):
    """One cluster; `create_database` hands out databases in it."""

    name = "postgresql"
    stop_signal = signal.SIGQUIT  # immediate: no checkpoint of what is thrown away

    def __init__(self) -> None:
        super().__init__()
        self.as_user = unprivileged_user()
        self._programs = _programs()

    def prepare(self) -> None:
        """Make the cluster: UTF-8, trusting whoever can reach 127.0.0.1."""
        data = self.folder / "data"
        self.run(
            self._programs / "initdb",
            *("--pgdata", data, "--auth", "trust", "--username", "postgres"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        )

    def command(self) -> list[str]:
        """The server in the foreground, its socket in its own folder."""
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        place = ["-D", f"{self.folder}/data", "-k", str(self.folder), "-p", str(self.port)]
        return [str(self._programs / "postgres"), *place, *settings]

    def ready(self) -> bool:
        """True once a query is answered, which is later than the port being open."""
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Make a database, empty or a copy of another, in place of any of that name; returns its SQLAlchemy address."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(copied.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def dump(self, database: str, file: Path) -> None:
        """Write all of a database to a file."""
        self._client("pg_dump", "--format=custom", "--compress=0", f"--file={file}", database)

    def restore(self, database: str, file: Path) -> None:
        """Fill an empty database from such a file, perhaps another cluster's."""
        self._client("pg_restore", "--exit-on-error", f"--dbname={database}", str(file))

    def _client(self, program: str, *arguments: str) -> None:
        place = ("--host=127.0.0.1", f"--port={self.port}", "--username=postgres")
        subprocess.run([self._programs / program, *place, *arguments], check=True)

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database in this cluster."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres connect_timeout=2"
        return psycopg.connect(address, autocommit=True)


def _programs() -> Path:
    """The folder of `initdb` and `postgres`, which Debian keeps out of PATH."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(answer.stdout.strip()))
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise ServerMissing("PostgreSQL (Debian: apt-get install postgresql)")


def _version(folder: Path) -> float:
    number = re.match(r"\d+(\.\d+)?", folder.parent.name)
    return float(number.group()) if number else 0.0
