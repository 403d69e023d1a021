"""Reading a file of inputs in on the screen: upload, see what it holds and what is wrong, take it in."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from engage.accounts.access import current_actor
from engage.consultations.models import Consultation
from engage.consultations.queries import by_id, consultation_choices
from engage.core.choices import choices_of
from engage.core.errors import DomainError, text_of
from engage.core.security import Permission, staff
from engage.triage import uploads
from engage.triage.forms import PreviewForm, UploadForm
from engage.triage.import_words import fault_words
from engage.triage.imports import Draft, NoTextColumn, header_of, import_file, read_statements
from engage.triage.models import TYPED_IN, Channel
from engage.triage.words import CHANNELS

staff_bp = Blueprint("input_imports", __name__, url_prefix="/staff/inputs/import")
Answer = str | Response | tuple[str, int]
MOST_FAULTS = 50


@staff_bp.route("", methods=["GET", "POST"])
@staff(Permission.TRIAGE)
def upload() -> Answer:
    """Choose the file, and where it belongs."""
    form = UploadForm(consultation=request.args.get("consultation", type=int))
    choices = consultation_choices(current_actor())
    form.consultation.choices = choices_of([(0, _("Vælg en høring"))], choices) if choices else []
    if form.validate_on_submit():
        name = uploads.keep(form.file.data)
        where = {"consultation": form.consultation.data, "channel": form.channel.data}
        return redirect(url_for(".preview", name=name, **where))
    page = render_template("staff/inputs/upload.html", form=form)
    return (page, 422) if form.errors else page


@staff_bp.get("/<name>")
@staff(Permission.TRIAGE)
def preview(name: str) -> Answer:
    """What the file holds, and which rows are wrong; nothing is taken in yet."""
    column = request.args.get("text_column", "text")
    form, draft, problem = PreviewForm(formdata=None, text_column=column), None, ""
    path = uploads.kept(name)
    try:
        form.text_column.choices = choices_of((title, title) for title in header_of(path) if title)
        draft = read_statements(path, name, column)
    except NoTextColumn:
        problem = _("Vælg den kolonne, som teksten står i.")
    except DomainError as refused:
        problem = text_of(refused)
    return _render(name, draft, form, problem)


@staff_bp.post("/<name>")
@staff(Permission.TRIAGE)
def take_in(name: str) -> Response:
    """Take the file in."""
    consultation, channel = _where()
    column = request.args.get("text_column", "text")
    path = uploads.kept(name)
    taken = import_file(current_actor(), path, name, consultation=consultation, channel=channel, text_column=column)
    uploads.drop(name)
    flash(ngettext("%(num)d er lagt i indbakken.", "%(num)d er lagt i indbakken.", taken.new), "success")
    if taken.known:
        flash(_("%(count)d fra samme fil lå der allerede.", count=taken.known), "info")
    return redirect(url_for("tray.listed", committee="all", consultation=consultation.id))


def _where() -> tuple[Consultation, Channel]:
    channel = request.args.get("channel", "")
    found = by_id(request.args.get("consultation", 0, type=int))
    return found, Channel(channel) if channel in TYPED_IN else Channel.PAPER


def _render(name: str, draft: Draft | None, form: PreviewForm, problem: str) -> str:
    consultation, channel = _where()
    return render_template(
        "staff/inputs/preview.html",
        name=name,
        consultation=consultation,
        channel=channel,
        channel_name=CHANNELS[channel],
        draft=draft,
        faults=[fault_words(fault) for fault in draft.faults[:MOST_FAULTS]] if draft else [],
        form=form,
        problem=problem,
        may_import=current_actor().can(Permission.TRIAGE, consultation.committee_id),
    )
