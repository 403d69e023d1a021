"""A sender's private page, opened by link and without a cookie; and the mails about it, asked for and stopped."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.core.errors import describe
from engage.core.limits import MAIL_FORM, limiter
from engage.core.security import public
from engage.triage import following
from engage.triage.forms import AddressForm
from engage.triage.intake import trace_url
from engage.triage.letters import is_confirm_key
from engage.triage.steps import stories_of
from engage.triage.words import CHANNELS

bp = Blueprint("trace", __name__, url_prefix="/trace")
Answer = str | AnyResponse | tuple[str, int]

describe(
    "wrong_confirmation", _l("Linket virker ikke længere. Skriv din e-mail på din egen side igen, så får du et nyt.")
)


@bp.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.errorhandler(following.NoSuchTrace)
def no_such_trace(_error: following.NoSuchTrace) -> tuple[str, int]:
    """A forged or mistyped link gets a page that helps."""
    return render_template("trace/not_found.html"), 404


@bp.get("/<token>")
@public
def show(token: str) -> str:
    """What has become of what the sender sent."""
    trace = following.trace_of(token)
    stories = stories_of(following.followed(trace))
    return render_template(
        "trace/show.html", trace=trace, token=token, trace_url=trace_url(trace), stories=stories, channels=CHANNELS
    )


@bp.route("/<token>/email", methods=["GET", "POST"])
@public
@limiter.limit(MAIL_FORM, methods=["POST"])
def email(token: str) -> Answer:
    """Give an address to be told on."""
    trace, form = following.trace_of(token), AddressForm()
    if form.validate_on_submit():
        following.give_address(token, form.email.data or "")
        flash(_("Vi har sendt dig en mail. Tryk på linket i den, så skriver vi, når der er nyt."), "success")
        return redirect(url_for(".show", token=token))
    page = render_template("trace/email.html", trace=trace, token=token, form=form)
    return (page, 422) if form.errors else page


@bp.route("/<token>/confirm", methods=["GET", "POST"])
@public
def confirm(token: str) -> Answer:
    """The owner of an address says it is theirs; by a button, for mail scanners open links."""
    trace, key = following.trace_of(token), request.values.get("key", "")
    if request.method == "POST":
        following.confirm_address(token, key)
        flash(_("Tak. Vi skriver til dig, når der er nyt."), "success")
        return redirect(url_for(".show", token=token))
    if not is_confirm_key(trace, key):
        raise following.WrongConfirmation
    return render_template("trace/confirm.html", trace=trace, token=token, key=key)


@bp.route("/<token>/stop", methods=["GET", "POST"])
@public
def stop(token: str) -> Answer:
    """Stop the mails."""
    trace = following.trace_of(token)
    if request.method == "POST":
        following.stop_mails(token)
        flash(_("Du får ikke flere mails om dette. Vi har slettet din adresse."), "success")
        return redirect(url_for(".show", token=token))
    return render_template("trace/stop.html", trace=trace, token=token)
