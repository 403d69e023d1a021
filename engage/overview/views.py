"""The pages that join the features: home, what waits for staff today, privacy and accessibility."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.core.kept import kept
from engage.core.security import Permission, public, staff
from engage.overview import home as home_page
from engage.overview import opening_hours
from engage.overview.today import for_staff
from engage.triage.words import GRADES, public_target

bp = Blueprint("overview", __name__)

ROBOTS = ("User-agent: *", "Disallow: /staff/", "Disallow: /trace/", "Disallow: /unsubscribe/")


@bp.get("/")
@public
@kept
def home() -> str:
    """What can I take part in now, what became of what we said, and the way to send an idea."""
    return render_template("overview/home.html", **home_page.content(), grades=GRADES, public_target=public_target)


@bp.get("/staff/")
@staff(Permission.READ)
def today() -> str:
    """What waits for this member of staff today."""
    return render_template("staff/today.html", **for_staff(current_actor()))


@bp.get("/was")
@public
def accessibility() -> AnyResponse | str:
    """The official accessibility statement, or our own words until its address is set."""
    address = current_app.config["SETTINGS"].was_url
    return redirect(address) if address else render_template("overview/accessibility.html")


@bp.get("/privacy")
@public
@kept
def privacy() -> str:
    """What we do with what people send, in plain words."""
    return render_template("overview/privacy.html")


@bp.get("/about")
@public
@kept
def about() -> str:
    """How the platform works, from a citizen's words to the plan."""
    return render_template("overview/about.html")


@bp.get("/contact")
@public
def contact() -> str:
    """Whom to ring, write to or visit, and how to be heard without a computer."""
    hours = current_app.config["SETTINGS"].hours
    return render_template("overview/contact.html", hours=[opening_hours.in_words(each) for each in hours])


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """What search engines may read: everything but staff's pages and private links."""
    return Response("".join(f"{line}\n" for line in ROBOTS), mimetype="text/plain")
