"""`engage strategy …` on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from engage.strategy.document import StrategyFileError, read_document
from engage.strategy.loader import ImportResult, import_strategy, packaged_strategy

strategy_commands = AppGroup("strategy", help="The council's strategy.")


@strategy_commands.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def import_command(file: Path | None) -> None:
    """Load a strategy from a YAML FILE, by default the one that comes with the program.

    Running it again updates what has changed; nothing is deleted.
    """
    name = file.name if file else "strategy.yaml"
    try:
        document = read_document(file.read_text("utf-8") if file else packaged_strategy())
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{name}: byte {error.start + 1} is not UTF-8; save the file as UTF-8") from error
    except StrategyFileError as error:
        raise click.ClickException(f"{name}: {error}") from error
    _report(import_strategy(document))


def _report(result: ImportResult) -> None:
    state = "current" if result.strategy.is_current else "not current"
    click.echo(
        f"{result.strategy.key} ({state}): {result.added} added, {result.changed} changed, {result.unchanged} unchanged"
    )
    if result.kept:
        click.echo(f"not in the file, kept: {', '.join(result.kept)}")
