"""Files of contacts as people really have them."""

import io

import pytest
from openpyxl import Workbook

from engage.core.tables import TooManyRows, UnreadableTable
from engage.invitations import contacts_file
from engage.invitations.contacts_file import ContactsFile, NoEmailColumn, read_contacts

AREAS = ["Aars", "Farsø", "Løgstør", "Aalestrup"]


def read(data: bytes, name: str = "kontakter.csv") -> ContactsFile:
    return read_contacts(io.BytesIO(data), name, AREAS)


def sheet(*rows: tuple[str | int, ...]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_encoding_and_any_delimiter(encoding: str, mark: str) -> None:
    lines = [["Navn", "E-mail", "Lokalområde", "Sprog"], ["Søren Ågård", "Soren@Borger.example ", "ÅRS", "Engelsk"]]
    content = read("\r\n".join(mark.join(line) for line in lines).encode(encoding))
    (row,) = content.rows
    assert (row.row, row.name, row.email) == (2, "Søren Ågård", "soren@borger.example")
    assert (row.area, row.language) == ("Aars", "en")
    assert (content.faults, content.ignored) == ([], [])


def test_xlsx_with_english_names_and_a_column_that_is_left_out() -> None:
    content = read(sheet(("Name", "Email", "Phone"), ("Ida", "ida@borger.example", 12345678)), "contacts.xlsx")
    assert [(row.name, row.email, row.language) for row in content.rows] == [("Ida", "ida@borger.example", "da")]
    assert content.ignored == ["Phone"]


def test_a_sheet_that_goes_on_and_on_is_read_to_where_it_ends() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(("e-mail",))
    book.active.append(("ida@borger.example",))
    book.active.cell(1_048_576, 1).number_format = "0"  # a million rows of nothing
    target = io.BytesIO()
    book.save(target)
    assert len(read(target.getvalue(), "lang.xlsx").rows) == 1


def test_every_fault_has_its_row_and_its_reason() -> None:
    lines = [
        "e-mail,sprog,område",
        "ida@borger.example,da,Aars",
        ",da,Aars",
        "ikke en adresse,da,Aars",
        "IDA@borger.example,,",
        "per@borger.example,klingon,",
        "",
        "mia@borger.example,,Atlantis",
        "bo@borger.example,,",
    ]
    content = read("\n".join(lines).encode())
    assert [row.email for row in content.rows] == ["ida@borger.example", "bo@borger.example"]
    assert [(fault.row, fault.code, fault.value) for fault in content.faults] == [
        (3, "email_missing", ""),
        (4, "email_wrong", "ikke en adresse"),
        (5, "repeated", "ida@borger.example"),
        (6, "language", "klingon"),
        (8, "area", "Atlantis"),
    ]


def test_a_file_without_addresses_says_what_it_has() -> None:
    with pytest.raises(NoEmailColumn) as refusal:
        read(b"navn;telefon\nIda;12345678")
    assert refusal.value.params == {"found": "navn, telefon"}


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04not a zip at all"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableTable):
        read(data)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts_file, "MAX_ROWS", 2)
    with pytest.raises(TooManyRows):
        read(b"email\na@b.dk\nc@b.dk\nd@b.dk")


def test_faults_are_counted_beyond_those_that_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts_file, "FAULTS_KEPT", 2)
    content = read(b"email\nx\ny\nz")
    assert (len(content.faults), content.fault_count) == (2, 3)
