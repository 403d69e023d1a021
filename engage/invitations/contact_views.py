"""Staff's pages about contact lists and the files they are filled from."""

from __future__ import annotations

import functools

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from engage.accounts.access import current_actor
from engage.core.errors import DomainError, describe, text_of
from engage.core.security import Permission, staff
from engage.core.sorting import Column, Sorting, indexed
from engage.invitations import contacts, queries
from engage.invitations.fault_words import fault_text
from engage.invitations.forms import ImportForm, ListForm
from engage.invitations.models import ContactList
from engage.text.alphabet import danish_key

staff_bp = Blueprint("contacts", __name__, url_prefix="/staff/contacts")

describe("contact_list_name_taken", _l("Der er allerede en liste med det navn. Vælg et andet."))
describe("contact_list_in_use", _l("En udsendelse til listen er ikke færdig. Vent, eller annuller den først."))

EXAMPLE = (
    ("navn", "e-mail", "område", "sprog"),
    ("Ida Jensen", "ida@eksempel.dk", "Aars", "da"),
    ("Tom Smith", "tom@eksempel.dk", "Løgstør", "en"),
)


LISTS: dict[str, Column[tuple[ContactList, int]]] = {
    "name": Column(_l("Liste"), lambda row: danish_key(row[0].name)),
    "size": Column(_l("Kontakter"), lambda row: row[1], numeric=True, downwards=True),
    "source": Column(_l("Hvor adresserne kommer fra"), lambda row: danish_key(row[0].source)),
    "newest": Column(_l("Lavet"), lambda row: row[0].id, downwards=True),
}
CONTACTS = {"newest": indexed(_l("Tilføjet"), downwards=True), "email": indexed(_l("E-mail"))}


@staff_bp.get("")
@staff(Permission.EDIT)
def listed() -> str:
    """All lists, sorted by the address."""
    sorting = Sorting(LISTS, request.args)
    return render_template(
        "staff/contacts/listed.html",
        lists=sorting.of(queries.contact_lists()),
        headers=sorting.headers(functools.partial(url_for, ".listed")),
    )


@staff_bp.route("/new", methods=["GET", "POST"])
@staff(Permission.EDIT)
def new() -> str | AnyResponse:
    """A new list, empty."""
    return _edit(None)


@staff_bp.route("/<int:list_id>/edit", methods=["GET", "POST"])
@staff(Permission.EDIT)
def edit(list_id: int) -> str | AnyResponse:
    """Change a list's name and source."""
    return _edit(queries.list_by_id(list_id))


def _edit(contact_list: ContactList | None) -> str | AnyResponse:
    form = ListForm(obj=contact_list)
    if form.validate_on_submit():
        try:
            name, source = (form.name.data or "").strip(), (form.source.data or "").strip()
            saved = contacts.save_list(current_actor(), contact_list, name=name, source=source)
        except contacts.ListNameTaken as error:
            form.name.errors = [text_of(error)]
        else:
            flash(_("Listen er gemt."), "success")
            return redirect(url_for(".show", list_id=saved.id))
    return render_template("staff/contacts/edit.html", form=form, contact_list=contact_list)


@staff_bp.get("/<int:list_id>")
@staff(Permission.EDIT)
def show(list_id: int) -> str:
    """Who stands on a list."""
    contact_list = queries.list_by_id(list_id)
    email = request.args.get("email", "").strip()
    sorting = Sorting(CONTACTS, request.args)
    by = {"by_email": sorting.name == "email", "ascending": not sorting.downwards}
    return render_template(
        "staff/contacts/show.html",
        contact_list=contact_list,
        page=queries.contacts_page(list_id, request.args.get("cursor"), email, **by),
        size=queries.size_of(list_id),
        email=email,
        headers=sorting.headers(functools.partial(url_for, ".show", list_id=list_id, email=email or None)),
        sorted_by=sorting.asked,
    )


@staff_bp.route("/<int:list_id>/delete", methods=["GET", "POST"])
@staff(Permission.EDIT)
def delete(list_id: int) -> str | AnyResponse:
    """Delete a list's contacts, after a page that says what goes."""
    contact_list = queries.list_by_id(list_id)
    if request.method == "POST":
        gone = contacts.delete_list(current_actor(), list_id)
        flash(_("Listen er slettet.") if gone else _("Kontakterne på listen er slettet."), "success")
        return redirect(url_for(".listed"))
    size, used = queries.size_of(list_id), bool(queries.campaigns_of(list_id))
    return render_template("staff/contacts/delete.html", contact_list=contact_list, size=size, used=used)


@staff_bp.route("/person/<public_id>/remove", methods=["GET", "POST"])
@staff(Permission.EDIT)
def remove(public_id: str) -> str | AnyResponse:
    """Take one person off a list, after a page that says so."""
    contact = queries.contact_by_public_id(public_id)
    if request.method == "POST":
        contact_list = contacts.remove_contact(current_actor(), public_id)
        flash(_("%(email)s er fjernet fra listen.", email=contact.email), "success")
        return redirect(url_for(".show", list_id=contact_list.id))
    return render_template("staff/contacts/remove.html", contact=contact)


@staff_bp.route("/<int:list_id>/import", methods=["GET", "POST"])
@staff(Permission.EDIT)
def upload(list_id: int) -> str | AnyResponse:
    """Choose a file; nothing is put on the list yet."""
    contact_list = queries.list_by_id(list_id)
    form = ImportForm()
    if form.validate_on_submit():
        try:
            file = form.file.data
            waiting = contacts.prepare_import(current_actor(), list_id, file.stream, file.filename)
        except DomainError as error:
            form.file.errors = [text_of(error)]
        else:
            return redirect(url_for(".check", public_id=waiting.public_id))
    return render_template("staff/contacts/upload.html", form=form, contact_list=contact_list, example=EXAMPLE)


@staff_bp.get("/import/<public_id>")
@staff(Permission.EDIT)
def check(public_id: str) -> str:
    """What the file holds: the good rows, and what is wrong with the others."""
    waiting = queries.import_by_public_id(public_id)
    faults = [(fault["row"], fault_text(fault["code"], fault["value"])) for fault in waiting.content["faults"]]
    return render_template("staff/contacts/check.html", waiting=waiting, faults=faults)


@staff_bp.post("/import/<public_id>")
@staff(Permission.EDIT)
def confirm(public_id: str) -> AnyResponse:
    """Put the good rows on the list, or forget the file."""
    waiting = queries.import_by_public_id(public_id)
    if request.form.get("action") == "import":
        count = contacts.confirm_import(current_actor(), public_id)
        flash(ngettext("Én kontakt er læst ind.", "%(num)s kontakter er læst ind.", count), "success")
    else:
        contacts.cancel_import(current_actor(), public_id)
        flash(_("Intet er læst ind, og filen er glemt."), "info")
    return redirect(url_for(".show", list_id=waiting.list_id))
