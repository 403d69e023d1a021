"""Uploaded files between their preview and their import; those nobody came back to are cleared away."""

from __future__ import annotations

import re
import time
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

from engage.core.db import new_public_id
from engage.core.errors import Gone

_KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[\w-]{16}\.(csv|xlsx)")


class UploadGone(Gone):
    """The file was imported already, or lay too long."""

    code = "upload_gone"


def keep(file: FileStorage) -> str:
    """Keep an uploaded file; the name it is found under."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    ending = "xlsx" if (file.filename or "").lower().endswith(".xlsx") else "csv"
    name = f"{new_public_id()}.{ending}"
    file.save(folder / name)
    return name


def kept(name: str) -> Path:
    """The file kept under a name; raises UploadGone."""
    path = _folder() / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise UploadGone
    return path


def drop(name: str) -> None:
    """Take a file away that has been imported."""
    kept(name).unlink(missing_ok=True)


def _folder() -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
