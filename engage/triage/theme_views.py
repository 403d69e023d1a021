"""The themes of a consultation: how many say what, and putting it in order."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from engage.accounts.access import current_actor
from engage.consultations.models import Consultation
from engage.consultations.queries import by_slug
from engage.core.builds import BuildState
from engage.core.choices import choices_of
from engage.core.errors import DomainError, describe, text_of
from engage.core.security import Permission, staff
from engage.core.toasts import toast
from engage.text.alphabet import danish_key
from engage.triage import forming, queries, themes
from engage.triage.forms import LabelForm, MergeForm
from engage.triage.models import Theme
from engage.triage.themes import ThemeCount

staff_bp = Blueprint("themes", __name__, url_prefix="/staff/consultations/<slug>/themes")
Answer = str | Response | tuple[str, int]

describe("label_missing", _l("Skriv temaets navn."))
describe("label_taken", _l("Der er et tema med det navn. Læg de to sammen i stedet."))


@staff_bp.get("")
@staff(Permission.READ)
def listed(slug: str) -> str:
    """All themes with their counts, the merges that can be undone, and what no theme holds."""
    consultation = by_slug(slug)
    return render_template(
        "staff/themes/listed.html",
        themes=_sorted(themes.themes_of(consultation.id)),
        sort=_sort(),
        merges=themes.merges_of(consultation.id),
        refused=themes.refused_labels(consultation.id),
        left=queries.without_theme(consultation.id, request.args.get("cursor")),
        watched=False,
        **_standing(consultation),
    )


@staff_bp.post("/run")
@staff(Permission.TRIAGE)
def run(slug: str) -> Response:
    """Ask the worker to let the machine propose themes."""
    forming.ask(current_actor(), by_slug(slug).id)
    return redirect(url_for(".listed", slug=slug))


@staff_bp.get("/run")
@staff(Permission.READ)
def progress(slug: str) -> str:
    """The part of the page that changes while the machine proposes; asked for by js/live.js."""
    return render_template("staff/themes/_forming.html", watched=True, **_standing(by_slug(slug)))


@staff_bp.post("/allow")
@staff(Permission.TRIAGE)
def allow(slug: str) -> Response:
    """Let the machine propose a theme again that was deleted."""
    label = request.form.get("label", "")
    themes.allow(current_actor(), by_slug(slug).id, label)
    flash(_("Maskinen må foreslå “%(theme)s” igen.", theme=label), "success")
    return redirect(url_for(".listed", slug=slug))


@staff_bp.get("/<int:theme_id>")
@staff(Permission.READ)
def show(slug: str, theme_id: int) -> str:
    """One theme with the inputs it holds."""
    return _render(slug, theme_id)


@staff_bp.post("/<int:theme_id>/rename")
@staff(Permission.TRIAGE)
def rename(slug: str, theme_id: int) -> Answer:
    """Give a theme another name."""
    form = LabelForm(prefix="name-")
    if not form.validate():
        return _render(slug, theme_id, name_form=form), 422
    try:
        themes.rename(current_actor(), _theme(slug, theme_id).id, form.label.data or "")
    except themes.LabelTaken as taken:
        return _render(slug, theme_id, name_form=form, problem=taken), taken.status
    flash(_("Temaet har fået et nyt navn."), "success")
    return redirect(url_for(".show", slug=slug, theme_id=theme_id))


@staff_bp.post("/<int:theme_id>/merge")
@staff(Permission.TRIAGE)
def merge(slug: str, theme_id: int) -> Answer:
    """Put a theme into another."""
    form = _merge_form(_theme(slug, theme_id), formdata=request.form)
    if not form.validate():
        return _render(slug, theme_id, merge_form=form), 422
    entry = themes.merge(current_actor(), theme_id, _theme(slug, form.into.data).id)
    toast(_("Temaerne er lagt sammen."), undo=url_for(".undo", slug=slug, entry_id=entry.id))
    return redirect(url_for(".listed", slug=slug))


@staff_bp.post("/undo/<int:entry_id>")
@staff(Permission.TRIAGE)
def undo(slug: str, entry_id: int) -> Response:
    """Take a merge back."""
    themes.undo_merge(current_actor(), entry_id)
    flash(_("Temaerne er skilt ad igen."), "success")
    return redirect(url_for(".listed", slug=slug))


@staff_bp.post("/<int:theme_id>/split")
@staff(Permission.TRIAGE)
def split(slug: str, theme_id: int) -> Answer:
    """Move the ticked inputs to another theme."""
    form, ids = LabelForm(prefix="split-"), request.form.getlist("id")
    if not ids:
        form.label.errors = [_("Sæt flueben ved dem, du vil flytte")]
    if not ids or not form.validate():
        return _render(slug, theme_id, split_form=form), 422
    other = themes.split(current_actor(), _theme(slug, theme_id).id, form.label.data or "", ids)
    flash(_("De valgte er flyttet til “%(theme)s”.", theme=other.label), "success")
    return redirect(url_for(".show", slug=slug, theme_id=theme_id))


@staff_bp.route("/<int:theme_id>/delete", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def delete(slug: str, theme_id: int) -> Answer:
    """Take a theme away, after a page that says what will happen."""
    theme = _theme(slug, theme_id)
    if request.method == "POST":
        themes.delete(current_actor(), theme_id)
        flash(_("Temaet er slettet."), "success")
        return redirect(url_for(".listed", slug=slug))
    return render_template("staff/themes/delete.html", theme=theme, slug=slug)


def _standing(consultation: Consultation) -> dict[str, Any]:
    """Whether the machine is forming themes, or how it went last."""
    return {
        "consultation": consultation,
        "run": forming.last_run(consultation.id),
        "states": BuildState,
        "may_triage": current_actor().can(Permission.TRIAGE, consultation.committee_id),
    }


def _sort() -> str:
    return request.args.get("sort", "") if request.args.get("sort") in {"label", "fewest"} else "most"


def _sorted(rows: list[ThemeCount]) -> list[ThemeCount]:
    """The themes in the order the address asks for; they come with the largest first."""
    if _sort() == "label":
        return sorted(rows, key=lambda row: danish_key(row.theme.label))
    return rows[::-1] if _sort() == "fewest" else rows


def _theme(slug: str, theme_id: int) -> Theme:
    return queries.theme_in(by_slug(slug).id, theme_id)


def _merge_form(theme: Theme, **kwargs: object) -> MergeForm:
    form = MergeForm(prefix="merge-", **kwargs)
    others = [row for row in themes.themes_of(theme.consultation_id) if row.theme.id != theme.id]
    choices = [(row.theme.id, f"{row.theme.label} ({row.inputs})") for row in others]
    form.into.choices = choices_of([(0, _("Vælg et tema"))], choices) if choices else []
    return form


def _render(
    slug: str,
    theme_id: int,
    *,
    name_form: LabelForm | None = None,
    merge_form: MergeForm | None = None,
    split_form: LabelForm | None = None,
    problem: DomainError | None = None,
) -> str:
    theme = _theme(slug, theme_id)
    return render_template(
        "staff/themes/theme.html",
        theme=theme,
        consultation=theme.consultation,
        page=queries.with_theme(theme.id, request.args.get("cursor")),
        name_form=name_form or LabelForm(prefix="name-", formdata=None, label=theme.label),
        merge_form=merge_form or _merge_form(theme, formdata=None),
        split_form=split_form or LabelForm(prefix="split-", formdata=None),
        sent=name_form or merge_form or split_form,
        problem=text_of(problem) if problem else "",
        may_triage=current_actor().can(Permission.TRIAGE, theme.consultation.committee_id),
    )
