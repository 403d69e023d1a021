"""Parts of a page that are the same on every page of a language: rendered once in each process."""

from __future__ import annotations

from flask import Flask, current_app
from markupsafe import Markup

from engage.core.i18n import current_language


def fragment(template: str, **known: str) -> Markup:
    """A template that shows settings and texts, and nothing but `known` besides; there must be few values of it."""
    rendered: dict[tuple[str, ...], Markup] = current_app.extensions["fragments"]
    key = (template, current_language(), *known.values())
    if key not in rendered or current_app.debug:
        rendered[key] = Markup(current_app.jinja_env.get_template(template).render(known))  # noqa: S704 - our own template, escaped as all are
    return rendered[key]


def register(app: Flask) -> None:
    """Let the layouts ask for fragments."""
    app.extensions["fragments"] = {}
    app.jinja_env.globals["fragment"] = fragment
