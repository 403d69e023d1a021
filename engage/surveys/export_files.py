"""A table of responses written to a file: CSV, XLSX or JSON, each row as it comes."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engage.surveys.exporting import Cell, Table

_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Written:
    """What stands in the file: rows without the header, and a checksum to compare copies by."""

    rows: int
    sha256: str


def write(table: Table, file: Path, kind: str, *, excel: bool = False) -> Written:
    """Write a table to a file, which appears when it is whole. `excel`: CSV as Danish Excel opens it at a double click.

    Raises OSError, and leaves nothing behind then.
    """
    beside = file.with_name(f".{file.name}.part")
    try:
        rows = _WRITERS[kind](table, beside, excel)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    with file.open("rb") as content:
        return Written(rows, hashlib.file_digest(content, "sha256").hexdigest())


def _csv(table: Table, file: Path, excel: bool) -> int:
    encoding, delimiter = ("utf-8-sig", ";") if excel else ("utf-8", ",")
    with file.open("w", encoding=encoding, newline="", buffering=_BLOCK) as out:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(table.columns)
        counted = _Counted(table.rows)
        writer.writerows(counted)
    return counted.count


def _xlsx(table: Table, file: Path, _excel: bool) -> int:
    from openpyxl import Workbook  # noqa: PLC0415 - see docs/performance/memory.md

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Besvarelser")
    sheet.freeze_panes = "A2"
    sheet.append(table.columns)
    count = 0
    for row in table.rows:
        sheet.append(row)
        count += 1
    book.save(file)
    return count


def _json(table: Table, file: Path, _excel: bool) -> int:
    counted = _Counted(table.rows)
    with file.open("w", encoding="utf-8", buffering=_BLOCK) as out:
        out.write("[")
        for row in counted:
            filled = {name: value for name, value in zip(table.columns, row, strict=True) if value is not None}
            out.write(",\n" if counted.count > 1 else "\n")
            json.dump(filled, out, ensure_ascii=False)
        out.write("\n]\n")
    return counted.count


class _Counted:
    """An iterator that knows how many it has given."""

    def __init__(self, rows: Iterator[list[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


_WRITERS: dict[str, Callable[[Table, Path, bool], int]] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
KINDS = tuple(_WRITERS)
