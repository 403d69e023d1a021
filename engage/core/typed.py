"""What somebody had typed into a form that was refused, so that an error page never loses it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

# Never shown and never sent again by us.
_SECRET = {"csrf_token", "password", "new_password", "password_confirm", "new_password_confirm", "code"}
# Sent again but not shown: what a survey's form says of itself, in several words that nobody wrote.
_OURS = {"served"}


@dataclass(frozen=True)
class Typed:
    """`fields` are (name, value) to send again, `words` those that a person wrote, `action` where they were sent."""

    fields: list[tuple[str, str]]
    words: list[str]
    action: str
    whole: bool  # False when a file was sent too, which cannot be sent again from a page


def typed() -> Typed | None:
    """What the form of this request held; None where none was sent or it cannot be read."""
    if request.method != "POST":
        return None
    try:
        sent = [(name, value) for name, value in request.form.items(multi=True) if name not in _SECRET]
        files = any(file.filename for file in request.files.values())
    except HTTPException:  # too large, or broken off on the way
        return None
    words = [value for name, value in sent if len(value.split()) > 1 and name not in _OURS]
    return Typed(sent, words, request.full_path.rstrip("?"), not files)
