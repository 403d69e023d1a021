"""The builder's pages about one page or one question of a survey, and the small changes of its overview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.core.errors import NotFound, describe, text_of
from engage.core.i18n import current_language
from engage.core.security import Permission, staff
from engage.surveys import building, editing, queries
from engage.surveys.document import load
from engage.surveys.editing import Document
from engage.surveys.forms import PageForm, QuestionForm, VersionForm, page_values, question_form
from engage.surveys.models import Survey
from engage.surveys.overtaken import attempt

staff_bp = Blueprint("survey_builder", __name__, url_prefix="/staff/surveys")


class PartGone(NotFound):
    """The page or question is not in the draft any more."""

    code = "survey_part_gone"


describe(
    "survey_part_gone",
    _l("Det er ikke i skemaet længere. Måske er det slettet: gå tilbage til skemaet, hvor du kan fortryde."),
)


@staff_bp.route("/<slug>/pages/<page_key>", methods=["GET", "POST"])
@staff(Permission.EDIT)
def page(slug: str, page_key: str) -> str | AnyResponse:
    """A page's texts, and when it is shown."""
    survey = queries.survey_by_slug(slug)
    form, overtaken = _page_form(survey, page_key), None
    if form.validate_on_submit():
        tried = attempt(
            current_actor(),
            survey,
            form,
            lambda document: editing.with_page(document, page_key, **form.content()),
            lambda: _page_form(survey, page_key, formdata=None),
        )
        if tried.done:
            flash(_("Siden er gemt."), "success")
            return _home(survey, f"page-{page_key}")
        overtaken = tried.overtaken
    return render_template("staff/surveys/page.html", survey=survey, form=form, overtaken=overtaken)


@staff_bp.route("/<slug>/questions/<key>", methods=["GET", "POST"])
@staff(Permission.EDIT)
def question(slug: str, key: str) -> str | AnyResponse:
    """A question with everything that belongs to its type, in both languages."""
    survey = queries.survey_by_slug(slug)
    form, overtaken = _question_form(survey, key), None
    if "more" in request.form:
        form.add_rows()
    elif form.validate_on_submit():
        tried = attempt(
            current_actor(),
            survey,
            form,
            lambda document: editing.with_question(document, key, form.content()),
            lambda: _question_form(survey, key, formdata=None),
        )
        if tried.done:
            flash(_("Spørgsmålet er gemt."), "success")
            return _home(survey, f"question-{key}")
        overtaken = tried.overtaken
    asked = load(survey.document).questions[key]
    context = queries.context_in(current_language())
    return render_template(
        "staff/surveys/question.html", survey=survey, form=form, question=asked, overtaken=overtaken, context=context
    )


@staff_bp.post("/<slug>/pages")
@staff(Permission.EDIT)
def add_page(slug: str) -> AnyResponse:
    """A new page at the end."""
    return _add(slug, editing.with_new_page, "page", "page_key")


@staff_bp.post("/<slug>/pages/<page_key>/questions")
@staff(Permission.EDIT)
def add_question(slug: str, page_key: str) -> AnyResponse:
    """A new question of the chosen type at the end of a page."""
    kind = request.form.get("type", "")
    return _add(slug, lambda document: editing.with_new_question(document, page_key, kind), "question", "key")


@staff_bp.post("/<slug>/pages/<page_key>/change")
@staff(Permission.EDIT)
def change_page(slug: str, page_key: str) -> AnyResponse:
    """Move a page up or down, or delete it with its questions."""
    changes: dict[str, tuple[Callable[[Document], Document], str]] = {
        "up": (lambda document: editing.with_page_moved(document, page_key, -1), _("Siden er flyttet op.")),
        "down": (lambda document: editing.with_page_moved(document, page_key, 1), _("Siden er flyttet ned.")),
        "delete": (
            lambda document: editing.without_page(document, page_key),
            _("Siden er slettet med sine spørgsmål. Tryk på “Fortryd seneste ændring”, hvis det var en fejl."),
        ),
    }
    return _change(slug, f"page-{page_key}", changes)


@staff_bp.post("/<slug>/questions/<key>/change")
@staff(Permission.EDIT)
def change_question(slug: str, key: str) -> AnyResponse:
    """Move a question up or down, copy it, or delete it."""
    changes: dict[str, tuple[Callable[[Document], Document], str]] = {
        "up": (lambda document: editing.with_question_moved(document, key, -1), _("Spørgsmålet er flyttet op.")),
        "down": (lambda document: editing.with_question_moved(document, key, 1), _("Spørgsmålet er flyttet ned.")),
        "copy": (
            lambda document: editing.with_copied_question(document, key)[0],
            _("Spørgsmålet er kopieret. Kopien står lige under."),
        ),
        "delete": (
            lambda document: editing.without_question(document, key),
            _("Spørgsmålet er slettet. Tryk på “Fortryd seneste ændring”, hvis det var en fejl."),
        ),
    }
    return _change(slug, f"question-{key}", changes)


def _add(slug: str, add: Callable[[Document], tuple[Document, str]], endpoint: str, argument: str) -> AnyResponse:
    """Add a part and go on to write it."""
    survey = queries.survey_by_slug(slug)
    added: list[str] = []

    def change(document: Document) -> Document:
        changed, key = add(document)
        added.append(key)
        return changed

    if not _edited(survey, change):
        return redirect(url_for("staff_surveys.show", slug=slug))
    return redirect(url_for(f".{endpoint}", slug=slug, **{argument: added[0]}))  # type: ignore[arg-type]


def _change(slug: str, anchor: str, changes: dict[str, tuple[Callable[[Document], Document], str]]) -> AnyResponse:
    survey = queries.survey_by_slug(slug)
    wanted = request.form.get("do", "")
    if wanted not in changes:
        raise NotFound
    change, done = changes[wanted]
    if _edited(survey, change):
        flash(done, "success")
    if wanted in {"up", "down"}:  # the same button is in focus again, to be pressed once more
        return redirect(url_for("staff_surveys.show", slug=slug, part=anchor, pressed=wanted))
    return _home(survey, None if wanted == "delete" else anchor)


def _edited(survey: Survey, change: Callable[[Document], Document]) -> bool:
    """Apply a change that holds no text; when somebody else was first, say so and change nothing."""
    try:
        building.edit(current_actor(), survey.id, VersionForm().version.data or 0, change)
    except building.SurveyChanged as refused:
        flash(text_of(refused), "warning")
        return False
    return True


def _home(survey: Survey, anchor: str | None) -> AnyResponse:
    return redirect(url_for("staff_surveys.show", slug=survey.slug, _anchor=anchor))


def _page_form(survey: Survey, page_key: str, **kwargs: Any) -> PageForm:
    asked = load(survey.document)
    stored = next((one for one in asked.pages if one.key == page_key), None)
    if stored is None:
        raise PartGone
    form = PageForm(data={**page_values(stored), "version": survey.version}, **kwargs)
    _offer_rules(form, survey, page_key, stored.show_if)
    return form


def _question_form(survey: Survey, key: str, **kwargs: Any) -> QuestionForm:
    stored = load(survey.document).questions.get(key)
    if stored is None:
        raise PartGone
    form = question_form(stored, survey.version, **kwargs)
    _offer_rules(form, survey, key, stored.show_if)
    return form


def _offer_rules(form: PageForm | QuestionForm, survey: Survey, key: str, stored: dict[str, Any] | None) -> None:
    asked = load(survey.document)
    earlier = [asked.questions[one["key"]] for one in editing.questions_before(survey.document, key)]
    form.offer_rules(stored, earlier, asked, queries.context_in(current_language()))
