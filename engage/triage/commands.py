"""`engage input …` and `engage suggest` on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup, with_appcontext

from engage.consultations.queries import by_slug
from engage.core.errors import DomainError, NotFound, text_of
from engage.core.tables import read_table
from engage.triage.import_words import fault_words
from engage.triage.imports import MAX_BYTES, MAX_ROWS, FaultyFile, import_file
from engage.triage.models import TYPED_IN, Channel
from engage.triage.suggesting import suggester

MOST_FAULTS = 20


input_ = AppGroup("input", help="Inputs: letters, phone calls, a meeting's notes.")


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


@click.command("suggest")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one object per row.")
@with_appcontext
def suggest(file: Path, as_json: bool) -> None:
    """Propose a focus area and a vision for each text in the `text` column of a CSV or XLSX FILE.

    Rows are numbered as a spreadsheet shows them. Nothing is stored.
    """
    proposals = _proposals(file)
    if as_json:
        click.echo(json.dumps(proposals, ensure_ascii=False, indent=1))
        return
    for each in proposals:
        click.echo(f"{each['row']}\t{each['focus_area'] or '-'}\t{each['vision'] or '-'}\t{each['confidence']:.2f}")


def _proposals(file: Path) -> list[dict[str, Any]]:
    known = suggester()
    try:
        table = read_table(file, file.name, max_rows=MAX_ROWS, max_bytes=MAX_BYTES)
        if "text" not in table.header:
            raise click.ClickException(f"{file.name} has no column `text`, only: {', '.join(table.header)}")
        return [
            {"row": number, "focus_area": found.focus_area, "vision": found.vision, "confidence": found.confidence}
            for number, row in table.rows
            for found in [known.suggest(row["text"])]
        ]
    except DomainError as refused:
        raise click.ClickException(f"{file.name}: {text_of(refused)}") from None
