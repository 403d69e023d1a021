"""`python -m scripts.screenshots`: photograph the demo for the README, into docs/screenshots; look before committing.

Runs a demo of its own in a temporary folder, so that the pictures show what a newcomer sees.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from engage.accounts.models import Role, RoleName, User
from engage.app import create_app
from engage.config import load_settings
from engage.consultations import queries as consultations
from engage.core import db as database
from engage.processes import die_with_parent, free_port
from engage.surveys import flow
from engage.surveys import queries as surveys
from engage.surveys.service import questionnaire_of
from engage.triage.decisions import Link, Reply, Weighing
from engage.triage.intake import trace_token
from engage.triage.models import Input
from tests.fixtures.live import CHROMIUM_ARGUMENTS, DESK, PHONE, ROOT, new_context, sign_in
from tests.services.server import wait_until

FOLDER = ROOT / "docs" / "screenshots"


@dataclass(frozen=True)
class Shot:
    """One picture: the page, and whether a citizen's phone, a wide screen or a member of staff's screen shows it."""

    name: str
    address: str
    wide: bool = False
    staff: bool = False


def shots(app: Flask) -> list[Shot]:
    """What the README shows; the pages of single things are looked up in the demo."""
    with app.app_context(), app.test_request_context():
        survey = surveys.open_surveys_of(consultations.open_consultations()[0].id)[0]
        first = flow.path(questionnaire_of(surveys.current_version(survey.id)), {})[0].key
        closed = consultations.with_results(1)[0]
        answered = _answered()
        return [
            Shot("home", "/"),
            Shot("star", "/strategy", wide=True),
            Shot("survey", f"/surveys/{survey.slug}/pages/{first}"),
            Shot("ideas", "/ideas", wide=True),
            Shot("tray", "/staff/inputs", staff=True),
            Shot("input", f"/staff/inputs/{answered.public_id}", staff=True),
            Shot("summary", f"/staff/summaries/{closed.slug}", staff=True),
            Shot("trace", f"/trace/{trace_token(answered.trace)}" if answered.trace else "/"),
        ]


def _answered() -> Input:
    """An input that has gone the whole way: weighed, linked into a plan and replied to, its sender following it."""
    query = sa.select(Input).join(Reply).join(Link).join(Weighing, Weighing.input_id == Input.id)
    found = database.session().scalars(query.where(Input.trace_id.is_not(None)).order_by(Reply.id)).first()
    if found is None:
        raise RuntimeError("the demo has no answered input")
    return found


def main() -> int:
    """Take all pictures; 2 without Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("Chromium is missing (Debian: apt-get install chromium)", file=sys.stderr)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="engage-screenshots-") as folder:
        port = free_port()
        settings = {"DATA_DIR": folder, "PORT": str(port), "PATH": os.environ["PATH"], "RATE_LIMITS": "0"}
        demo = _start_demo(settings, Path(folder) / "log")
        try:
            app = create_app(load_settings(settings))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
                _take(browser, f"http://127.0.0.1:{port}", app)
                browser.close()
        finally:
            demo.terminate()
            demo.wait(30)
    return 0


def _start_demo(settings: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        demo = subprocess.Popen(
            [Path(sys.executable).with_name("engage"), "run"],
            cwd=ROOT,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call, made ready before
        )
    wait_until(lambda: "Ctrl-C" in log.read_text() or demo.poll() is not None, 600, "the demo starts")
    if demo.poll() is not None:
        raise RuntimeError(log.read_text())
    return demo


def _take(browser: Browser, url: str, app: Flask) -> None:
    phone, desk = new_context(browser, url, PHONE), new_context(browser, url, DESK)
    sign_in(desk, app, url, _administrator(app))
    wide = new_context(browser, url, DESK)
    for shot in shots(app):
        page = (desk if shot.staff else wide if shot.wide else phone).new_page()
        answer = page.goto(shot.address)
        if answer is None or not answer.ok:
            raise RuntimeError(f"{shot.address} answered {answer and answer.status}")
        page.screenshot(path=FOLDER / f"{shot.name}.png")
        page.close()
        print(f"docs/screenshots/{shot.name}.png")


def _administrator(app: Flask) -> User:
    with app.app_context():
        query = sa.select(User).where(User.roles.any(Role.name == RoleName.ADMINISTRATOR))
        user = database.session().scalars(query).first()
        if user is None:
            raise RuntimeError("the demo has no administrator")
        return user


if __name__ == "__main__":
    sys.exit(main())
