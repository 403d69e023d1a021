"""Contact lists, and the contacts that are put on them or taken off."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import islice
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.core.errors import Conflict, NotFound
from engage.core.security import Permission
from engage.invitations import queries
from engage.invitations.contacts_file import ContactRow, ContactsFile, read_contacts
from engage.invitations.models import Contact, ContactImport, ContactList, Invitation
from engage.messages.suppression import normalise_address
from engage.strategy.queries import local_areas
from engage.surveys.links import withdraw

AT_ONCE = 500
WAITING_IMPORTS_LAST = dt.timedelta(days=1)


class ListNameTaken(Conflict):
    """There is a list of that name."""

    code = "contact_list_name_taken"


class ListInUse(Conflict):
    """A campaign that is not over sends to this list."""

    code = "contact_list_in_use"


def save_list(actor: User | None, contact_list: ContactList | None, *, name: str, source: str) -> ContactList:
    """Make a list or change its name and source. `actor` is None on the command line. Raises ListNameTaken."""
    _authorise(actor)
    with transaction() as db_session:
        same = queries.list_by_name(name)
        if same is not None and same is not contact_list:
            raise ListNameTaken
        saved = contact_list or ContactList()
        saved.name, saved.source = name, source
        db_session.add(saved)
        record("contact_list.saved", saved, actor=actor)
        return saved


def delete_list(actor: User, list_id: int) -> bool:
    """Delete all contacts of a list, and the list itself unless campaigns were sent to it; True when it is gone too.

    Links that they have not used open nothing more.
    Raises ListInUse while a campaign is being written or sent to it.
    """
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        contact_list = _locked_list(list_id)
        if queries.unfinished_campaigns_of(list_id):
            raise ListInUse
        kept = bool(queries.campaigns_of(list_id))
        _withdraw_links(Contact.list_id == list_id)
        gone = db_session.execute(sa.delete(Contact).where(Contact.list_id == list_id))
        detail = {"contacts": gone.rowcount, "name": contact_list.name}  # type: ignore[attr-defined]
        record("contact_list.emptied" if kept else "contact_list.deleted", contact_list, actor=actor, detail=detail)
        if not kept:
            db_session.delete(contact_list)
        return not kept


def remove_contact(actor: User, public_id: str) -> ContactList:
    """Take one person off a list, with their invitations; an unused link opens nothing more. Raises NotFound."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        contact = queries.contact_by_public_id(public_id)
        record("contact.removed", contact.contact_list, actor=actor)
        _withdraw_links(Contact.id == contact.id)
        db_session.delete(contact)
        return contact.contact_list


def forget_address(address: str) -> tuple[int, int]:
    """Take an address off every list, and drop the waiting files it stands in; how many of each.

    Its invitations go along, and an unused link opens nothing more. Joins the caller's use case.
    """
    with transaction() as db_session:
        whose = Contact.email == normalise_address(address)
        _withdraw_links(whose)
        contacts = db_session.scalars(sa.select(Contact).where(whose)).all()
        waiting = [each for each in db_session.scalars(sa.select(ContactImport)) if address in _addresses_in(each)]
        for row in (*contacts, *waiting):
            db_session.delete(row)
    return len(contacts), len(waiting)


def read_file(
    actor: User | None, list_id: int, source: Path | str | IO[bytes], filename: str
) -> tuple[ContactList, ContactsFile]:
    """Read a file for a list without storing anything; addresses that stand on the list already become faults."""
    _authorise(actor)
    contact_list = queries.list_by_id(list_id)
    content = read_contacts(source, filename, [area.name for area in local_areas()])
    known = queries.known_addresses(list_id, [row.email for row in content.rows])
    fresh = []
    for row in content.rows:
        if row.email in known:
            content.add_fault(row.row, "on_list", row.email)
        else:
            fresh.append(row)
    content.rows = fresh
    content.faults.sort(key=lambda fault: fault.row)
    return contact_list, content


def prepare_import(actor: User, list_id: int, source: IO[bytes], filename: str) -> ContactImport:
    """Read a file and keep what it holds until staff say yes. Raises NoEmailColumn and the errors of `read_table`."""
    contact_list, content = read_file(actor, list_id, source, filename)
    with transaction() as db_session:
        waiting = ContactImport(
            list_id=contact_list.id,
            filename=filename[:200],
            content=dataclasses.asdict(content),
            created_by_id=actor.id,
        )
        db_session.add(waiting)
    return waiting


def confirm_import(actor: User, public_id: str) -> int:
    """Put the good rows of a waiting import on its list; how many there were. Raises NotFound when it is gone."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        waiting = queries.import_by_public_id(public_id)
        rows = [ContactRow(**row) for row in waiting.content["rows"]]
        count = import_rows(actor, waiting.list_id, rows, waiting.filename)
        db_session.delete(waiting)
        return count


def cancel_import(actor: User, public_id: str) -> None:
    """Forget a waiting import. Raises NotFound when it is gone."""
    authorise(actor, Permission.EDIT)
    with transaction() as db_session:
        db_session.delete(queries.import_by_public_id(public_id))


def import_rows(actor: User | None, list_id: int, rows: list[ContactRow], filename: str) -> int:
    """Put rows on a list, all or none; an address that came onto it meanwhile is passed over. How many were added."""
    _authorise(actor)
    with transaction() as db_session:
        contact_list = _locked_list(list_id)
        areas = {area.name: area.id for area in local_areas()}
        added, remaining = 0, iter(rows)
        while portion := list(islice(remaining, AT_ONCE)):
            known = queries.known_addresses(list_id, [row.email for row in portion])
            values = [
                {
                    "list_id": list_id,
                    "name": row.name,
                    "email": row.email,
                    "language": row.language,
                    "local_area_id": areas.get(row.area),
                }
                for row in portion
                if row.email not in known
            ]
            if values:
                db_session.execute(sa.insert(Contact), values)
            added += len(values)
        record("contacts.imported", contact_list, actor=actor, detail={"count": added, "file": filename})
        return added


def forget_old_imports() -> None:
    """Forget files that nobody said yes to within a day."""
    with transaction() as db_session:
        old = ContactImport.created_at < clock.now() - WAITING_IMPORTS_LAST
        db_session.execute(sa.delete(ContactImport).where(old))


def _addresses_in(waiting: ContactImport) -> set[str]:
    """Every value of a waiting file's rows and faults, in lower case: addresses, and what was meant to be one."""
    parts = [*waiting.content["rows"], *waiting.content["faults"]]
    return {str(value).strip().lower() for part in parts for value in part.values()}


def _withdraw_links(whose: sa.ColumnElement[bool]) -> None:
    """End the links of contacts that are about to go: the rows of links do not know whose they are."""
    withdraw(sa.select(Invitation.link_id).join(Contact, Contact.id == Invitation.contact_id).where(whose))


def _locked_list(list_id: int) -> ContactList:
    contact_list = session().get(ContactList, list_id, with_for_update=True, populate_existing=True)
    if contact_list is None:
        raise NotFound
    return contact_list


def _authorise(actor: User | None) -> None:
    if actor is not None:
        authorise(actor, Permission.EDIT)
