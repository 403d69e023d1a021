"""`engage user`: the first administrator, and a new link for one who is locked out."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from engage.accounts import queries, service
from engage.accounts.models import RoleName
from engage.core.errors import NotFound


@click.group("user", help="Members of staff.")
def user_group() -> None:
    """Commands about members of staff."""


@user_group.command("create", help="Make a user and print the link to choose a password by.")
@click.argument("email")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in RoleName]), default="administrator")
@with_appcontext
def create(email: str, name: str, role: str) -> None:
    """Make a user; the link is printed once."""
    user = service.save_user(None, None, name=name, title="", email=email, roles=[role], committee_ids=[])
    _print_link(service.welcome_token(user))


@user_group.command("link", help="Print a new link to choose a password by.")
@click.argument("email")
@with_appcontext
def link(email: str) -> None:
    """A new link for a user who has lost the password."""
    user = queries.user_by_email(email)
    if user is None:
        raise NotFound
    _print_link(service.welcome_token(user))


def _print_link(token: str) -> None:
    click.echo(f"{current_app.config['SETTINGS'].public_url}/staff/welcome/{token}")
