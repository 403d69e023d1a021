"""A consultation's page for staff: where it stands, what is missing before it is published, its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.consultations import queries, service
from engage.consultations.models import Consultation, Document
from engage.consultations.privacy import promise
from engage.consultations.readiness import Remark, remarks
from engage.core import clock
from engage.core.i18n import localise
from engage.core.pictures.days import Days
from engage.core.security import Permission, staff
from engage.overview.consultation_course import Standing, next_of, steps_of
from engage.overview.consultation_page import page_of
from engage.summaries.drawing import days_of
from engage.summaries.queries import whole_summary
from engage.surveys.asked import asked_by
from engage.surveys.models import SurveyStatus
from engage.surveys.queries import open_surveys_of, response_counts, surveys_of
from engage.triage import tray
from engage.triage.models import InputState
from engage.triage.themes import themes_of
from engage.triage.tray import TrayFilter

staff_bp = Blueprint("consultation_desk", __name__, url_prefix="/staff/consultations")


@staff_bp.get("/<slug>")
@staff(Permission.READ)
def show(slug: str) -> str:
    """Where the consultation stands, and what is missing."""
    consultation = queries.by_slug(slug)
    surveys = surveys_of(consultation.id)
    now = clock.now()
    published = any(survey.status != SurveyStatus.DRAFT for survey in surveys)
    found = remarks(consultation, has_survey=bool(surveys), survey_published=published, now=now)
    came_in = _came_in(consultation)
    standing = _standing(consultation, came_in, found, has_survey=bool(surveys), survey_published=published)
    return render_template(
        "staff/consultations/show.html",
        consultation=consultation,
        state=consultation.state_at(now),
        now=now,
        survey_count=len(surveys),
        surveys_href=url_for("staff_surveys.listed", consultation=slug),
        came_in=came_in,
        steps=steps_of(consultation, standing),
        next=next_of(consultation, standing, came_in["new_href"] if standing.new else came_in["tray_href"]),
        days=_days(consultation),
        remarks=[(_in_words(remark), remark.blocks) for remark in found] + _privacy_remarks(consultation),
        blocked=standing.blocked,
    )


@staff_bp.post("/<slug>/publish")
@staff(Permission.EDIT)
def publish(slug: str) -> AnyResponse:
    """Let the public see the consultation."""
    service.publish(current_actor(), slug)
    flash(_("Høringen er offentliggjort."), "success")
    return redirect(url_for(".show", slug=slug))


@staff_bp.get("/<slug>/preview")
@staff(Permission.READ)
def preview(slug: str) -> str:
    """The citizens' page before citizens can see it."""
    consultation = queries.by_slug(slug)

    def document_href(document: Document) -> str:
        return url_for("staff_consultations.document", slug=slug, public_id=document.public_id)

    page = {**page_of(consultation), "document_href": document_href}
    return render_template("consultations/show.html", **page, preview=True)


def _came_in(consultation: Consultation) -> dict[str, Any]:
    """What citizens have said so far, and the filter that shows it in the tray."""
    chosen = TrayFilter(committee="all", state="all", consultation=consultation.id)
    inputs = tray.counts(current_actor(), chosen)
    return {
        "responses": sum(response_counts([survey.id for survey in surveys_of(consultation.id)]).values()),
        "inputs": inputs["all"],
        "waiting": inputs["waiting"],
        "new": inputs[InputState.NEW],
        "new_href": url_for("tray.listed", **replace(chosen, state=InputState.NEW).args()),
        "tray_href": url_for("tray.listed", **chosen.args()),
        "themes": len(themes_of(consultation.id)),
    }


def _standing(
    consultation: Consultation,
    came_in: dict[str, Any],
    found: list[Remark],
    *,
    has_survey: bool,
    survey_published: bool,
) -> Standing:
    return Standing(
        state=consultation.state_at(clock.now()),
        blocked=any(remark.blocks for remark in found),
        has_survey=has_survey,
        survey_published=survey_published,
        inputs=came_in["inputs"].number,
        new=came_in["new"].number,
        waiting=came_in["waiting"].number,
        results_published=consultation.results_published_at is not None,
    )


def _days(consultation: Consultation) -> list[tuple[str, Days]]:
    """When answers came to each survey, by its title: from the last summary, so nothing is counted here."""
    summary = whole_summary(consultation.id)
    surveys = summary.content.get("surveys", ()) if summary else ()
    drawn = [(localise(survey["title"]), days_of(survey, consultation, clock.now())) for survey in surveys]
    return [(title, days) for title, days in drawn if days]


def _privacy_remarks(consultation: Consultation) -> list[tuple[str, bool]]:
    kept = promise(consultation.privacy_mode, asked_by(open_surveys_of(consultation.id)))
    found = []
    if kept.weakened:
        found.append(_("Et spørgeskema spørger om navn eller adresse. Så lover siden ikke, at svarene er anonyme."))
    if kept.combination_risk:
        found.append(_("Der er mange spørgsmål om personen selv. Tilsammen kan de pege på én. Siden advarer om det."))
    return [(text, False) for text in found]


def _in_words(remark: Remark) -> str:
    days = remark.value
    texts: dict[str, Callable[[], str]] = {
        "already_over": lambda: _("Slutdatoen er forbi. Vælg en senere, før du offentliggør."),
        "english_missing": lambda: ngettext(
            "%(num)s tekst mangler på engelsk. Den vises på dansk.",
            "%(num)s tekster mangler på engelsk. De vises på dansk.",
            remark.value,
        ),
        "no_survey": lambda: _("Der er intet spørgeskema. Borgerne kan kun skrive eller ringe."),
        "survey_not_published": lambda: _("Spørgeskemaet er en kladde. Borgerne kan ikke svare, før du udgiver det."),
        "no_focus_area": lambda: _("Høringen har intet fokusområde, så den kan ikke findes fra strategien."),
        "no_phases": lambda: _("Tidsplanen er tom. Borgerne kan ikke se, hvad der sker hvornår."),
        "no_contact": lambda: _("Der er ingen kontakt. Siden viser kommunens hovednummer i stedet."),
        "shorter_than_8_weeks": lambda: _(
            "Perioden er %(days)s dage: for kort til de planer, der skal høres i 8 uger (planlovens § 24).", days=days
        ),
        "shorter_than_4_weeks": lambda: _(
            "Perioden er %(days)s dage: kun lang nok til høringer på 2 uger (planlovens § 24).", days=days
        ),
        "shorter_than_2_weeks": lambda: _(
            "Perioden er kun %(days)s dage: kortere end nogen høring efter planlovens § 24.", days=days
        ),
    }
    return texts[remark.code]()
