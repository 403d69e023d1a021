"""The catalogue: every component in every state on one page, for those who build and those who judge."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from engage.core.security import Permission, staff
from engage.overview.samples import sample_content, sample_forms, sample_pictures

bp = Blueprint("catalogue", __name__, url_prefix="/staff/components")


@bp.get("")
@staff(Permission.READ)
def components() -> str:
    """Show every component."""
    return render_template("staff/components.html", **sample_forms(), **sample_content(), pictures=sample_pictures())


@bp.post("")
@staff(Permission.READ)
def try_out() -> Response:
    """Answer the sample forms."""
    flash(_("Det var kun en prøve. Intet er ændret."), "success")
    return redirect(url_for("catalogue.components"))
