"""The page that tells people what the JSON interface holds."""

from __future__ import annotations

from flask import Blueprint, render_template

from engage.api.answers import FRESH_SECONDS
from engage.api.asking import MOST_ROWS
from engage.core.security import public

bp = Blueprint("api_page", __name__)


@bp.get("/api")
@public
def show() -> str:
    """What there is, how to ask for it, and where the OpenAPI document is."""
    return render_template("api/show.html", fresh_seconds=FRESH_SECONDS, most_rows=MOST_ROWS)
