"""Staff's pages: the list of consultations, and writing one, its phases and documents."""

from __future__ import annotations

import functools
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.consultations import files, queries, service
from engage.consultations.forms import (
    DEFAULT_TEXTS,
    ConsultationForm,
    DocumentForm,
    PhaseForm,
    differences,
    values_of,
)
from engage.consultations.models import Consultation, Document
from engage.consultations.views import download
from engage.core import clock
from engage.core.errors import NotFound, describe, text_of
from engage.core.i18n import localise
from engage.core.security import Permission, staff
from engage.core.sorting import Column, Sorting
from engage.strategy.queries import committees, focus_areas
from engage.text.alphabet import danish_key

staff_bp = Blueprint("staff_consultations", __name__, url_prefix="/staff/consultations")

describe("consultation_changed", _l("En anden har gemt høringen, mens du skrev."))
describe("consultation_closes_too_early", _l("Høringen er forbi, før den kan begynde. Ret datoerne, og prøv igen."))
describe("phase_ends_too_early", _l("Fasen kan ikke slutte, før den begynder. Vælg en senere dag."))
describe("file_refused", _l("Filen kan ikke bruges. Vælg en PDF-, Word- (docx), Excel- (xlsx), PNG- eller JPG-fil."))
describe("file_too_large", _l("Filen er for stor. Vælg en på højst 15 MB."))


@staff_bp.get("")
@staff(Permission.READ)
def listed() -> str:
    """All consultations in one state, one committee's or every committee's, sorted by the address."""
    state = request.args.get("state", "open")
    state = state if state in queries.STATES else "open"
    own = request.args.get("committee", "")
    every = queries.listed(state)
    sorting = Sorting(_columns(state), request.args)
    committee = own if own in {row.committee.key for row in every} else None
    return render_template(
        "staff/consultations/listed.html",
        state=state,
        consultations=sorting.of(row for row in every if not committee or row.committee.key == committee),
        headers=sorting.headers(functools.partial(url_for, ".listed", state=state, committee=committee)),
        owners=sorted({(row.committee.key, localise(row.committee.title)) for row in every}, key=_by_title),
        committee=committee,
        sorted_by=sorting.asked,
        now=clock.now(),
    )


def _by_title(owner: tuple[str, str]) -> tuple[str, str]:
    return danish_key(owner[1])


def _columns(state: str) -> dict[str, Column[Consultation]]:
    """The most pressing first: open ones by their end, coming ones by their beginning, the others the latest."""
    pressing = state in {"open", "coming"}
    return {
        "period": Column(
            _l("Periode"),
            lambda row: (row.opens_at if state == "coming" else row.closes_at, row.id),
            downwards=not pressing,
        ),
        "title": Column(_l("Titel"), lambda row: danish_key(localise(row.title))),
        "committee": Column(_l("Udvalg"), lambda row: danish_key(localise(row.committee.title))),
    }


@staff_bp.route("/new", methods=["GET", "POST"])
@staff(Permission.EDIT)
def new() -> str | AnyResponse:
    """Write a new consultation; it is a draft until published."""
    form = _form(data={**DEFAULT_TEXTS})
    if form.validate_on_submit():
        consultation = service.create(current_actor(), form.content())
        flash(_("Høringen er gemt som kladde. Kun medarbejdere kan se den."), "success")
        return redirect(url_for("consultation_desk.show", slug=consultation.slug))
    return render_template("staff/consultations/edit.html", form=form, consultation=None, changed=[], state="draft")


@staff_bp.route("/<slug>/edit", methods=["GET", "POST"])
@staff(Permission.EDIT)
def edit(slug: str) -> str | AnyResponse:
    """Change a consultation. When somebody else saved it meanwhile, both versions are shown and nothing is lost."""
    consultation = queries.by_slug(slug)
    form = _form(data=values_of(consultation))
    changed: list[tuple[str, str]] = []
    if form.validate_on_submit():
        try:
            service.save(current_actor(), slug, form.content(), form.version.data or 0)
        except service.ConsultationChanged:
            changed = differences(form, consultation)
            form.version.raw_data, form.version.data = None, consultation.version
        else:
            flash(_("Høringen er gemt."), "success")
            return redirect(url_for("consultation_desk.show", slug=slug))
    return _part("edit", consultation, form, changed=changed)


