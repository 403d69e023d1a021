"""Staff's pages from draft to citizens: try it out, publish, share, close, and the versions there have been."""

from __future__ import annotations

from itertools import pairwise

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.core import clock
from engage.core.errors import text_of
from engage.core.i18n import LANGUAGES, current_language, date_and_time, force_language
from engage.core.security import Permission, staff
from engage.surveys import building, queries, rehearsal, service
from engage.surveys.answers import SERVED
from engage.surveys.diff import agreements, compare
from engage.surveys.document import Questionnaire, load
from engage.surveys.fault_words import change_text
from engage.surveys.forms import VersionForm
from engage.surveys.models import QuestionnaireVersion, Survey
from engage.surveys.sharing import MIMETYPES, public_url, qr_code

staff_bp = Blueprint("survey_publishing", __name__, url_prefix="/staff/surveys")


@staff_bp.route("/<slug>/preview", methods=["GET", "POST"])
@staff(Permission.READ)
def preview(slug: str) -> str:
    """The draft as a citizen sees it on a phone. Nothing is stored: the answers travel in the form."""
    survey = queries.survey_by_slug(slug)
    questionnaire = load(survey.document)
    wishes = (request.form.get("go"), request.form.get("language"), "da")
    language = next(wish for wish in wishes if wish in LANGUAGES)
    with force_language(language):
        context = queries.context_in(language)
        if request.method == "POST":
            scene = rehearsal.after(questionnaire, request.form, context)
        else:
            scene = rehearsal.opening(questionnaire, context)
        values = {"scene": scene, "questionnaire": questionnaire, "served_name": SERVED}
        phone = Markup(render_template("staff/surveys/_phone.html", **values))  # noqa: S704 - escaped by the template
    state = rehearsal.pack(scene.answers)
    return render_template(
        "staff/surveys/preview.html", survey=survey, scene=scene, phone=phone, state=state, language=language
    )


@staff_bp.route("/<slug>/publish", methods=["GET", "POST"])
@staff(Permission.EDIT)
def publish(slug: str) -> str | AnyResponse:
    """Let citizens answer what the draft says now, after a page that says what will happen."""
    survey = queries.survey_by_slug(slug)
    if request.method == "GET":
        return _publish_page(survey)
    try:
        version = building.publish(current_actor(), survey.id, VersionForm().version.data or 0)
    except (building.SurveyChanged, building.NotFitToPublish) as refused:
        flash(text_of(refused), "warning")
        return redirect(url_for("staff_surveys.show", slug=slug))
    flash(_("Version %(number)s er i brug nu.", number=version.number), "success")
    return redirect(url_for(".share", slug=slug))


def _publish_page(survey: Survey) -> str | AnyResponse:
    if building.faults_of(survey):
        flash(text_of(building.NotFitToPublish([])), "warning")
        return redirect(url_for("staff_surveys.show", slug=survey.slug))
    latest, draft = building.latest_version(survey.id), load(survey.document)
    used = service.questionnaire_of(latest) if latest else None
    return render_template(
        "staff/surveys/publish.html",
        survey=survey,
        latest=latest,
        consequences=_consequences(survey, latest),
        changes=_changes(used, draft) if used else [],
        apart=_counted_apart(used, draft) if used else [],
    )


def _consequences(survey: Survey, latest: QuestionnaireVersion | None) -> list[str]:
    consultation = survey.consultation
    when = {
        "open": _("Borgerne kan svare med det samme og frem til %(when)s.", when=date_and_time(consultation.closes_at)),
        "coming": _("Borgerne kan svare, når høringen åbner %(when)s.", when=date_and_time(consultation.opens_at)),
        "closed": _("Høringen er lukket, så ingen kan svare, før dens slutdato bliver rykket."),
    }
    hidden = _("Høringen er ikke offentliggjort. Borgerne kan først se skemaet, når den er det.")
    lines = [when.get(consultation.state_at(clock.now()), hidden)]
    if latest is not None:
        count = queries.response_counts([survey.id])[survey.id]
        lines.append(
            ngettext(
                "Det svar, der er kommet, hører stadig til den version, det blev givet til.",
                "De %(num)s svar, der er kommet, hører stadig til den version, de blev givet til.",
                count,
            )
        )
        lines.append(_("De, der er i gang med at svare, svarer færdig på den version, de begyndte på."))
    return [*lines, _("Versionen bliver låst. Retter du i skemaet bagefter, gælder det først, når du udgiver igen.")]


