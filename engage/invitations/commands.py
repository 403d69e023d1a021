"""`engage contacts …` on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from engage.core.db import transaction
from engage.core.errors import DomainError, text_of
from engage.core.i18n import force_language
from engage.invitations import contacts, queries
from engage.invitations.contacts_file import ContactsFile
from engage.invitations.fault_words import fault_text

contact_commands = AppGroup("contacts", help="Contact lists.")


@contact_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "list_name", required=True, help="The list's name; it is made when there is none.")
@click.option("--source", default="", help="Where the addresses come from, for a list that is made.")
@click.option("--keep-good", is_flag=True, help="Leave the faulty rows out and import the others.")
def import_command(file: Path, list_name: str, source: str, keep_good: bool) -> None:
    """Put the contacts of a CSV or XLSX FILE on a list.

    Columns: e-mail (required), name, local area, language, in Danish or English; others are named and left out. With a
    fault in any row, all faults are listed and nothing is imported, unless --keep-good is given.
    """
    with force_language("en"):
        try:
            _import(file, list_name, source, keep_good=keep_good)
        except DomainError as error:
            raise click.ClickException(f"{file.name}: {text_of(error)}") from error


def _import(file: Path, list_name: str, source: str, *, keep_good: bool) -> None:
    with transaction():  # a new list is not kept when the file is refused
        contact_list = queries.list_by_name(list_name) or contacts.save_list(None, None, name=list_name, source=source)
        content = contacts.read_file(None, contact_list.id, file, file.name)[1]
        _report(content)
        if content.fault_count and not keep_good:
            raise click.ClickException(
                f"{file.name}: {content.fault_count} faulty rows, nothing imported; mend them or add --keep-good"
            )
        count = contacts.import_rows(None, contact_list.id, content.rows, file.name)
    click.echo(f"{count} contacts imported to {list_name}, {content.fault_count} rows left out")


def _report(content: ContactsFile) -> None:
    if content.ignored:
        click.echo(f"columns left out: {', '.join(content.ignored)}", err=True)
    for fault in content.faults:
        click.echo(f"row {fault.row}: {fault_text(fault.code, fault.value)}", err=True)
    if content.fault_count > len(content.faults):
        click.echo(f"… and {content.fault_count - len(content.faults)} more", err=True)
