"""What staff write about a consultation, as plain values between form and service."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, fields

from engage.core.db import LocalisedText


@dataclass(frozen=True)
class ConsultationContent:
    """Everything of a consultation that its form edits; times are aware, texts hold "da" and "en"."""

    title: LocalisedText
    summary: LocalisedText
    purpose: LocalisedText
    affects: LocalisedText
    next_steps: LocalisedText
    committee_id: int
    focus_area_ids: tuple[int, ...]
    opens_at: dt.datetime
    closes_at: dt.datetime
    privacy_mode: str
    legal_basis: LocalisedText
    recipients: LocalisedText
    retention: LocalisedText
    contact_name: str
    contact_email: str
    contact_phone: str


PLAIN_FIELDS = tuple(field.name for field in fields(ConsultationContent) if field.name != "focus_area_ids")
TEXT_FIELDS = ("title", "summary", "purpose", "affects", "next_steps", "legal_basis", "recipients", "retention")

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})


def slug_of(title: str) -> str:
    """The address of a title, at most 60 characters: `Børnenes skolevej` becomes `boernenes-skolevej`."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    return words[:60].rstrip("-") or "hoering"
