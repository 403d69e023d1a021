"""`engage demo`: fill a new database with demo content, and say how to sign in."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from engage.config import Settings
from engage.demo.accounts import ACCOUNTS, PASSWORD
from engage.demo.loading import NotEmpty, is_loaded, load


@click.command("demo", help="Fill a new database with demo content, once.")
@click.option("--accounts", is_flag=True, help="Only say how to sign in, if the demo is there.")
@with_appcontext
def demo_command(accounts: bool) -> None:
    """Load the demo unless it is there; refused in production, where demo passwords must not exist."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("demo content and its passwords are refused in production (ENGAGE_ENV=production)")
    if accounts:
        if is_loaded():
            _say_accounts()
        return
    if is_loaded():
        click.echo("The demo content is there already; nothing was added.")
    else:
        _load()
    _say_accounts()


def _load() -> None:
    try:
        parts = load()
    except NotEmpty as error:
        raise click.ClickException(
            "the database holds content of its own; the demo goes into a new one (see DATA_DIR and DATABASE_URL)"
        ) from error
    click.echo("Loaded:")
    for part in parts:
        click.echo(f"  {part}")


def _say_accounts() -> None:
    width = max(len(account.email) for account in ACCOUNTS)
    click.echo("\n  Sign in at /staff/ as one of")
    for account in ACCOUNTS:
        click.echo(f"    {account.email.ljust(width)}  {account.title}")
    click.echo(f"  all with the password {PASSWORD}")