def _changes(old: Questionnaire, new: Questionnaire) -> list[str]:
    context = queries.context_in(current_language())
    return [change_text(change, old, new, context) for change in compare(old, new)]


def _counted_apart(old: Questionnaire, new: Questionnaire) -> list[str]:
    """The questions whose new answers cannot be counted together with the old."""
    context = queries.context_in(current_language())
    apart = [key for key, agreement in agreements(old, new).items() if agreement == "incompatible"]
    return [new.questions[key].label_in(context) or key for key in apart]


@staff_bp.get("/<slug>/versions")
@staff(Permission.READ)
def versions(slug: str) -> str:
    """Every published version, the newest first, and what each changed."""
    survey = queries.survey_by_slug(slug)
    found = queries.versions_of(survey.id)
    asked = [service.questionnaire_of(version) for version in found]
    changes = [[], *(_changes(old, new) for old, new in pairwise(asked))]
    lines = list(zip(found, changes, strict=False))
    return render_template("staff/surveys/versions.html", survey=survey, versions=lines[::-1])


@staff_bp.get("/<slug>/share")
@staff(Permission.READ)
def share(slug: str) -> str:
    """How citizens come to the survey: the open link, its QR code; and how many have answered."""
    survey = queries.survey_by_slug(slug)
    return render_template(
        "staff/surveys/share.html",
        survey=survey,
        url=public_url(survey),
        count=queries.response_counts([survey.id])[survey.id],
        state=survey.consultation.state_at(clock.now()),
    )


@staff_bp.get("/<slug>/qr.<any(svg,png):kind>")
@staff(Permission.READ)
def qr(slug: str, kind: str) -> AnyResponse:
    """The open link as a QR code, for posters."""
    survey = queries.survey_by_slug(slug)
    response = make_response(qr_code(public_url(survey), kind))
    response.mimetype = MIMETYPES[kind]
    return response


@staff_bp.post("/<slug>/open-link")
@staff(Permission.EDIT)
def open_link(slug: str) -> AnyResponse:
    """Let anyone answer, or only those with a personal link."""
    survey = queries.survey_by_slug(slug)
    wanted = request.form.get("open") == "yes"
    try:
        building.set_open_link(current_actor(), survey.id, VersionForm().version.data or 0, wanted)
    except building.SurveyChanged as refused:
        flash(text_of(refused), "warning")
    else:
        flash(_("Alle kan svare nu.") if wanted else _("Nu kan man kun svare med et personligt link."), "success")
    return redirect(url_for(".share", slug=slug))


@staff_bp.route("/<slug>/close", methods=["GET", "POST"])
@staff(Permission.EDIT)
def close(slug: str) -> str | AnyResponse:
    """Take no more answers, after a page that says so."""
    survey = queries.survey_by_slug(slug)
    if request.method == "GET":
        return render_template("staff/surveys/close.html", survey=survey)
    try:
        building.close(current_actor(), survey.id, VersionForm().version.data or 0)
    except building.SurveyChanged as refused:
        flash(text_of(refused), "warning")
    else:
        flash(_("Spørgeskemaet er lukket. Det kan åbnes igen her på siden."), "success")
    return redirect(url_for(".share", slug=slug))


@staff_bp.post("/<slug>/reopen")
@staff(Permission.EDIT)
def reopen(slug: str) -> AnyResponse:
    """Take answers again, to the version that was in use."""
    survey = queries.survey_by_slug(slug)
    try:
        building.reopen(current_actor(), survey.id, VersionForm().version.data or 0)
    except building.SurveyChanged as refused:
        flash(text_of(refused), "warning")
    else:
        flash(_("Spørgeskemaet tager imod svar igen."), "success")
    return redirect(url_for(".share", slug=slug))
