"""The command line `engage`: Flask's own commands and ours, each loaded when it is called for."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup

from engage.config import ConfigurationError

# name -> where it is. Loading them all takes seconds, which a health check or a container's start must not wait for.
COMMANDS = {
    "backup": "engage.backup.commands:backup",
    "consultation": "engage.consultations.commands:consultation",
    "contacts": "engage.invitations.commands:contact_commands",
    "demo": "engage.demo.commands:demo_command",
    "erase": "engage.erasure.commands:erase_commands",
    "export": "engage.surveys.export_commands:export_commands",
    "input": "engage.triage.commands:input_",
    "mailcatcher": "engage.programs:mailcatcher_command",
    "restore": "engage.backup.commands:restore",
    "run": "engage.run:run_command",
    "schedule": "engage.programs:schedule_command",
    "strategy": "engage.strategy.commands:strategy_commands",
    "suggest": "engage.triage.commands:suggest",
    "summarise": "engage.summaries.commands:summarise",
    "survey": "engage.surveys.commands:survey_commands",
    "user": "engage.accounts.commands:user_group",
    "web": "engage.programs:web_command",
    "worker": "engage.programs:worker_command",
    "worker-alive": "engage.pulse:worker_alive_command",
}


class OnDemand(FlaskGroup):
    """Flask's commands, and ours from COMMANDS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            command: click.Command = _named(COMMANDS[cmd_name])
            return command
        return super().get_command(ctx, cmd_name)


def _create_app() -> Flask:
    app: Flask = _named("engage.app:create_app")()
    return app


def _named(place: str) -> Any:
    module, name = place.split(":")
    return getattr(import_module(module), name)


@click.group(cls=OnDemand, create_app=_create_app, add_version_option=False)
def cli() -> None:
    """Citizen engagement platform."""


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
    except ConfigurationError as error:
        _refuse(error)
    except Exception as error:
        if not isinstance(error, _named("engage.core.errors:DomainError")):
            raise
        _refuse(error)


def _refuse(error: Exception) -> None:
    click.echo(f"engage: {error}", err=True)
    sys.exit(2)
