"""Staff's pages of surveys: the list, a new one, and the builder's overview of one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.consultations.queries import by_slug, consultation_choices
from engage.core import clock
from engage.core.choices import choices_of
from engage.core.errors import describe, text_of
from engage.core.i18n import current_language, localise
from engage.core.security import Permission, staff
from engage.core.sorting import Column, Sorting
from engage.surveys import building, editing, queries
from engage.surveys.document import load
from engage.surveys.fault_places import fault_counts, fault_lines
from engage.surveys.forms import STARTER_LABELS, NewSurveyForm, TextsForm, VersionForm, texts_values
from engage.surveys.models import Survey, SurveyStatus
from engage.surveys.overtaken import attempt
from engage.surveys.questions import QUESTION_TYPES
from engage.surveys.rule_words import to_words
from engage.surveys.starters import with_starter
from engage.text.alphabet import danish_key

staff_bp = Blueprint("staff_surveys", __name__, url_prefix="/staff/surveys")

describe("survey_changed", _l("En anden har ændret skemaet, mens du arbejdede. Her er det nyeste. Prøv igen."))
describe("survey_not_fit", _l("Skemaet kan ikke udgives endnu. Ret det, der står på listen, og prøv igen."))
describe("survey_not_well_formed", _l("Skemaet kan ikke gemmes sådan. Ret det, der er skrevet, og prøv igen."))
describe("survey_nothing_to_undo", _l("Der er ingen ændring at fortryde."))
describe("response_not_complete", _l("Der mangler et svar. Gå tilbage, og svar på det, før du sender."))


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """All surveys, or those of one consultation or one status, sorted by the address."""
    slug = request.args.get("consultation") or None
    consultation = by_slug(slug) if slug else None
    status = request.args.get("status", "")
    status = status if status in set(SurveyStatus) else ""
    surveys = [survey for survey in queries.surveys(slug) if not status or survey.status == status]
    counts = queries.response_counts([survey.id for survey in surveys])
    sorting = Sorting(_columns(counts), request.args)
    return render_template(
        "staff/surveys/listed.html",
        surveys=sorting.of(surveys),
        headers=sorting.headers(functools.partial(url_for, ".listed", consultation=slug, status=status or None)),
        consultation=consultation,
        status=status,
        counts=counts,
        now=clock.now(),
    )


def _columns(counts: Mapping[int, int]) -> dict[str, Column[Survey]]:
    return {
        "newest": Column(_l("Lavet"), lambda survey: survey.id, downwards=True),
        "title": Column(_l("Titel"), lambda survey: danish_key(localise(survey.title))),
        "status": Column(_l("Skema"), lambda survey: list(SurveyStatus).index(SurveyStatus(survey.status))),
        "consultation": Column(_l("Høring"), lambda survey: danish_key(localise(survey.consultation.title))),
        "answers": Column(_l("Besvarelser"), lambda survey: counts[survey.id], numeric=True, downwards=True),
    }


@staff_bp.route("/new", methods=["GET", "POST"])
@staff(Permission.EDIT)
def new() -> str | AnyResponse:
    """Begin a survey inside a consultation."""
    slug = request.args.get("consultation")
    form = NewSurveyForm(data={"consultation_id": by_slug(slug).id if slug else None})
    form.consultation_id.choices = choices_of(consultation_choices(current_actor()))
    if form.validate_on_submit():
        document = form.document()
        survey = building.create(current_actor(), form.consultation_id.data, form.title.form.texts, document)
        flash(_("Spørgeskemaet er gemt som kladde."), "success")
        return redirect(url_for(".show", slug=survey.slug))
    return render_template("staff/surveys/new.html", form=form, back=url_for(".listed", consultation=slug))


@staff_bp.get("/<slug>")
@staff(Permission.READ)
def show(slug: str) -> str:
    """The builder: pages and questions as they will be asked, and what is missing."""
    survey = queries.survey_by_slug(slug)
    questionnaire = load(survey.document)
    latest, faults = building.latest_version(survey.id), building.faults_of(survey)
    context = queries.context_in(current_language())
    return render_template(
        "staff/surveys/show.html",
        survey=survey,
        questionnaire=questionnaire,
        context=context,
        words=functools.partial(to_words, questionnaire=questionnaire, context=context),
        types=QUESTION_TYPES,
        faults=fault_lines(survey, questionnaire, faults),
        missing=fault_counts(questionnaire, faults),
        starters=STARTER_LABELS,
        pressed=(request.args.get("part"), request.args.get("pressed")),
        latest=latest,
        changed=latest is None or latest.sha256 != questionnaire.sha256,
        last=queries.last_change(survey),
    )


@staff_bp.route("/<slug>/texts", methods=["GET", "POST"])
@staff(Permission.EDIT)
def texts(slug: str) -> str | AnyResponse:
    """The title, introduction and closing of the whole."""
    survey = queries.survey_by_slug(slug)

    def as_stored(**kwargs: Any) -> TextsForm:
        return TextsForm(data={**texts_values(load(survey.document)), "version": survey.version}, **kwargs)

    form, overtaken = as_stored(), None
    if form.validate_on_submit():
        tried = attempt(
            current_actor(),
            survey,
            form,
            lambda document: editing.with_texts(document, **form.texts()),
            lambda: as_stored(formdata=None),
        )
        if tried.done:
            flash(_("Teksterne er gemt."), "success")
            return redirect(url_for(".show", slug=slug))
        overtaken = tried.overtaken
    return render_template("staff/surveys/texts.html", survey=survey, form=form, overtaken=overtaken)


@staff_bp.post("/<slug>/starter")
@staff(Permission.EDIT)
def starter(slug: str) -> AnyResponse:
    """Put ready-made questions into the draft."""
    survey = queries.survey_by_slug(slug)
    name = request.form.get("name", "")
    try:
        version = VersionForm().version.data or 0
        building.edit(current_actor(), survey.id, version, lambda document: with_starter(document, name))
    except building.SurveyChanged as refused:
        flash(text_of(refused), "warning")
    else:
        flash(_("Spørgsmålene er sat ind. Ret dem, så de passer til jeres sag."), "success")
    return redirect(url_for(".show", slug=slug))


@staff_bp.post("/<slug>/undo")
@staff(Permission.EDIT)
def undo(slug: str) -> AnyResponse:
    """Put the draft back as it was before its last change."""
    survey = queries.survey_by_slug(slug)
    try:
        building.undo(current_actor(), survey.id, VersionForm().version.data or 0)
    except (building.SurveyChanged, building.NothingToUndo) as refused:
        flash(text_of(refused), "warning")
    else:
        flash(_("Den seneste ændring er fortrudt. Fortryd igen for at få den tilbage."), "success")
    return redirect(url_for(".show", slug=slug))


@staff_bp.route("/<slug>/delete", methods=["GET", "POST"])
@staff(Permission.EDIT)
def delete(slug: str) -> str | AnyResponse:
    """Delete a survey that was never published, after a page that says so."""
    survey = queries.survey_by_slug(slug)
    if request.method == "GET":
        return render_template("staff/surveys/delete.html", survey=survey)
    try:
        building.delete_draft(current_actor(), survey.id, VersionForm().version.data or 0)
    except building.SurveyChanged as refused:
        flash(text_of(refused), "warning")
        return redirect(url_for(".show", slug=slug))
    flash(_("Spørgeskemaet er slettet."), "success")
    return redirect(url_for(".listed"))
