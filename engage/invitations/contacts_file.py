"""Contacts in a file: which column is which, which rows are good, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from email_validator import EmailNotValidError, validate_email

from engage.core.errors import DomainError
from engage.core.tables import read_table
from engage.text.normalise import fold

MAX_ROWS = 100_000
MAX_BYTES = 20 * 1024 * 1024
FAULTS_KEPT = 1_000  # enough to mend a file by
_HEADERS = {
    "email": "email mail emailadresse epost epostadresse mailadresse emailaddress",
    "name": "navn name fuldenavn fuldtnavn fullname",
    "area": "omraade lokalomraade area localarea",
    "language": "sprog language",
}
_COLUMN_OF = {header: column for column, headers in _HEADERS.items() for header in headers.split()}
_LANGUAGES = {
    **dict.fromkeys(("", "da", "dk", "dansk", "danish"), "da"),
    **dict.fromkeys(("en", "gb", "uk", "engelsk", "english"), "en"),
}


class NoEmailColumn(DomainError):
    """No column is called e-mail; `found` names the ones there are."""

    code = "contacts_no_email_column"


@dataclass(frozen=True)
class ContactRow:
    """A good row. `area` is the name of a local area as it is stored, or empty."""

    row: int
    name: str
    email: str
    language: str
    area: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: "email_missing", "email_wrong", "repeated", "on_list", "language", "area"."""

    row: int
    code: str
    value: str


@dataclass
class ContactsFile:
    """What a file holds; of the faults only the first FAULTS_KEPT are kept, all are counted."""

    rows: list[ContactRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    ignored: list[str] = field(default_factory=list)

    def add_fault(self, row: int, code: str, value: str) -> None:
        """Note a row that is left out."""
        self.fault_count += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(Fault(row, code, value[:120]))


def read_contacts(source: Path | str | IO[bytes], filename: str, areas: Sequence[str]) -> ContactsFile:
    """Read contacts from a CSV or XLSX file; `areas` are the names of the local areas.

    The first row of an address counts. Raises NoEmailColumn, and what `read_table` raises for a file it cannot read.
    """
    table = read_table(source, filename, max_rows=MAX_ROWS, max_bytes=MAX_BYTES)
    columns = _columns(table.header)
    if "email" not in columns:
        raise NoEmailColumn(found=", ".join(filter(None, table.header)))
    result = ContactsFile(ignored=[name for name in table.header if name and name not in columns.values()])
    known_areas = {fold(area): area for area in areas}
    seen: dict[str, int] = {}
    for number, cells in table.rows:
        faults, contact = _read_row(number, {column: cells[header] for column, header in columns.items()}, known_areas)
        if contact is not None and contact.email in seen:
            faults = [("repeated", contact.email)]
        for code, value in faults[:1]:
            result.add_fault(number, code, value)
        if contact is not None and not faults:
            seen[contact.email] = number
            result.rows.append(contact)
    return result


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Our column -> the file's name of it; the first that fits."""
    columns: dict[str, str] = {}
    for name in header:
        column = _COLUMN_OF.get("".join(letter for letter in fold(name) if letter.isalnum()))
        if column is not None:
            columns.setdefault(column, name)
    return columns


def _read_row(
    number: int, cells: Mapping[str, str], areas: Mapping[str, str]
) -> tuple[list[tuple[str, str]], ContactRow | None]:
    language = _LANGUAGES.get(fold(cells.get("language", "")))
    written_area = cells.get("area", "")
    area = areas.get(fold(written_area)) if written_area else ""
    email = _email(cells["email"])
    if email is None:
        return [("email_wrong" if cells["email"] else "email_missing", cells["email"])], None
    faults = list(_faults(cells, language, area))
    name = " ".join(cells.get("name", "").split())[:200]
    return faults, ContactRow(number, name, email, language or "da", area or "")


def _faults(cells: Mapping[str, str], language: str | None, area: str | None) -> Iterator[tuple[str, str]]:
    if language is None:
        yield "language", cells["language"]
    if area is None:
        yield "area", cells["area"]


def _email(written: str) -> str | None:
    try:
        return validate_email(written, check_deliverability=False, allow_smtputf8=False).normalized.lower()
    except EmailNotValidError:
        return None
