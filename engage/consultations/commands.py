"""`engage consultation …` on the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from engage.consultations import queries
from engage.core import clock
from engage.core.i18n import localise

consultation = AppGroup("consultation", help="Consultations.")


@consultation.command("list")
@click.option("--state", type=click.Choice(queries.STATES), help="Only those in this state.")
def list_consultations(state: str | None) -> None:
    """List consultations: slug, state, opening and closing day, title; one a line, separated by tabs."""
    for one in (state,) if state else queries.STATES:
        for found in queries.listed(one, limit=10_000):
            days = (clock.local(moment).date().isoformat() for moment in (found.opens_at, found.closes_at))
            click.echo("\t".join((found.slug, one, *days, localise(found.title, "da"))))
