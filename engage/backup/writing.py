"""Writing a copy while the platform is in use: the rows as they were at one moment, and the files they speak of."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from engage.backup.rows import line_of
from engage.config import Settings
from engage.consultations import files
from engage.core import clock
from engage.core.db import Base, session, snapshot
from engage.core.errors import DomainError
from engage.core.tokens import keyed_hash

FORMAT = 1
SECRETS = {"secret_key", "password_salt", "smtp_password", "database_url", "redis_url", "smtp_user"}
ROWS_AT_ONCE = 1000


class FolderNotEmpty(DomainError):
    """A copy is never written over another, nor among other files."""

    code = "backup_folder_not_empty"


class FilesMissing(DomainError):
    """Rows speak of documents that are not in the data folder: the copy would not be whole."""

    code = "backup_files_missing"


@dataclass(frozen=True)
class Part:
    """One file of the copy: how many rows it has (0 for documents), and its checksum."""

    sha256: str
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """What a copy holds. `key` tells whether a platform has the same SECRET_KEY, and nothing of it."""

    format: int
    made_at: str
    migration: str
    key: str
    columns: dict[str, list[str]]
    parts: dict[str, Part] = field(default_factory=dict)


def write_copy(folder: Path) -> Manifest:
    """Write a whole copy into `folder`, new or empty. Raises FolderNotEmpty, FilesMissing.

    The manifest is written last: a folder without one is no copy.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmpty
    (folder / "tables").mkdir(parents=True)
    (folder / "files").mkdir()
    with snapshot():
        manifest = _begin()
        for table in Base.metadata.sorted_tables:
            manifest.parts[f"tables/{table.name}.jsonl.gz"] = _write_table(table, folder)
        wanted = set(session().scalars(sa.text("SELECT public_id FROM documents")))
    manifest.parts.update(_copy_files(wanted, folder))
    (folder / "settings.env").write_text("".join(_settings()))
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
    return manifest


def key_fingerprint() -> str:
    """The same for the same SECRET_KEY, and of no use to who wants the key."""
    return keyed_hash("backup", "which key private links are made with")


def checksum(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _begin() -> Manifest:
    if session().get_bind().dialect.name == "postgresql":
        session().execute(sa.text("SET LOCAL statement_timeout = 0"))
    revision = session().scalar(sa.text("SELECT version_num FROM alembic_version"))
    columns = {table.name: [column.name for column in table.columns] for table in Base.metadata.sorted_tables}
    return Manifest(FORMAT, clock.now().isoformat(), str(revision), key_fingerprint(), columns)


def _write_table(table: sa.Table, folder: Path) -> Part:
    path = folder / "tables" / f"{table.name}.jsonl.gz"
    found = session().execute(
        sa.select(table).order_by(*table.primary_key.columns),
        execution_options={"yield_per": ROWS_AT_ONCE},
    )
    rows = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as out:
        for row in found:
            out.write(line_of(row))
            rows += 1
    return Part(checksum(path), rows)


def _copy_files(wanted: set[str], folder: Path) -> Iterator[tuple[str, Part]]:
    """Copy the documents; one that was removed since the rows were read is left out only if its row is gone too."""
    gone = [public_id for public_id in wanted if not _copied(public_id, folder)]
    still_there = set(session().scalars(sa.text("SELECT public_id FROM documents")))
    if missing := sorted(set(gone) & still_there):
        raise FilesMissing(names=", ".join(missing))
    for public_id in sorted(wanted - set(gone)):
        yield f"files/{public_id}", Part(checksum(folder / "files" / public_id))


def _copied(public_id: str, folder: Path) -> bool:
    try:
        shutil.copyfile(files.path_of(public_id), folder / "files" / public_id)
    except FileNotFoundError:
        return False
    return True


def _settings() -> Iterator[str]:
    """The settings as an environment file; secrets are named, not told."""
    settings: Settings = current_app.config["SETTINGS"]
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if name in SECRETS:
            yield f"# {name.upper()}= (kept with your other secrets)\n"
        else:
            yield f"{name.upper()}={int(value) if isinstance(value, bool) else value}\n"
