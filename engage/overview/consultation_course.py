"""The course of a consultation for those who run it: each step, which one it is at, and what is to be done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engage.consultations.models import Consultation
from engage.core.i18n import date_and_time, date_only

STEPS = ("written", "published", "open", "read", "results", "answered")


@dataclass(frozen=True)
class Standing:
    """Where a consultation is: its state, whether it can be published, and what came in."""

    state: str
    blocked: bool
    has_survey: bool
    survey_published: bool
    inputs: int
    new: int
    waiting: int
    results_published: bool


@dataclass(frozen=True)
class Next:
    """What is to be done now; without an address there is nothing to press."""

    text: str
    action: str = ""
    href: str = ""


def current_step(standing: Standing) -> str | None:
    """The first of STEPS that is not done; None when all are."""
    if standing.state in {"draft", "withdrawn"}:
        return "written" if standing.blocked or not standing.has_survey else "published"
    if standing.state in {"coming", "open"}:
        return "open"
    if standing.new:
        return "read"
    if not standing.results_published:
        return "results"
    return "answered" if standing.waiting else None


def steps_of(consultation: Consultation, standing: Standing) -> list[dict[str, Any]]:
    """The course as the component `steps` shows it."""
    current = current_step(standing)
    at = STEPS.index(current) if current else len(STEPS)
    results = consultation.results_published_at
    words = {
        "written": (_("Skrevet"), None),
        "published": (_("Offentliggjort"), None),
        "open": (_("Åben for svar"), f"{date_only(consultation.opens_at)} – {date_only(consultation.closes_at)}"),
        "read": (_("Læst"), _count_left(standing.new) if standing.inputs else None),
        "results": (_("Resultat vist"), date_only(results) if results else None),
        "answered": (_("Alle har fået svar"), _count_left(standing.waiting) if standing.inputs else None),
    }
    return [
        {"title": title, "at": when, "state": "done" if place < at else "current" if place == at else "todo"}
        for place, (title, when) in enumerate(words[step] for step in STEPS)
    ]


def next_of(consultation: Consultation, standing: Standing, tray_href: str) -> Next:
    """What is to be done now."""
    slug = consultation.slug
    step = current_step(standing)
    if step == "written" and standing.blocked:
        return Next(
            _("Slutdatoen er forbi. Vælg en ny, så kan høringen offentliggøres."),
            _("Ret datoerne"),
            url_for("staff_consultations.edit", slug=slug, _anchor="closes_at"),
        )
    if step == "written" or (step == "open" and not standing.has_survey):
        return Next(
            _("Høringen har intet spørgeskema. Uden et kan borgerne kun skrive eller ringe."),
            _("Lav et spørgeskema"),
            url_for("staff_surveys.new", consultation=slug),
        )
    if step == "open" and not standing.survey_published:
        return Next(
            _("Borgerne kan ikke svare, før du udgiver spørgeskemaet."),
            _("Gå til spørgeskemaet"),
            url_for("staff_surveys.listed", consultation=slug),
        )
    if step == "published":
        return Next(_("Se listen nedenfor igennem, og offentliggør høringen."), _("Gå til listen"), "#publish")
    if step == "read" or (step == "open" and standing.new):
        unread = ngettext("Der er ét nyt input at læse.", "Der er %(num)s nye input at læse.", standing.new)
        return Next(unread, _("Læs det nye"), tray_href)
    if step == "open":
        return _while_open(consultation, standing)
    if step == "results":
        return Next(
            _("Alt er læst. Vis borgerne, hvad der kom frem."),
            _("Se opsummeringen, og vis resultatet"),
            url_for("staff_summaries.show", slug=slug),
        )
    if step == "answered":
        left = ngettext("Ét input venter på svar.", "%(num)s input venter på svar.", standing.waiting)
        return Next(left, _("Svar på dem"), tray_href)
    return Next(_("Høringen er færdig: alt er læst, resultatet er vist, og alle har fået svar."))


def _while_open(consultation: Consultation, standing: Standing) -> Next:
    if standing.state == "coming":
        text = _("Høringen åbner %(when)s. Skriv invitationerne i god tid.", when=date_and_time(consultation.opens_at))
        return Next(text, _("Gå til udsendelser"), url_for("campaigns.listed"))
    return Next(
        _("Borgerne svarer nu, og alt det, der er kommet, er læst."),
        _("Se, hvad der er kommet ind"),
        url_for("staff_summaries.show", slug=consultation.slug),
    )


def _count_left(count: int) -> str | None:
    return str(ngettext("én tilbage", "%(num)s tilbage", count)) if count else None
