"""The pages that join the features: home, what waits for staff today, privacy and accessibility."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.consultations import queries as consultations
from engage.core import clock
from engage.core.security import Permission, public, staff
from engage.ideas import queries as ideas
from engage.overview import waiting
from engage.strategy import queries as strategy
from engage.surveys.queries import open_surveys_of

bp = Blueprint("overview", __name__)


@bp.get("/")
@public
def home() -> str:
    """What can I take part in now, what became of what we said, and the way to send an idea."""
    open_now = consultations.open_consultations(limit=6)
    return render_template(
        "overview/home.html",
        strategy=strategy.current_strategy(),
        open_now=open_now,
        first_survey=next(iter(open_surveys_of(open_now[0].id)), None) if open_now else None,
        coming=consultations.listed("coming", limit=3),
        with_results=consultations.with_results(limit=3),
        newest_ideas=ideas.newest(limit=3),
        answered=waiting.latest_answers(limit=3),
        now=clock.now(),
    )


@bp.get("/staff/")
@staff(Permission.READ)
def today() -> str:
    """What waits for this member of staff today."""
    return render_template("staff/today.html", **waiting.for_staff(current_actor()))


@bp.get("/was")
@public
def accessibility() -> AnyResponse | str:
    """The official accessibility statement, or our own words until its address is set."""
    address = current_app.config["SETTINGS"].was_url
    return redirect(address) if address else render_template("overview/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> str:
    """What we do with what people send, in plain words."""
    return render_template("overview/privacy.html")


@bp.get("/about")
@public
def about() -> str:
    """How the platform works, from a citizen's words to the plan."""
    return render_template("overview/about.html")
