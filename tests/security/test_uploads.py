"""Files that staff upload, and that somebody else may have made: bombs, disguises, and names that are paths."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engage.consultations import files
from engage.core.errors import DomainError
from engage.core.tables import MAX_UNPACKED, TableTooLarge, UnreadableTable, read_table
from engage.triage import uploads
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import StaffClient
from tests.invitations.factories import make_list
from tests.security.walking import as_walker

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "{long}">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY ude SYSTEM "file:///etc/passwd">]>"""
NAMES = (
    "../../../../tmp/ude.pdf",
    "..\\..\\windows\\ude.pdf",
    "/etc/passwd",
    "C:\\ude.pdf",
    "\r\nSet-Cookie: x=1.pdf",
    '"; filename="ond.exe',
    "<script>alert(1)</script>.pdf",
    "\u202efdp.exe",
    "." * 300 + "pdf",
    "",
)


def sheet(**parts: str) -> bytes:
    """A workbook whose parts are what an attacker wants them to be."""
    usual = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName='
        '"/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'worksheet+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" '
        'sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/'
        'package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": rows("<row><c t='inlineStr'><is><t>email</t></is></c></row>"),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**usual, **parts}.items():
            archive.writestr(name, content)
    return packed.getvalue()


def rows(content: str, before: str = '<?xml version="1.0"?>') -> str:
    return (
        f'{before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{content}</sheetData></worksheet>"
    )


def read(data: bytes) -> list[Any]:
    table = read_table(io.BytesIO(data), "liste.xlsx", max_rows=1000, max_bytes=20 * 1024 * 1024)
    return [table.header, *table.rows]


def test_the_workbook_of_these_tests_can_be_read() -> None:
    assert read(sheet()) == [["email"]]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = sheet(**{"xl/sharedStrings.xml": " " * (MAX_UNPACKED + 1)})
    assert len(bomb) < MAX_UNPACKED // 500
    with pytest.raises(TableTooLarge):
        read(bomb)


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    bomb = sheet(**{"xl/worksheets/sheet1.xml": rows("<row/>" * 200_000)})
    true_size = len(rows("<row/>" * 200_000)).to_bytes(4, "little")
    lying = bomb.replace(true_size, (64).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(UnreadableTable):
        read(lying)


@pytest.mark.parametrize("entity", ["&e;", "&ude;"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_an_xml_bomb_and_a_file_from_this_machine_are_refused(entity: str, part: str) -> None:
    cell = f"<row><c t='inlineStr'><is><t>{entity}</t></is></c></row>"
    with pytest.raises(UnreadableTable):
        read(sheet(**{part: rows(cell, LAUGHS.format(long="x" * 10_000))}))


def test_a_bomb_sent_by_a_form_gets_a_page_that_says_so(app: Flask, staff_client: StaffClient) -> None:
    editor = as_walker(staff_client("administrator"))
    contact_list = make_list()
    cell = "<row><c t='inlineStr'><is><t>&e;</t></is></c></row>"
    for bomb in (
        sheet(**{"xl/sharedStrings.xml": " " * (MAX_UNPACKED + 1)}),
        sheet(**{"xl/worksheets/sheet1.xml": rows(cell, LAUGHS.format(long="x" * 10_000))}),
        b"PK\x03\x04" + b"\0" * 500,
    ):
        for place in (f"/staff/contacts/{contact_list.id}/import", "/staff/inputs/import"):
            answer = editor.post(place, data={"file": (io.BytesIO(bomb), "liste.xlsx")}, follow_redirects=True)
            assert answer.status_code < 500, place


def test_what_is_not_what_its_name_says_is_refused(app: Flask) -> None:
    for data in (
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"MZ\x90\x00",
        b"GIF89a/*<script>*/",
        b"#!/bin/sh\n",
        b"\n%PDF-1.4",
        b"PK\x03\x04",
        b"",
    ):
        with pytest.raises(DomainError):
            files.check(data, "regnskab.pdf")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_a_path_stays_a_name(app: Flask, name: str) -> None:
    checked = files.check(b"%PDF-1.4 x", name)
    assert "/" not in checked.filename
    assert "\\" not in checked.filename
    assert Path(checked.filename).name == checked.filename
    assert checked.filename.endswith(".pdf")
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e]", checked.filename), checked.filename
    assert len(checked.filename) < 130


def test_a_document_is_only_ever_downloaded(app: Flask, staff_client: StaffClient) -> None:
    editor = as_walker(staff_client("editor"))
    consultation = make_consultation()
    for name in NAMES:
        # a polyglot: begins as a PDF, goes on as a page
        file = (io.BytesIO(b"%PDF-1.4\n<script>alert(1)</script>"), name or "x.pdf")
        editor.post(
            f"/staff/consultations/{consultation.slug}/documents", data={"file": file, "title": "Bilag", "kind": "x"}
        )
    page = editor.get(f"/consultations/{consultation.slug}").get_data(as_text=True)
    links = re.findall(rf"/consultations/{consultation.slug}/documents/[\w-]+", page)
    assert links
    for link in set(links):
        answer = editor.get(link)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.mimetype == "application/pdf"
        assert "Set-Cookie: x" not in str(answer.headers)


def test_no_name_leads_out_of_the_folder_of_uploads(app: Flask) -> None:
    for name in ("../engage.db", "..%2fengage.db", "/etc/passwd", "secret_key", "A" * 16 + ".csv/../x", "a\0b.csv", ""):
        with pytest.raises(uploads.UploadGone):
            uploads.kept(name)
