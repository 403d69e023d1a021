"""Files that the atlas has read in, on the way to the pages that check them."""

from __future__ import annotations

import io

import openpyxl
from playwright.sync_api import Page


def press_main(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()


def upload_inputs(page: Page) -> None:
    page.locator("select").first.select_option(index=1)
    page.locator("main input[type=radio]").first.check(force=True)
    page.locator("input[type=file]").set_input_files(
        {"name": "breve.xlsx", "mimeType": "application/octet-stream", "buffer": _letters()}
    )
    press_main(page)


def upload_contacts(page: Page) -> None:
    rows = "navn,email,område\nIda Holm,ida@borger.example,Aars\nOle,ole(at)borger.example,Farsø\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "panel.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    press_main(page)


def _letters() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["text", "received", "name", "hus"])
    sheet.append(["Bussen til Farsø kører for sjældent.", "2026-10-03", "Karen", "12"])
    sheet.append(["Der mangler bænke langs fjorden.", "3. oktober", "", "7"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
