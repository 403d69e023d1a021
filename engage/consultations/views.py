"""Citizens' pages: all consultations, and their documents. The page of one also shows surveys: see overview."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.consultations import files, queries
from engage.consultations.models import Document
from engage.core import clock
from engage.core.errors import NotFound, Onward, describe
from engage.core.kept import kept
from engage.core.security import public

bp = Blueprint("consultations", __name__)


def _to_others() -> Onward:
    return Onward(
        _("Se alle høringer"),
        url_for("consultations.listed"),
        others=(("idea", _("Send en idé til kommunen"), url_for("ideas.new")),),
    )


describe(
    "consultation_withdrawn",
    _l("Kommunen har taget den af siden, så du kan ikke længere læse den eller svare på den."),
    title=_l("Høringen er trukket tilbage"),
    onward=_to_others,
    drawing="clock",
)


@bp.get("/consultations")
@public
@kept
def listed() -> str:
    """Every consultation the public may see: open, coming, closed."""
    groups = {state: queries.listed(state, limit=100) for state in queries.PUBLIC_STATES}
    return render_template("consultations/listed.html", groups=groups, now=clock.now())


@bp.get("/consultations/<slug>/documents/<public_id>")
@public
def document(slug: str, public_id: str) -> Response:
    """A document of a published consultation, to download."""
    consultation = queries.published(slug)
    found = queries.document_by_public_id(public_id)
    if found.consultation_id != consultation.id:
        raise NotFound
    return download(found)


def download(found: Document) -> Response:
    """A document as a download under its own name; raises NotFound when the file is gone from the disk."""
    path = files.path_of(found.public_id)
    if not path.is_file():
        raise NotFound
    return send_file(
        path, mimetype=found.content_type, as_attachment=True, download_name=found.filename, etag=found.sha256
    )
