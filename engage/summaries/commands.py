"""`engage summarise`: build a consultation's summary now, and print it."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from engage.consultations.queries import by_slug
from engage.core.errors import NotFound
from engage.core.i18n import localise
from engage.summaries import queries, service


@click.command("summarise")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the whole content as JSON.")
@with_appcontext
def summarise(slug: str, as_json: bool) -> None:
    """Build the summary of the consultation SLUG now and print it."""
    try:
        consultation = by_slug(slug)
    except NotFound:
        raise click.UsageError(f"no consultation has the slug {slug!r}; see `engage consultation list`") from None
    if not service.build(consultation.id, at_once=True):
        raise click.ClickException("a worker is building this summary just now; try again in a minute")
    summary = queries.whole_summary(consultation.id)
    assert summary is not None
    if as_json:
        click.echo(json.dumps({"consultation": slug, **summary.content}, ensure_ascii=False, indent=2))
        return
    voices = summary.content["voices"]
    responses, themes = summary.totals["responses"], voices["themes"]
    click.echo(localise(consultation.title, "da"))
    click.echo(f"{responses} responses, {voices['inputs']} inputs, {len(themes)} themes, {voices['unthemed']} in none")
    for theme in themes:
        click.echo(f"{theme['inputs']:6}  {theme['share']:4.0%}  {theme['label']}")
