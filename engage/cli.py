"""The command line `engage`: Flask's own commands and those of the features."""

from __future__ import annotations

import sys

import click
from flask.cli import FlaskGroup

from engage.accounts.commands import user_group
from engage.app import create_app
from engage.config import ConfigurationError
from engage.consultations.commands import consultation as consultation_group
from engage.core.errors import DomainError
from engage.demo.commands import demo_command
from engage.invitations.commands import contact_commands
from engage.run import mailcatcher_command, run_command
from engage.strategy.commands import strategy_commands
from engage.summaries.commands import summarise
from engage.surveys.commands import survey_commands
from engage.triage.commands import input_, suggest


@click.group(cls=FlaskGroup, create_app=create_app, add_version_option=False)
def cli() -> None:
    """Citizen engagement platform."""


for _command in (
    user_group,
    consultation_group,
    demo_command,
    run_command,
    mailcatcher_command,
    strategy_commands,
    survey_commands,
    contact_commands,
    input_,
    suggest,
    summarise,
):
    cli.add_command(_command)


def main() -> None:
    """Run a command; what the user can mend is one clear line and exit code 2."""
    try:
        cli.main(prog_name="engage", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except (ConfigurationError, DomainError) as error:
        click.echo(f"engage: {error}", err=True)
        sys.exit(2)
