"""The programs that the platform is made of: a terminal, `engage run`, a container and the tests start these ones."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

import engage
from engage.config import load_settings
from engage.core.jobs import QUEUE_NAMES
from engage.devmail import serve
from engage.pulse import node_name

_ROOT = Path(engage.__file__).parents[1]
# how long a page under way may take to end; shorter than what a container is given, longer than any page of ours
_GRACE_SECONDS = "25"


@click.command("web")
@click.option("--bind", help="Address and port to listen on.  [default: 127.0.0.1:PORT]")
def web_command(bind: str | None) -> None:
    """Serve the pages, by as many processes and threads as WEB_WORKERS and WEB_THREADS say."""
    settings = load_settings(os.environ)
    address = bind or f"127.0.0.1:{settings.port}"
    _become(*web_server("wsgi:app", address, workers=settings.web_workers, threads=settings.web_threads))


def web_server(app: str, address: str, *, workers: int, threads: int) -> list[str]:
    """The module that serves a WSGI app on an address, with its arguments."""
    return [
        "gunicorn",
        *(app, "--pythonpath", str(_ROOT), "--bind", address),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--graceful-timeout", _GRACE_SECONDS, "--log-level", "warning", "--no-control-socket"),
    ]


@click.command("worker")
@click.argument("queues", nargs=-1, required=True, type=click.Choice(QUEUE_NAMES))
@click.option("--concurrency", type=click.IntRange(1, 64), default=2, show_default=True, help="Jobs done at a time.")
def worker_command(queues: tuple[str, ...], concurrency: int) -> None:
    """Do the jobs of these QUEUES."""
    load_settings(os.environ)
    _become(
        "celery",
        *("--quiet", "--app", "worker.app", "worker", "--queues", ",".join(queues)),
        *("--concurrency", str(concurrency), "--hostname", node_name(queues)),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        # a job uses one core at most; the others are for the pages
        OPENBLAS_NUM_THREADS="1",
        OMP_NUM_THREADS="1",
        # celery warns of running as root, which only matters where pickled messages are read; ours are JSON
        PYTHONWARNINGS="ignore:You're running the worker with superuser privileges",
    )


@click.command("schedule")
def schedule_command() -> None:
    """Send the regular jobs when they are due. One is enough: two would send each job twice."""
    load_settings(os.environ)
    _become("celery", "--quiet", "--app", "worker.schedule", "beat", "--pidfile", "")


@click.command("mailcatcher")
@click.option("--bind", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=1025, show_default=True)
def mailcatcher_command(bind: str, port: int) -> None:
    """Take every mail sent here, send none on, keep the last 2,000 as files in DATA_DIR/mail."""
    folder = load_settings(os.environ).data_dir / "mail"
    try:
        serve(folder, port, bind)
    except OSError as error:
        raise click.ClickException(f"cannot catch mail on {bind}:{port}: {error.strerror}.") from error


def _become(program: str, *arguments: str, **environment: str) -> NoReturn:
    """Go on as that program in this same process, so that its signals and its end are ours."""
    sys.stdout.flush()
    told: Mapping[str, str] = environment | os.environ
    os.execve(sys.executable, [sys.executable, "-m", program, *arguments], told)  # noqa: S606 - no shell is wanted
