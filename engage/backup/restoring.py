"""Making a running platform of a copy: into an empty database, whole or not at all, and nothing is sent by surprise.

What waited to be sent when the copy was made may have been sent since by the platform it was made of. So it is held:
single messages are parked where staff see them, campaigns are paused, and a person decides.
"""

from __future__ import annotations

import gzip
import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_migrate
import sqlalchemy as sa

from engage.backup.rows import column_for, row_of
from engage.backup.writing import FORMAT, ROWS_AT_ONCE, Manifest, Part, checksum, key_fingerprint
from engage.consultations import files
from engage.core.db import Base, session, transaction
from engage.core.errors import Conflict, DomainError
from engage.invitations.service import hold_all as hold_campaigns
from engage.messages.service import hold_waiting


class NotACopy(DomainError):
    """The folder holds no copy, or one of a newer platform."""

    code = "backup_not_a_copy"


class CopyDamaged(DomainError):
    """A file of the copy is missing or is not what was written."""

    code = "backup_damaged"


class DatabaseNotEmpty(Conflict):
    """The database holds content, which is never overwritten."""

    code = "restore_database_not_empty"


@dataclass(frozen=True)
class Restored:
    """What came back. `held`: messages parked; `paused`: campaigns held; `same_key`: private links sent before open."""

    rows: int
    files: int
    held: int
    paused: int
    same_key: bool


def restore_copy(folder: Path, *, hold: bool = True) -> Restored:
    """Bring a copy back. Raises NotACopy, CopyDamaged, DatabaseNotEmpty, and then nothing is changed."""
    manifest = read_manifest(folder)
    _check(manifest, folder)
    flask_migrate.upgrade(revision=manifest.migration)
    with transaction():
        _refuse_content()
        rows = sum(_load_table(manifest, folder, name) for name in _in_order(manifest))
        _go_on_counting()
        held = hold_waiting() if hold else 0
        paused = hold_campaigns() if hold else 0
    documents = [Path(name).name for name in manifest.parts if name.startswith("files/")]
    for public_id in documents:
        shutil.copyfile(folder / "files" / public_id, files.path_of(public_id))
    flask_migrate.upgrade()
    return Restored(rows, len(documents), held, paused, manifest.key == key_fingerprint())


def read_manifest(folder: Path) -> Manifest:
    """What the copy says it holds. Raises NotACopy."""
    try:
        content = json.loads((folder / "manifest.json").read_text())
        parts = {name: Part(**part) for name, part in content.pop("parts").items()}
        manifest = Manifest(**content, parts=parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotACopy(reason=f"{folder} holds no copy made by `engage backup`") from error
    if manifest.format != FORMAT:
        raise NotACopy(reason=f"the copy has format {manifest.format}, this platform reads {FORMAT}")
    return manifest


def _check(manifest: Manifest, folder: Path) -> None:
    for name, part in manifest.parts.items():
        path = folder / name
        if not path.is_file():
            raise CopyDamaged(name=name, reason="is missing")
        if checksum(path) != part.sha256:
            raise CopyDamaged(name=name, reason="is not as it was written")


def _refuse_content() -> None:
    """Raise DatabaseNotEmpty unless every table is empty."""
    for table in Base.metadata.sorted_tables:
        is_there = sa.inspect(session().connection()).has_table(table.name)
        if is_there and session().scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None:
            raise DatabaseNotEmpty(table=table.name)


def _in_order(manifest: Manifest) -> Iterator[str]:
    """The tables of the copy, those that others point to first."""
    return (table.name for table in Base.metadata.sorted_tables if table.name in manifest.columns)


def _load_table(manifest: Manifest, folder: Path, name: str) -> int:
    part = f"tables/{name}.jsonl.gz"
    reflected = sa.Table(name, sa.MetaData(), autoload_with=session().connection())
    ours = Base.metadata.tables[name].columns
    names = manifest.columns[name]
    # the platform may have been developed since: values are read as the model says, or as the database does
    columns: dict[str, sa.Column[Any]] = {each: (ours if each in ours else reflected.columns)[each] for each in names}
    target = sa.Table(name, sa.MetaData(), *(column_for(column) for column in columns.values()))
    count = 0
    with gzip.open(folder / part, "rt", encoding="utf-8") as lines:
        while portion := list(itertools.islice(lines, ROWS_AT_ONCE)):
            session().execute(sa.insert(target), [row_of(line, columns, names) for line in portion])
            count += len(portion)
    if count != manifest.parts[part].rows:
        raise CopyDamaged(name=part, reason=f"holds {count} rows, not {manifest.parts[part].rows}")
    return count


def _go_on_counting() -> None:
    """Let PostgreSQL's running numbers go on after the highest that came back; SQLite does so by itself."""
    if session().get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            session().execute(
                sa.text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key.name}'), "  # noqa: S608 - our own names
                    f'COALESCE((SELECT max("{key.name}") FROM "{table.name}"), 0) + 1, false)'
                )
            )
