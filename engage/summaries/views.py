"""Summaries on the screen: for staff as they are now, for the public as they were published."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.consultations.models import Consultation
from engage.consultations.queries import by_slug, published
from engage.core import clock
from engage.core.builds import BuildState
from engage.core.errors import NotFound, describe, text_of
from engage.core.pictures.grouping import FEWEST
from engage.core.pictures.heat import heat
from engage.core.security import Permission, public, staff
from engage.strategy.queries import focus_areas
from engage.summaries import publishing, queries, service
from engage.summaries.changes import changes
from engage.summaries.drawing import cut_of, days_of, histogram_of
from engage.summaries.models import Summary
from engage.summaries.public import public_content
from engage.triage.words import CHANNELS

bp = Blueprint("summaries", __name__)
staff_bp = Blueprint("staff_summaries", __name__, url_prefix="/staff/summaries")

# How a response came.
WAYS = {"open": _l("Åbent link"), "personal": _l("Personlig invitation"), "paper": _l("På papir")}

describe("no_summary_yet", _l("Opsummeringen er ikke lavet endnu. Vent et øjeblik, og prøv igen."))
describe("summary_rebuilt", _l("Der kom nyt ind, mens du så på den. Se den igennem igen, og offentliggør så."))


@bp.get("/consultations/<slug>/results")
@public
def results(slug: str) -> str:
    """What came in, as staff published it."""
    consultation = published(slug)
    result = queries.published_result(consultation.id)
    if result is None:
        raise NotFound
    return render_template(
        "summaries/results.html",
        consultation=consultation,
        content=result.content,
        counted_at=result.published_at,
        published_at=result.published_at,
        is_open=consultation.state_at(clock.now()) == "open",
        **_words(),
    )


@staff_bp.get("/")
@staff(Permission.READ)
def listed() -> str:
    """The summary of each consultation: how much came in, and how fresh it is."""
    return render_template("staff/summaries/listed.html", rows=queries.overviews(), now=clock.now(), age=_age)


@staff_bp.get("/<slug>")
@staff(Permission.READ)
def show(slug: str) -> str:
    """A consultation's summary: figures, themes and quotes, each leading to its inputs."""
    consultation = by_slug(slug)
    summaries = queries.summaries_of(consultation.id)
    whole = next((one for one in summaries if one.survey_id is None), None)
    return render_template(
        "staff/summaries/show.html",
        consultation=consultation,
        summaries=summaries,
        summary=_chosen(summaries, request.args.get("survey")) or whole,
        now=clock.now(),
        changes=changes,
        watched=False,
        **_standing(consultation, whole, asked="asked" in request.args),
        **_words(),
    )


@staff_bp.get("/<slug>/freshness")
@staff(Permission.READ)
def freshness(slug: str) -> str:
    """The part of the page that changes while the worker builds; asked for by js/live.js."""
    consultation = by_slug(slug)
    standing = _standing(consultation, queries.whole_summary(consultation.id), asked=True)
    return render_template(
        "staff/summaries/_freshness.html", consultation=consultation, age=_age, watched=True, **standing
    )


@staff_bp.post("/<slug>/rebuild")
@staff(Permission.EDIT)
def rebuild(slug: str) -> AnyResponse:
    """Ask the worker for a new summary."""
    service.rebuild(current_actor(), slug)
    return redirect(url_for(".show", slug=slug, survey=request.args.get("survey"), asked=1))


@staff_bp.get("/<slug>/publish")
@staff(Permission.EDIT)
def look_over(slug: str) -> str:
    """What the public would see, with each quote to leave out or keep."""
    return _look_over(slug)


@staff_bp.post("/<slug>/publish")
@staff(Permission.EDIT)
def publish(slug: str) -> str | AnyResponse | tuple[str, int]:
    """Publish what was looked over; when it is no longer what there is, show it again."""
    shown, kept = set(request.form.getlist("shown")), set(request.form.getlist("quote"))
    try:
        publishing.publish(current_actor(), slug, built_at=_moment(request.form.get("built_at")), left_out=shown - kept)
    except publishing.SummaryRebuilt as rebuilt:
        return _look_over(slug, left_out=shown - kept, problem=text_of(rebuilt)), rebuilt.status
    flash(_("Resultatet er offentliggjort."), "success")
    return redirect(url_for(".show", slug=slug))


@staff_bp.route("/<slug>/unpublish", methods=["GET", "POST"])
@staff(Permission.EDIT)
def unpublish(slug: str) -> str | AnyResponse:
    """Take the results away from the public, after asking."""
    consultation = by_slug(slug)
    if request.method == "POST":
        publishing.unpublish(current_actor(), slug)
        flash(_("Borgerne kan ikke længere se resultatet."), "success")
        return redirect(url_for(".show", slug=slug))
    return render_template("staff/summaries/unpublish.html", consultation=consultation)


def _look_over(slug: str, left_out: set[str] | None = None, problem: str = "") -> str:
    consultation = by_slug(slug)
    summary = publishing.publishable(consultation.id)
    return render_template(
        "staff/summaries/publish.html",
        consultation=consultation,
        built_at=summary.built_at,
        content=public_content(summary.content),
        counted_at=summary.built_at,
        left_out=left_out or set(),
        problem=problem,
        is_open=consultation.state_at(clock.now()) == "open",
        **_words(),
    )


def _standing(consultation: Consultation, whole: Summary | None, *, asked: bool) -> dict[str, Any]:
    """How fresh the summary is, and whether a new one is being made: `asked` is whether somebody waits for it."""
    stale = queries.is_stale(consultation.id)
    building = whole is not None and whole.state == BuildState.BUILDING
    waiting = stale and (asked or whole is None or whole.built_at is None)
    return {"whole": whole, "stale": stale, "working": building or waiting, "states": BuildState}


def _chosen(summaries: list[Summary], survey_slug: str | None) -> Summary | None:
    """The summary of the survey asked for."""
    return next((one for one in summaries if one.survey is not None and one.survey.slug == survey_slug), None)


def _moment(text: str | None) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None


def _age(moment: dt.datetime) -> str:
    """How long ago something was, in words."""
    passed = clock.now() - moment
    if passed < dt.timedelta(minutes=1):
        return str(_("lige nu"))
    return str(format_timedelta(-passed, granularity="minute", add_direction=True))


def _words() -> dict[str, Any]:
    """What the pages need to name things."""
    return {
        "channels": CHANNELS,
        "ways": WAYS,
        "focus_areas": {area.key: area for area in focus_areas()},
        "fewest": FEWEST,
        "age": _age,
        "heat": heat,
        "days_of": days_of,
        "cut_of": cut_of,
        "histogram_of": histogram_of,
    }
