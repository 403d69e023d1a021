"""`engage summarise`: build a consultation's summary now, and print it."""

from __future__ import annotations

import json

import click
from flask.cli import with_appcontext

from engage.consultations.queries import by_slug
from engage.core.i18n import localise
from engage.summaries import queries, service


@click.command("summarise", help="Build the summary of the consultation SLUG and print it.")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print the whole content as JSON.")
@with_appcontext
def summarise(slug: str, as_json: bool) -> None:
    """Build and print a summary."""
    consultation = by_slug(slug)
    service.build(consultation.id, at_once=True)
    summary = queries.whole_summary(consultation.id)
    content = summary.content if summary else {}
    if as_json:
        click.echo(json.dumps({"consultation": slug, **content}, ensure_ascii=False, indent=2))
        return
    voices = content["voices"]
    click.echo(f"{localise(consultation.title, 'da')}: {voices['inputs']} inputs, {len(voices['themes'])} themes")
    for theme in voices["themes"]:
        click.echo(f"{theme['inputs']:6}  {theme['share']:4.0%}  {theme['label']}")
