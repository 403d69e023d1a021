"""Whether the platform is well: for load balancers, for monitoring."""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response
from kombu.exceptions import OperationalError as BrokerError

from engage.core.db import db, session
from engage.core.jobs import celery, seconds_since
from engage.core.security import public
from engage.extensions import migrate
from engage.messages.queries import counts

bp = Blueprint("health", __name__)
SWEEP_MAY_BE_OLD = 180.0


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def readyz() -> tuple[dict[str, Any], int]:
    """Database, queue, newest migration and the minute sweep: each "ok" or what is wrong."""
    found = checks()
    ready = all(state == "ok" for state in found.values())
    return {"ready": ready, "checks": found}, 200 if ready else 503


@bp.get("/metrics")
@public
def metrics() -> Response:
    """Figures for monitoring, in Prometheus' text format; nothing personal."""
    lines = ["# TYPE engage_messages gauge"]
    lines += [f'engage_messages{{state="{state}"}} {count}' for state, count in counts().items()]
    age = seconds_since("sweep")
    lines += ["# TYPE engage_sweep_age_seconds gauge", f"engage_sweep_age_seconds {age if age is not None else 'NaN'}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain; version=0.0.4")


def checks() -> dict[str, str]:
    """The state of each part the platform rests on: "ok", or what is wrong in English."""
    found = {"database": _database(), "migration": "unknown", "sweep": "unknown", "queue": _queue()}
    if found["database"] == "ok":
        found["migration"] = _migration()
        age = seconds_since("sweep")
        found["sweep"] = "ok" if age is not None and age < SWEEP_MAY_BE_OLD else "not seen for three minutes"
    return found


def _database() -> str:
    try:
        session().execute(sa.text("SELECT 1"))
    except sa.exc.OperationalError:
        return "cannot be reached"
    return "ok"


def _migration() -> str:
    newest = ScriptDirectory.from_config(cast(Config, migrate.get_config())).get_current_head()
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return "ok" if here == newest else f"at {here}, newest is {newest}"


def _queue() -> str:
    try:
        with celery.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except (BrokerError, OSError):
        return "cannot be reached"
    return "ok"