@staff_bp.route("/<slug>/withdraw", methods=["GET", "POST"])
@staff(Permission.EDIT)
def withdraw(slug: str) -> str | AnyResponse:
    """Take a consultation away from the public, after a page that says what will happen."""
    consultation = queries.by_slug(slug)
    if request.method == "POST":
        service.withdraw(current_actor(), slug)
        flash(_("Høringen er trukket tilbage."), "success")
        return redirect(url_for("consultation_desk.show", slug=slug))
    return render_template("staff/consultations/withdraw.html", consultation=consultation)


@staff_bp.route("/<slug>/phases", methods=["GET", "POST"], defaults={"phase_id": None})
@staff_bp.route("/<slug>/phases/<int:phase_id>", methods=["GET", "POST"])
@staff(Permission.EDIT)
def phases(slug: str, phase_id: int | None) -> str | AnyResponse:
    """The timeline: add a phase, or change one."""
    consultation = queries.by_slug(slug)
    phase = queries.phase_of(consultation.id, phase_id) if phase_id else None
    form = PhaseForm(obj=phase)
    if form.validate_on_submit():
        service.save_phase(
            current_actor(),
            slug,
            phase_id,
            **form.values(),
        )
        flash(_("Fasen er gemt."), "success")
        return redirect(url_for(".phases", slug=slug))
    return _part("phases", consultation, form, phase=phase)


@staff_bp.route("/<slug>/phases/<int:phase_id>/remove", methods=["GET", "POST"])
@staff(Permission.EDIT)
def remove_phase(slug: str, phase_id: int) -> str | AnyResponse:
    """Take a phase out of the timeline, after a page that says so."""
    consultation = queries.by_slug(slug)
    if request.method == "POST":
        service.remove_phase(current_actor(), slug, phase_id)
        flash(_("Fasen er fjernet."), "success")
        return redirect(url_for(".phases", slug=slug))
    phase = queries.phase_of(consultation.id, phase_id)
    return render_template("staff/consultations/remove_phase.html", consultation=consultation, phase=phase)


@staff_bp.route("/<slug>/documents", methods=["GET", "POST"])
@staff(Permission.EDIT)
def documents(slug: str) -> str | AnyResponse:
    """The consultation's files: see them, upload one."""
    consultation = queries.by_slug(slug)
    form = DocumentForm()
    if form.validate_on_submit():
        try:
            upload = form.file.data
            data = upload.stream.read(files.MAX_BYTES + 1)
            service.add_document(
                current_actor(), slug, title=form.title.data or "", filename=upload.filename, data=data
            )
        except (files.FileRefused, files.FileTooLarge) as error:
            form.file.errors = [text_of(error)]
        else:
            flash(_("Filen er lagt på høringen."), "success")
            return redirect(url_for(".documents", slug=slug))
    return _part("documents", consultation, form)


@staff_bp.get("/<slug>/documents/<public_id>")
@staff(Permission.READ)
def document(slug: str, public_id: str) -> Response:
    """A document, also of a draft."""
    return download(_document(slug, public_id))


@staff_bp.route("/<slug>/documents/<public_id>/remove", methods=["GET", "POST"])
@staff(Permission.EDIT)
def remove_document(slug: str, public_id: str) -> str | AnyResponse:
    """Take a file away, after a page that says so."""
    found = _document(slug, public_id)
    if request.method == "POST":
        service.remove_document(current_actor(), slug, public_id)
        flash(_("Filen er fjernet."), "success")
        return redirect(url_for(".documents", slug=slug))
    return render_template("staff/consultations/remove_document.html", consultation=found.consultation, document=found)


def _part(template: str, consultation: Consultation, form: FlaskForm, **values: Any) -> str:
    """One of a consultation's pages, with the state that its head shows."""
    state = consultation.state_at(clock.now())
    return render_template(
        f"staff/consultations/{template}.html", consultation=consultation, form=form, state=state, **values
    )


def _form(**kwargs: Any) -> ConsultationForm:
    return ConsultationForm(
        committees=[(committee.id, localise(committee.title)) for committee in committees()],
        focus_areas=[(area.id, localise(area.title)) for area in focus_areas()],
        **kwargs,
    )


def _document(slug: str, public_id: str) -> Document:
    found = queries.document_by_public_id(public_id)
    if found.consultation.slug != slug:
        raise NotFound
    return found
