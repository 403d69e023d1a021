"""`engage input …` on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

from engage.consultations.queries import by_slug
from engage.core.errors import DomainError, NotFound, text_of
from engage.triage.import_words import fault_words
from engage.triage.imports import FaultyFile, import_file
from engage.triage.models import TYPED_IN, Channel

MOST_FAULTS = 20


@click.group("input")
def input_() -> None:
    """Inputs: letters, phone calls, a meeting's notes."""


@input_.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--consultation", "slug", required=True, help="The consultation's slug; see `engage consultation list`.")
@click.option("--channel", required=True, type=click.Choice([channel.value for channel in TYPED_IN]))
@click.option("--text-column", default="text", show_default=True, help="The column with what was said.")
def import_inputs(file: Path, slug: str, channel: str, text_column: str) -> None:
    """Take a CSV or XLSX file into a consultation's tray, all of it or nothing.

    Columns: text, received (ISO date), area, name, association, email. Others are named and left out.
    """
    try:
        consultation = by_slug(slug)
    except NotFound:
        raise click.UsageError(f"no consultation has the slug {slug!r}; see `engage consultation list`") from None
    try:
        taken = import_file(
            None, file, file.name, consultation=consultation, channel=Channel(channel), text_column=text_column
        )
    except FaultyFile as faulty:
        _refuse(faulty, [fault_words(fault) for fault in faulty.faults])
    except DomainError as refused:
        _refuse(refused, [])
    if taken.left_out:
        click.echo(f"left out: {', '.join(taken.left_out)}")
    click.echo(f"{taken.new} inputs imported, {taken.known} were there already")


def _refuse(error: DomainError, lines: list[str]) -> NoReturn:
    more = [f"… and {len(lines) - MOST_FAULTS} more"] if len(lines) > MOST_FAULTS else []
    for line in (*lines[:MOST_FAULTS], *more):
        click.echo(line, err=True)
    raise click.ClickException(text_of(error))
