"""What was just done, said on the next page, with the way to take it back where there is one."""

from __future__ import annotations

from flask import flash
from flask_babel import LazyString


def toast(text: str | LazyString, *, undo: str = "") -> None:
    """Say on the next page what was done; `undo` is the address a POST to which takes it back."""
    flash({"text": str(text), "undo": undo}, "success")  # type: ignore[arg-type]  # any JSON goes, and comes back
