"""Inputs from a file: a meeting's notes, letters typed into a spreadsheet. All of it is taken in, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from email_validator import EmailNotValidError, validate_email

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import DomainError
from engage.core.security import Permission
from engage.core.tables import read_table
from engage.strategy.queries import local_areas
from engage.text.normalise import fold
from engage.triage.intake import open_trace, receive
from engage.triage.models import Channel, Input

SOURCE = "import"
MAX_ROWS = 20_000
MAX_BYTES = 20 * 1024 * 1024
LONGEST_TEXT = 20_000
LONGEST_NAME = 200
COLUMNS = ("received", "area", "name", "association", "email")


class Fault(StrEnum):
    """What can be wrong with a row."""

    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    NO_DATE = "no_date"
    FUTURE = "future"
    UNKNOWN_AREA = "unknown_area"
    NAME_TOO_LONG = "name_too_long"
    NO_EMAIL = "no_email"


@dataclass(frozen=True)
class RowFault:
    """A row that cannot be taken in: its number in the spreadsheet, what is wrong, and the value that is."""

    row: int
    fault: Fault
    value: str = ""


class NoTextColumn(DomainError):
    """The file has no column with the text; `column` was looked for, `header` was found."""

    code = "import_no_text_column"


class NothingInFile(DomainError):
    """A header and no rows."""

    code = "import_empty"


class FaultyFile(DomainError):
    """Some rows cannot be taken in, so none was; `faults` says which and why."""

    code = "import_faulty"

    def __init__(self, faults: list[RowFault]) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True)
class Statement:
    """A row as it will be taken in."""

    row: int
    text: str
    received_at: dt.datetime
    local_area_id: int | None
    name: str
    association: str
    email: str


@dataclass
class Draft:
    """A file that has been read: its statements, its faults, and the columns that will be left out."""

    digest: str
    left_out: list[str]
    statements: list[Statement] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


@dataclass(frozen=True)
class Taken:
    """What an import did: how many inputs are new, and how many were there from the same file already."""

    new: int
    known: int
    left_out: list[str]


def header_of(path: Path) -> list[str]:
    """The columns of a file, for choosing the one with the text."""
    return read_table(path, path.name, max_rows=MAX_ROWS, max_bytes=MAX_BYTES).header


def read_statements(source: Path | IO[bytes], filename: str, text_column: str = "text") -> Draft:
    """Read a CSV or XLSX file of statements, faults and all.

    Raises NoTextColumn, NothingInFile and what `engage.core.tables.read_table` raises.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return read_statements(file, filename, text_column)
    data = source.read(MAX_BYTES + 1)
    digest = hashlib.sha256(data).hexdigest()[:32]
    table = read_table(io.BytesIO(data), filename, max_rows=MAX_ROWS, max_bytes=MAX_BYTES)
    names = {name.strip().lower(): name for name in reversed(table.header)}
    text_name = names.get(text_column.strip().lower())
    if text_name is None:
        raise NoTextColumn(column=text_column, header=", ".join(table.header))
    used = {column: names[column] for column in COLUMNS if column in names and names[column] != text_name}
    left_out = [name for name in table.header if name and name != text_name and name not in used.values()]
    draft = Draft(digest, left_out)
    areas = {fold(area.name): area.id for area in local_areas()}
    for number, cells in table.rows:
        known = {column: cells[name] for column, name in used.items()}
        _read_row(draft, number, {"text": cells[text_name], **known}, areas)
    if not draft.statements and not draft.faults:
        raise NothingInFile
    return draft


def import_file(
    actor: User | None,
    source: Path | IO[bytes],
    filename: str,
    *,
    consultation: Consultation,
    channel: Channel,
    text_column: str = "text",
) -> Taken:
    """Take a file into the tray of the consultation's committee, in one transaction; `actor` None is the command line.

    The same file twice adds nothing. Raises FaultyFile when any row is faulty, and what `read_statements` raises.
    """
    if actor is not None:
        authorise(actor, Permission.TRIAGE, consultation.committee_id)
    draft = read_statements(source, filename, text_column)
    if draft.faults:
        raise FaultyFile(draft.faults)
    with transaction():
        prefix = f"{consultation.id}:{draft.digest}:"
        known = _known_keys(prefix)
        fresh = [each for each in draft.statements if f"{prefix}{each.row}" not in known]
        for statement in fresh:
            _take_in(statement, f"{prefix}{statement.row}", consultation, channel)
        record(
            "inputs.imported",
            consultation,
            actor=actor,
            committee_id=consultation.committee_id,
            detail={"inputs": len(fresh), "channel": channel, "file": Path(filename).name},
        )
    return Taken(new=len(fresh), known=len(known), left_out=draft.left_out)


def _read_row(draft: Draft, number: int, cells: dict[str, str], areas: dict[str, int]) -> None:
    now, text = clock.now(), cells["text"]
    faults = [*_faults_of_text(number, text)]
    received_at = _time_of(cells.get("received", ""), now)
    if received_at is None:
        faults.append(RowFault(number, Fault.NO_DATE, cells["received"]))
    elif received_at > now:
        faults.append(RowFault(number, Fault.FUTURE, cells["received"]))
    area = cells.get("area", "")
    if area and fold(area) not in areas:
        faults.append(RowFault(number, Fault.UNKNOWN_AREA, area))
    names = [name for name in (cells.get("name", ""), cells.get("association", "")) if len(name) > LONGEST_NAME]
    faults += [RowFault(number, Fault.NAME_TOO_LONG, name[:40]) for name in names]
    email = cells.get("email", "")
    if email and not _is_address(email):
        faults.append(RowFault(number, Fault.NO_EMAIL, email[:80]))
    draft.faults.extend(faults)
    if not faults and received_at is not None:
        area_id = areas[fold(area)] if area else None
        name, association = cells.get("name", ""), cells.get("association", "")
        draft.statements.append(Statement(number, text, received_at, area_id, name, association, email))


def _faults_of_text(number: int, text: str) -> Collection[RowFault]:
    if not text:
        return [RowFault(number, Fault.NO_TEXT)]
    return [RowFault(number, Fault.TEXT_TOO_LONG, text[:40])] if len(text) > LONGEST_TEXT else []


def _time_of(text: str, now: dt.datetime) -> dt.datetime | None:
    """Noon of an ISO date, now where none is given, None where it is no date."""
    if not text:
        return now
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    noon = clock.from_local(dt.datetime.combine(day, dt.time(12)))
    return min(noon, now) if day == clock.today() else noon


def _is_address(email: str) -> bool:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _known_keys(prefix: str) -> set[str]:
    query = sa.select(Input.source_key).where(Input.source == SOURCE, Input.source_key.startswith(prefix))
    return set(session().scalars(query))


def _take_in(statement: Statement, key: str, consultation: Consultation, channel: Channel) -> None:
    receive(
        statement.text,
        channel=channel,
        source=SOURCE,
        source_key=key,
        committee_id=consultation.committee_id,
        consultation_id=consultation.id,
        trace=open_trace(email=statement.email) if statement.email else None,
        local_area_id=statement.local_area_id,
        sender_name=statement.name,
        association=statement.association,
        received_at=statement.received_at,
    )
