"""The page on which a user chooses a first password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts import service
from engage.accounts.forms import FirstPasswordForm
from engage.core.errors import describe
from engage.core.limits import SIGN_IN, limiter
from engage.core.security import public

staff_bp = Blueprint("accounts", __name__, url_prefix="/staff")

describe("email_taken", _l("Der er allerede en bruger med den e-mail."))
describe("last_administrator", _l("Du er den sidste administrator. Gør først en anden til administrator."))
describe("welcome_link_spent", _l("Linket er brugt eller for gammelt. Bed en administrator om et nyt."))


@staff_bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
@limiter.limit(SIGN_IN, methods=["POST"])
def welcome(token: str) -> str | AnyResponse:
    """Choose the first password by the link from an administrator."""
    user = service.user_of_welcome(token)
    form = FirstPasswordForm()
    if form.validate_on_submit():
        service.choose_password(token, form.password.data or "")
        flash(_("Din adgangskode er gemt. Log ind med den."), "success")
        return redirect(url_for("security.login"))
    return render_template("security/welcome.html", form=form, user=user)
