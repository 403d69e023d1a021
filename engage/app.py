"""The application factory: settings in, a Flask app with every feature out."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask.templating import Environment
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from engage.accounts import signin
from engage.config import STANDARD_COLOUR, Settings, load_settings
from engage.core import changes, compression, errors, fragments, html, i18n, jobs, kept, limits, logs, security
from engage.core import db as database
from engage.extensions import migrate
from engage.features import BLUEPRINTS, DEVELOPMENT_BLUEPRINTS
from engage.overview import found_by, navigation


class _Environment(Environment):
    """Templates whose globals lie in one dictionary: a page imports some ten macros, each of which looks them over."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class _App(Flask):
    jinja_environment = _Environment


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app. Raises ConfigurationError when the environment cannot be used."""
    settings = settings or load_settings(os.environ)
    app = _App(__name__)
    app.url_map.strict_slashes = False
    logs.configure(settings.production)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_uri,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database_uri, pool_size=settings.web_threads + 2),
        # a forged Host could lead a citizen astray through an address we write; while developing any name is right
        TRUSTED_HOSTS=settings.host_names if settings.production else None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.production,
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=16 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        WTF_CSRF_TIME_LIMIT=4 * 3600,
        WTF_CSRF_SSL_STRICT=False,  # the token is proof enough; some browsers and firewalls take the Referer away
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        # each proxy adds to the list of callers; scheme and host are one value, of the last proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _install_parts(app, settings)
    for blueprint in BLUEPRINTS if settings.production else BLUEPRINTS + DEVELOPMENT_BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _install_parts(app: Flask, settings: Settings) -> None:
    database.db.init_app(app)
    with app.app_context():
        database.install(database.db.engine)
        changes.install(database.db.engine)
    migrate.init_app(app, database.db)
    i18n.register(app)
    security.register(app, "" if settings.primary_colour == STANDARD_COLOUR else settings.primary_colour)
    kept.register(app)
    fragments.register(app)
    compression.register(app)
    errors.register(app)
    limits.register(app, settings.redis_url, settings.rate_limits)
    signin.register(app, settings)
    jobs.configure(settings)
    navigation.register(app)
    found_by.register(app)
    app.jinja_env.filters["markdown"] = html.markdown
    app.jinja_env.globals.update(settings=settings, asset_url=_asset_url(app))


def _asset_url(app: Flask) -> object:
    """A function that gives a static file's address with its time in it, so that it can be cached for ever."""
    addresses: dict[str, str] = {}

    def asset_url(path: str) -> str:
        if path not in addresses or app.debug:
            file = Path(app.static_folder or "") / path
            addresses[path] = url_for("static", filename=path, v=format(int(file.stat().st_mtime), "x"))
        return addresses[path]

    return asset_url
