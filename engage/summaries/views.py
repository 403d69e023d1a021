"""Summaries on the screen: for staff as they are now, for the public as they were published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.consultations.queries import by_slug, published
from engage.core.errors import NotFound, describe
from engage.core.security import Permission, public, staff
from engage.strategy.queries import focus_areas, local_areas
from engage.summaries import queries, service
from engage.summaries.models import Summary, SummaryState
from engage.surveys.results import FEWEST
from engage.triage.words import CHANNELS

bp = Blueprint("summaries", __name__)
staff_bp = Blueprint("staff_summaries", __name__, url_prefix="/staff/summaries")

describe("no_summary_yet", _l("Opsummeringen er ikke lavet endnu. Vent et øjeblik, og prøv igen."))


@bp.get("/consultations/<slug>/results")
@public
def results(slug: str) -> str:
    """What came in, as staff published it."""
    consultation = published(slug)
    result = queries.published_result(consultation.id)
    if result is None:
        raise NotFound
    themes = result.content["voices"]["themes"]
    return render_template(
        "summaries/results.html",
        consultation=consultation,
        result=result,
        content=result.content,
        themes=[theme for theme in themes if theme["persons"] >= FEWEST],
        few=sum(1 for theme in themes if theme["persons"] < FEWEST),
        **_words(),
    )


@staff_bp.get("/")
@staff(Permission.READ)
def listed() -> str:
    """The summary of each consultation: how much came in, and how fresh it is."""
    return render_template(
        "staff/summaries/listed.html", summaries=queries.all_whole_summaries(), stale=queries.stale_ids()
    )


@staff_bp.get("/<slug>")
@staff(Permission.READ)
def show(slug: str) -> str:
    """A consultation's summary: figures, themes and quotes, each leading to its inputs."""
    consultation = by_slug(slug)
    all_of_it = queries.summaries_of(consultation.id)
    chosen = _chosen(all_of_it, request.args.get("survey"))
    return render_template(
        "staff/summaries/show.html",
        consultation=consultation,
        summaries=all_of_it,
        summary=chosen,
        stale=queries.is_stale(consultation.id),
        building=chosen is not None and chosen.state == SummaryState.BUILDING,
        failed=chosen is not None and chosen.state == SummaryState.FAILED,
        published=queries.published_result(consultation.id),
        **_words(),
    )


@staff_bp.post("/<slug>/rebuild")
@staff(Permission.READ)
def rebuild(slug: str) -> AnyResponse:
    """Ask the worker for a new summary."""
    service.rebuild(current_actor(), slug)
    flash(_("Opsummeringen laves igen. Det tager som regel under et minut."), "info")
    return redirect(url_for(".show", slug=slug))


@staff_bp.route("/<slug>/publish", methods=["GET", "POST"])
@staff(Permission.EDIT)
def publish(slug: str) -> str | AnyResponse:
    """Look over what the public will see, leave out quotes, and publish."""
    consultation = by_slug(slug)
    summary = queries.whole_summary(consultation.id)
    if summary is None or summary.built_at is None:
        raise service.NoSummaryYet
    if request.method == "POST":
        quoted = {quote["input"] for theme in summary.content["voices"]["themes"] for quote in theme["quotes"]}
        service.publish(current_actor(), slug, quoted - set(request.form.getlist("quote")))
        flash(_("Resultatet er offentliggjort."), "success")
        return redirect(url_for(".show", slug=slug))
    return render_template(
        "staff/summaries/publish.html", consultation=consultation, content=summary.content, fewest=FEWEST
    )


@staff_bp.route("/<slug>/unpublish", methods=["GET", "POST"])
@staff(Permission.EDIT)
def unpublish(slug: str) -> str | AnyResponse:
    """Take the results away from the public, after asking."""
    consultation = by_slug(slug)
    if request.method == "POST":
        service.unpublish(current_actor(), slug)
        flash(_("Resultatet vises ikke længere for borgerne."), "success")
        return redirect(url_for(".show", slug=slug))
    return render_template("staff/summaries/unpublish.html", consultation=consultation)


def _chosen(summaries: list[Summary], survey_slug: str | None) -> Summary | None:
    """The summary of the survey asked for, else that of the whole."""
    by_survey = {one.survey.slug if one.survey else None: one for one in summaries}
    return by_survey.get(survey_slug) or by_survey.get(None)


def _words() -> dict[str, Any]:
    """What the pages need to name things: channels, focus areas, local areas."""
    return {
        "channels": CHANNELS,
        "focus_areas": focus_areas(),
        "places": [area.name for area in local_areas()],
        "fewest": FEWEST,
    }
