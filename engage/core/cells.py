"""Texts on their way into a spreadsheet."""

from __future__ import annotations

import re

# What Excel, LibreOffice and Google Sheets take for the beginning of a formula, also after blanks, also full-width.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r|%]")
_NUMBER = re.compile(r"[+-]?[\d., ]+%?")


def harmless(text: str) -> str:
    """A citizen's words as the text of a cell: what a spreadsheet would run as a formula begins with an apostrophe.

    Numbers stay as they are. For every export that a spreadsheet may open, CSV and XLSX alike.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
