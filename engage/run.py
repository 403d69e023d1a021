"""`engage run`: the whole platform on one machine, for a look at the demo and for development."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import sqlalchemy as sa

from engage.config import Settings, load_settings
from engage.core.jobs import QUEUE_NAMES
from engage.processes import Program, Supervisor, answers, free_port, is_taken

_ENGAGE = str(Path(sys.executable).with_name("engage"))


@click.command("run")
@click.option("--demo/--no-demo", default=True, help="Whether a new database is filled with demo content.")
def run_command(demo: bool) -> None:
    """Run web, worker, schedule and mail catcher until Ctrl-C."""
    settings = load_settings(os.environ)
    if is_taken(settings.port):
        raise click.ClickException(
            f"port {settings.port} is taken. End the program that holds it, or choose another: PORT=8001 make run"
        )
    demo = demo and not settings.production
    environment = _environment(settings)
    _prepare_database(settings, environment, demo=demo)
    supervisor = Supervisor(programs(settings, environment), environment, click.echo)
    supervisor.run(
        is_ready=lambda: answers(settings.port),
        welcome=lambda: _welcome(settings, environment, demo=demo),
    )


def programs(settings: Settings, environment: Mapping[str, str]) -> list[Program]:
    """What runs: web, worker and schedule, and the mail catcher where no mail server is set."""
    running = [
        Program("web server", [_ENGAGE, "web"]),
        Program("worker", [_ENGAGE, "worker", *QUEUE_NAMES]),
        Program("schedule", [_ENGAGE, "schedule"]),
    ]
    if not settings.smtp_host:
        catcher = [_ENGAGE, "mailcatcher", "--port", environment["SMTP_PORT"]]
        running.insert(0, Program("mail catcher", catcher))
    return running


def _environment(settings: Settings) -> dict[str, str]:
    """What the programs are told: the environment, the address that is true here, and where mail goes."""
    environment = dict(os.environ)
    environment.setdefault("PUBLIC_URL", f"http://127.0.0.1:{settings.port}")
    if not settings.smtp_host:
        environment.update(SMTP_HOST="127.0.0.1", SMTP_PORT=str(free_port()))
    return environment


def _prepare_database(settings: Settings, environment: dict[str, str], *, demo: bool) -> None:
    """Bring the database to the newest migration; fill a new one with demo content, wholly or not at all."""
    file = settings.data_dir / "engage.db"
    embedded = not settings.database_url
    new = not file.exists() if embedded else not _has_tables(settings.database_uri)
    if not (embedded and new):
        _engage("db", "upgrade", environment=environment)
        if new and demo:
            _load_demo(environment)
        return
    unfinished = (settings.data_dir / "new.db").resolve()
    unfinished.unlink(missing_ok=True)
    beside = environment | {"DATABASE_URL": f"sqlite:///{unfinished}"}
    _engage("db", "upgrade", environment=beside)
    if demo:
        _load_demo(beside)
    with contextlib.closing(sqlite3.connect(unfinished)) as connection:  # all of it into the one file
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    unfinished.rename(file)


def _load_demo(environment: Mapping[str, str]) -> None:
    click.echo("Making the demo content, once …")
    _engage("demo", environment=environment)


def _has_tables(uri: str) -> bool:
    engine = sa.create_engine(uri)
    try:
        return sa.inspect(engine).has_table("alembic_version")
    finally:
        engine.dispose()


def _engage(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run a command of ours to its end and return what it printed; its own words are shown only when it fails."""
    done = subprocess.run([_ENGAGE, *arguments], env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise click.ClickException(f"`engage {' '.join(arguments)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _welcome(settings: Settings, environment: Mapping[str, str], *, demo: bool) -> None:
    """Say where the pages are, and how to sign in."""
    address = environment["PUBLIC_URL"]
    click.echo(f"\n  Citizens  {address}/\n  Staff     {address}/staff/")
    if not settings.smtp_host:
        click.echo(f"  Mail      {address}/staff/mailbox (every mail is caught, none leaves the machine)")
    if demo:
        click.echo(_engage("demo", "--accounts", environment=environment).rstrip())
    click.echo(f"\n  Data is kept in {settings.data_dir}/. Ctrl-C ends everything.\n")
