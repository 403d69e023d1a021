"""The demo, running: for pictures of every page, for what a first visit weighs, and for whoever judges pages."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from engage.app import create_app
from engage.config import load_settings
from engage.processes import free_port
from tests.services.program import running

_START_SECONDS = 600


@dataclass(frozen=True)
class DemoSite:
    """Where it runs, and an app of one's own on the same database, to look things up."""

    url: str
    app: Flask


@contextlib.contextmanager
def demo_site(folder: Path, **more: str) -> Iterator[DemoSite]:
    """`engage run` with its demo on a free port, its data in `folder`; `more` are further settings."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = {"DATA_DIR": str(folder), "PORT": str(port), "PUBLIC_URL": url, "RATE_LIMITS": "0"} | more
    log = folder / "log"
    command: list[str | Path] = [Path(sys.executable).with_name("engage"), "run"]
    with running(command, settings, log, lambda: "Ctrl-C" in log.read_text(errors="replace"), _START_SECONDS):
        yield DemoSite(url, create_app(load_settings(settings)))
