"""`engage export responses` on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from engage.core.errors import NotFound
from engage.surveys import queries
from engage.surveys.export_files import KINDS, write
from engage.surveys.exporting import responses_of

export_commands = AppGroup("export", help="What came in, as files for other programs.")


@export_commands.command("responses")
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(KINDS), default="csv", show_default=True)
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@click.option("--excel", is_flag=True, help="CSV with semicolons and a byte order mark, as Danish Excel opens it.")
def responses_command(slug: str, kind: str, out: Path, excel: bool) -> None:
    """Write every response to survey SLUG to a file. Prints the number of rows and the file's SHA-256."""
    if excel and kind != "csv":
        raise click.ClickException("--excel is for --format csv")
    try:
        survey = queries.survey_by_slug(slug)
    except NotFound as error:
        raise click.ClickException(f"no survey is called {slug!r}") from error
    try:
        written = write(responses_of(survey), out, kind, excel=excel)
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}") from error
    click.echo(f"{out.name}\t{written.rows} responses\tsha256 {written.sha256}")
