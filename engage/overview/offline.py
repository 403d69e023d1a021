"""When the line is away: a page that says so, and the service worker that keeps it on the phone."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template

from engage.core.security import public

bp = Blueprint("offline", __name__)


@bp.get("/offline")
@public
def show() -> str:
    """What still works without a line. The same for everybody: it lies on many phones."""
    return render_template("overview/offline.html")


@bp.get("/sw.js")
@public
def worker() -> Response:
    """The service worker, at the root because it may only look after what lies below it."""
    script = render_template("overview/sw.js")
    words = Path(current_app.root_path, "templates/overview/offline.html").read_text(encoding="utf-8")
    version = hashlib.sha256((script + words).encode()).hexdigest()[:12]
    headers = {"Cache-Control": "no-cache"}
    return Response(script.replace("VERSION", version), mimetype="text/javascript", headers=headers)
