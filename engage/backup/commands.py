"""`engage backup` and `engage restore`: everything in one folder, and back."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from engage.backup import restoring, writing

_WORDS = {
    "backup_folder_not_empty": "the folder is not empty; name a new one",
    "backup_files_missing": "documents are missing in the data folder: %(names)s",
    "backup_not_a_copy": "%(reason)s",
    "backup_damaged": "the copy is damaged: %(name)s %(reason)s",
    "restore_database_not_empty": "the database is not empty (%(table)s); restore into a new one",
}


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def backup(folder: Path) -> None:
    """Write a copy of everything into FOLDER, while the platform is in use. Secrets are not in it."""
    try:
        manifest = writing.write_copy(folder)
    except (writing.FolderNotEmpty, writing.FilesMissing) as refused:
        raise click.ClickException(_WORDS[refused.code] % refused.params) from refused
    rows = sum(part.rows for part in manifest.parts.values())
    documents = sum(name.startswith("files/") for name in manifest.parts)
    click.echo(f"{rows} rows and {documents} documents are in {folder}.")
    click.echo("Keep SECRET_KEY and PASSWORD_SALT elsewhere: private links and passwords need the same ones.")


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--go-on-sending", is_flag=True, help="Send what waited when the copy was made, instead of holding it.")
@with_appcontext
def restore(folder: Path, go_on_sending: bool) -> None:
    """Bring the copy in FOLDER back, into an empty database."""
    try:
        done = restoring.restore_copy(folder, hold=not go_on_sending)
    except (restoring.NotACopy, restoring.CopyDamaged, restoring.DatabaseNotEmpty) as refused:
        raise click.ClickException(_WORDS[refused.code] % refused.params) from refused
    click.echo(f"{done.rows} rows and {done.files} documents are back.")
    if done.held or done.paused:
        click.echo(
            f"{done.held} messages are held and {done.paused} campaigns paused: they may have been sent since the copy "
            "was made. Look at /staff/messages and /staff/campaigns."
        )
    if not done.same_key:
        click.echo("SECRET_KEY is another than the copy was made with: private links sent before are dead.", err=True)
