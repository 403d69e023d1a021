"""Contacts put on lists: looked at first, all or none, each address once."""

import datetime as dt
import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.errors import Forbidden
from engage.invitations import contacts, queries, service
from engage.invitations.commands import contact_commands
from engage.invitations.models import Contact, ContactImport
from tests.factories import make_user
from tests.fixtures.clients import StaffClient
from tests.fixtures.surroundings import Clock
from tests.invitations.factories import make_campaign, make_list

FILE = "navn;e-mail;telefon\nSøren;soren@borger.example;1\nIda;IDA@borger.example;2\nIda;ida@borger.example;3\nX;x;4"


def emails(session: Session) -> list[str]:
    session.expire_all()
    return sorted(session.scalars(sa.select(Contact.email)))


def test_a_file_is_looked_at_before_anything_is_on_the_list(staff_client: StaffClient, db_session: Session) -> None:
    client = staff_client("editor")
    page = client.submit(client.get("/staff/contacts/new"), {"name": "Panel", "source": "tilmelding"})
    contact_list = queries.list_by_name("Panel")
    assert contact_list is not None
    assert page.location.endswith(f"/staff/contacts/{contact_list.id}")
    form = client.get(f"/staff/contacts/{contact_list.id}/import")
    file = (io.BytesIO(FILE.encode("latin-1")), "panel.csv")
    checked = client.submit(form, {"file": file}, content_type="multipart/form-data", follow_redirects=True)
    assert "telefon" in checked.text
    assert "ida@borger.example står allerede længere oppe i filen" in checked.text
    assert "“x” er ikke en e-mail" in checked.text
    assert emails(db_session) == []
    done = client.submit(checked, button="Læs de 2 gode ind", follow_redirects=True)
    assert "2 kontakter er læst ind." in done.text
    assert "Søren" in done.text
    assert emails(db_session) == ["ida@borger.example", "soren@borger.example"]
    assert db_session.scalar(sa.select(sa.func.count(ContactImport.id))) == 0


def test_a_cancelled_import_leaves_nothing(staff_client: StaffClient, db_session: Session) -> None:
    contact_list, client = make_list(), staff_client("editor")
    form = client.get(f"/staff/contacts/{contact_list.id}/import")
    file = (io.BytesIO(FILE.encode()), "panel.csv")
    checked = client.submit(form, {"file": file}, content_type="multipart/form-data", follow_redirects=True)
    client.submit(checked, button="Annuller")
    assert emails(db_session) == []
    assert db_session.scalar(sa.select(sa.func.count(ContactImport.id))) == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"navn;telefon\nIda;1", "ingen kolonne, der hedder “e-mail”. Den har: navn, telefon"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "Filen kan ikke læses"),
        (b"email;navn\nida@borger.example;Ida;ekstra", "Række 2 kan ikke læses"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(staff_client: StaffClient, data: bytes, words: str) -> None:
    contact_list, client = make_list(), staff_client("editor")
    form = client.get(f"/staff/contacts/{contact_list.id}/import")
    refused = client.submit(form, {"file": (io.BytesIO(data), "fil.csv")}, content_type="multipart/form-data")
    assert words in refused.text.replace("&#34;", '"')


def test_who_stands_on_the_list_already_is_said_and_kept_once(app: Flask, db_session: Session) -> None:
    contact_list = make_list("ida@borger.example")
    waiting = contacts.prepare_import(make_user("editor"), contact_list.id, io.BytesIO(FILE.encode()), "f.csv")
    assert {"row": 3, "code": "on_list", "value": "ida@borger.example"} in waiting.content["faults"]
    assert contacts.confirm_import(make_user("editor"), waiting.public_id) == 1
    assert emails(db_session) == ["ida@borger.example", "soren@borger.example"]


def test_two_files_at_once_do_not_clash(app: Flask, db_session: Session) -> None:
    contact_list, editor = make_list(), make_user("editor")
    first, second = (
        contacts.prepare_import(editor, contact_list.id, io.BytesIO(FILE.encode()), "f.csv") for _ in range(2)
    )
    counts = [contacts.confirm_import(editor, one.public_id) for one in (first, second)]
    assert counts == [2, 0]
    assert len(emails(db_session)) == 2


def test_a_file_nobody_says_yes_to_is_forgotten(app: Flask, clock: Clock, db_session: Session) -> None:
    contacts.prepare_import(make_user("editor"), make_list().id, io.BytesIO(FILE.encode()), "f.csv")
    service.sweep()
    assert db_session.scalar(sa.select(sa.func.count(ContactImport.id))) == 1
    clock.set(clock.now + dt.timedelta(hours=25))
    service.sweep()
    assert db_session.scalar(sa.select(sa.func.count(ContactImport.id))) == 0


def test_a_list_in_use_is_not_deleted(app: Flask, db_session: Session) -> None:
    campaign = make_campaign("ida@borger.example")
    with pytest.raises(contacts.ListInUse):
        contacts.delete_list(make_user("editor"), campaign.list_id)
    service.delete_draft(make_user("editor"), campaign.id)
    assert contacts.delete_list(make_user("editor"), campaign.list_id)
    assert emails(db_session) == []


@pytest.mark.parametrize("role", ["reader", "secretary"])
def test_only_editors_touch_contacts(app: Flask, role: str) -> None:
    with pytest.raises(Forbidden):
        contacts.save_list(make_user(role), None, name="x", source="y")


def test_the_command_line_refuses_a_faulty_file_whole(app: Flask, tmp_path: Path, db_session: Session) -> None:
    path = tmp_path / "panel.csv"
    path.write_text(FILE, encoding="cp1252")
    runner = app.test_cli_runner()
    arguments = ["import", str(path), "--list", "Panel"]
    refused = runner.invoke(contact_commands, arguments)
    assert refused.exit_code != 0
    assert "row 5: " in refused.output
    assert "ida@borger.example is already further up in the file" in refused.output
    assert (emails(db_session), queries.list_by_name("Panel")) == ([], None)
    done = runner.invoke(contact_commands, [*arguments, "--keep-good"])
    assert done.exit_code == 0, done.output
    assert emails(db_session) == ["ida@borger.example", "soren@borger.example"]
