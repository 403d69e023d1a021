"""Small documents for consultations: a page of PDF, a sheet of XLSX."""

from __future__ import annotations

import io
from collections.abc import Sequence

_ESCAPES = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def pdf_of(title: str, lines: Sequence[str]) -> bytes:
    """One A4 page with a heading and lines of text, with title and language set; only letters of Latin-1."""
    text = [f"BT /F1 20 Tf 64 760 Td ({title.translate(_ESCAPES)}) Tj /F2 12 Tf 0 -36 Td 18 TL"]
    text += [f"({line.translate(_ESCAPES)}) Tj T*" for line in lines]
    page = "\n".join([*text, "ET"])
    fonts = [
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for name in ("Helvetica-Bold", "Helvetica")
    ]
    return _assembled(
        [
            "<< /Type /Catalog /Pages 2 0 R /Lang (da-DK) /ViewerPreferences << /DisplayDocTitle true >> >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 8 0 R >>",
            f"<< /Length {len(page.encode('latin-1'))} >>\nstream\n{page}\nendstream",
            *fonts,
            f"<< /Title ({title.translate(_ESCAPES)}) >>",
            "<< /Font << /F1 5 0 R /F2 6 0 R >> >>",
        ]
    )


def sheet_of(title: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    """A workbook with one sheet; the first row is its header."""
    from openpyxl import Workbook  # noqa: PLC0415 - see docs/performance/memory.md
    from openpyxl.styles import Font  # noqa: PLC0415 - see docs/performance/memory.md
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see docs/performance/memory.md

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    for row in rows:
        sheet.append(list(row))
    for column, _heading in enumerate(rows[0], 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 26
    sheet.freeze_panes = "A2"
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _assembled(objects: Sequence[str]) -> bytes:
    """A PDF file of numbered objects: the catalogue first, the document's information seventh."""
    kept = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(kept))
        kept += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(kept)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    kept += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode("latin-1")
    kept += f"trailer\n<< /Size {count} /Root 1 0 R /Info 7 0 R >>\n".encode("latin-1")
    kept += f"startxref\n{start}\n%%EOF\n".encode("latin-1")
    return bytes(kept)
