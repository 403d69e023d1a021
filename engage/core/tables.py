"""Tables in files that people upload: CSV in any usual encoding and delimiter, XLSX within limits.

Neutral ground for every import (contacts, inputs): `read_table` gives the header and the rows with their row numbers
as the spreadsheet program shows them (the header is row 1); what the columns mean is the caller's matter.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from engage.core.errors import DomainError

MAX_COLUMNS = 200
MAX_CELL = 100_000  # characters
MAX_UNPACKED = 100 * 1024 * 1024  # bytes an XLSX may grow to; more is a bomb, not a list
BLANK_ROWS_END = 1_000  # so many blank rows after each other are the end of a sheet
_BROKEN = (KeyError, ValueError, TypeError, IndexError, EOFError, OSError, SyntaxError, zipfile.BadZipFile, zlib.error)
_BYTE_ORDER_MARKS = {b"\xff\xfe", b"\xfe\xff"}
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
_DELIMITERS = ";,\t"


class UnreadableTable(DomainError):
    """The file is no table we can read: neither CSV nor XLSX, damaged, or without a header."""

    code = "table_unreadable"


class TableTooLarge(DomainError):
    """More bytes than allowed; `megabytes` is the limit."""

    code = "table_too_large"
    status = 413


class TooManyRows(DomainError):
    """More rows than allowed; `rows` is the limit."""

    code = "table_too_many_rows"


class FaultyRow(DomainError):
    """A row that cannot be read; `row` is its number."""

    code = "table_faulty_row"


@dataclass(frozen=True)
class Table:
    """The header as written (stripped), and the rows: (row number, {column: stripped text}), blank rows left out.

    Of columns with the same name the first counts.
    """

    header: list[str]
    rows: Iterator[tuple[int, dict[str, str]]]


def read_table(source: Path | str | IO[bytes], filename: str, *, max_rows: int, max_bytes: int) -> Table:
    """Read a CSV or XLSX file, known by its content; the rows come one by one, and reading them may raise.

    Raises UnreadableTable, TableTooLarge, TooManyRows or FaultyRow. Dates in XLSX cells become ISO dates.
    """
    data = _bytes_of(source, max_bytes)
    is_xlsx = data[:4] == b"PK\x03\x04"
    is_text = data[:2] in _BYTE_ORDER_MARKS or b"\0" not in data[:4096]
    if not is_xlsx and (not is_text or filename.lower().endswith((".xls", ".xlsx", ".ods"))):
        raise UnreadableTable
    lines = _xlsx_lines(data) if is_xlsx else _csv_lines(data)
    header = _header(lines)
    return Table(header, _rows(header, lines, max_rows))


def _bytes_of(source: Path | str | IO[bytes], max_bytes: int) -> bytes:
    if isinstance(source, Path | str):
        with Path(source).open("rb") as file:
            data = file.read(max_bytes + 1)
    else:
        data = source.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise TableTooLarge(megabytes=max_bytes // (1024 * 1024))
    if not data.strip():
        raise UnreadableTable
    return data


def _header(lines: Iterator[tuple[int, list[str]]]) -> list[str]:
    cells = next((cells for _number, cells in lines if any(cells)), [])
    header = cells[: _last_filled(cells)]
    if not header or len(header) > MAX_COLUMNS:
        raise UnreadableTable
    return header


def _rows(
    header: Sequence[str], lines: Iterator[tuple[int, list[str]]], max_rows: int
) -> Iterator[tuple[int, dict[str, str]]]:
    count = 0
    for number, cells in lines:
        if not any(cells):
            continue
        count += 1
        if count > max_rows:
            raise TooManyRows(rows=max_rows)
        if _last_filled(cells) > len(header) or any(len(cell) > MAX_CELL for cell in cells):
            raise FaultyRow(row=number)
        padded = [*cells, *[""] * len(header)]
        row: dict[str, str] = {}
        for place, name in enumerate(header):
            row.setdefault(name, padded[place])
        yield number, row


def _last_filled(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that says something."""
    return max((place for place, cell in enumerate(cells, 1) if cell), default=0)


def _csv_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    while True:
        # A quoted cell may span lines: a row is known by the number the spreadsheet shows, one for each record.
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FaultyRow(row=number) from None
        yield number, [cell.replace("\0", "").strip() for cell in cells]


def _decode(data: bytes) -> str:
    if data[:2] in _BYTE_ORDER_MARKS:
        return data.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable  # pragma: no cover - Latin-1 reads anything


def _delimiter(text: str) -> str:
    """The delimiter that splits the first line most often, quoted parts aside.

    A header without any is a single column, whose texts may hold commas: a tab splits none of them.
    """
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    bare = "".join(part for place, part in enumerate(first.split('"')) if place % 2 == 0)
    return max(_DELIMITERS, key=lambda mark: (bare.count(mark), mark == "\t"))


def _xlsx_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - see docs/performance/memory.md

    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except _BROKEN:
        raise UnreadableTable from None
    # The size a sheet claims may be a million rows of nothing; what counts is what stands in them.
    sheet.reset_dimensions()
    blank = 0
    for number, cells in enumerate(_sheet_rows(sheet), 1):
        blank = 0 if any(cells) else blank + 1
        if blank >= BLANK_ROWS_END:
            return
        yield number, cells


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:
    try:
        for row in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
            yield [_text(cell) for cell in row]
    except _BROKEN:
        raise UnreadableTable from None


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except _BROKEN:
        raise UnreadableTable from None
    if unpacked > MAX_UNPACKED:
        raise TableTooLarge(megabytes=MAX_UNPACKED // (1024 * 1024))


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == cell.min.time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
