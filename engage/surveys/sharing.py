"""The way to a survey for people: its public address, and that address as a QR code."""

from __future__ import annotations

import io

import segno
from flask import current_app

from engage.surveys.models import Survey

MIMETYPES = {"svg": "image/svg+xml", "png": "image/png"}
# Pixels a module: a poster of A3 is sharp.
PNG_SCALE = 24


def public_url(survey: Survey) -> str:
    """The address of a survey's open link."""
    return f"{current_app.config['SETTINGS'].public_url}/surveys/{survey.slug}"


def qr_code(url: str, kind: str) -> bytes:
    """An address as a QR code that survives a quarter of it being torn off, with its quiet zone; "svg" or "png"."""
    drawing = io.BytesIO()
    code = segno.make(url, error="q", micro=False)
    code.save(drawing, kind=kind, scale=PNG_SCALE if kind == "png" else 4, border=4)
    return drawing.getvalue()
