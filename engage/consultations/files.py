"""The documents of consultations on disk: known by their content, kept in DATA_DIR/documents under their public id."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from engage.core.errors import DomainError
from engage.text.normalise import one_line

MAX_BYTES = 15 * 1024 * 1024
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
_SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class FileRefused(DomainError):
    """The file is not one of the kinds we take, or not what its name says."""

    code = "file_refused"


class FileTooLarge(DomainError):
    """The file is larger than MAX_BYTES."""

    code = "file_too_large"
    status = 413


@dataclass(frozen=True)
class CheckedFile:
    """A file whose content was looked at; `kind` is one of KINDS, `filename` a name without a folder."""

    data: bytes
    kind: str
    filename: str

    @property
    def content_type(self) -> str:
        return KINDS[self.kind]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def check(data: bytes, filename: str) -> CheckedFile:
    """Tell a file's kind by its first bytes. Raises FileTooLarge, or FileRefused for any kind but KINDS."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge
    kind = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), None) or _office_kind(data)
    if kind is None:
        raise FileRefused
    stem = one_line(Path(filename.replace("\\", "/")).stem)[:100] or "dokument"
    return CheckedFile(data, kind, f"{stem}.{kind}")


def path_of(public_id: str) -> Path:
    """Where the file with this public id lies."""
    return folder() / public_id


def folder() -> Path:
    """The folder of documents; made when missing."""
    path = Path(current_app.config["SETTINGS"].data_dir).resolve() / "documents"
    path.mkdir(parents=True, exist_ok=True)
    return path


def write(public_id: str, data: bytes) -> None:
    """Put a file in its place, whole or not at all."""
    path = path_of(public_id)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(data)
    draft.replace(path)


def remove(public_id: str) -> None:
    """Take a file away; a missing one is no error."""
    path_of(public_id).unlink(missing_ok=True)


def _office_kind(data: bytes) -> str | None:
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError):
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)
