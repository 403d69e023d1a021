"""The services of docker-compose.yml, really run: they come up, do their work, keep secrets, and end in time."""

import json
import re
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from flask import Flask

from engage.core.db import db
from engage.devmail import MailFolder
from engage.processes import listens
from engage.strategy import queries as strategy
from tests.factories import make_user
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import PageClient, signed_in_session
from tests.invitations.factories import make_campaign
from tests.services import PostgreSQL, Redis, SmtpSink
from tests.services.server import wait_until
from tests.services.smtp import Mail
from tests.strategy.factories import make_strategy
from tests.surveys.factories import published_survey
from tests.workshop.compose import our_commands
from tests.workshop.production import HOST, Production

KIRSTEN = "kirsten.mogensen@borger.example"
REFUSED = "oluf.bundgaard@borger.example"
PERSONAL = ["kirsten", "mogensen", "oluf", "bundgaard", "010203-1234", "0102031234", "trampestien", "mosehullet"]


@pytest.fixture(scope="module")
def production(
    postgresql: PostgreSQL, redis: Redis, smtp_server: SmtpSink, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Production]:
    settings = {
        "DATABASE_URL": postgresql.create_database("engage_production").replace("+psycopg", ""),
        "REDIS_URL": redis.url(3),
        "SMTP_HOST": smtp_server.host,
        "SMTP_PORT": str(smtp_server.port),
    }
    platform = Production(tmp_path_factory.mktemp("production"), settings)
    try:
        platform.start()
        yield platform
    finally:
        platform.kill()


@pytest.fixture
def prepared(production: Production, make_app: MakeApp) -> Iterator[Flask]:
    """An app of the test's own on the same database, for preparing and looking."""
    app = make_app(**production.settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def ready(production: Production) -> bool:
    try:
        return production.get("/readyz")[0] == 200
    except OSError:
        return False


def test_the_web_becomes_ready(production: Production) -> None:
    wait_until(lambda: ready(production), 90, "web, database, queue, schedule and worker are well")
    assert production.get("/healthz", "127.0.0.1:8000") == (200, "ok\n")  # as the health check asks
    assert production.get("/metrics", "web:8000")[0] == 200  # as monitoring asks
    assert production.get("/", "evil.example") == (400, "Unknown host name.\n")


def test_cookies_travel_by_https_only(production: Production, prepared: Flask) -> None:
    wait_until(lambda: ready(production), 90, "web, database, queue, schedule and worker are well")
    signed = production.client().get("/staff/account/login").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in signed.split(";")}


def test_each_worker_is_alive(production: Production) -> None:
    for name, line in our_commands().items():
        if line[1] == "worker":
            queues = line[2 : line.index("--concurrency")]
            wait_until(lambda: production.call("worker-alive", *queues).returncode == 0, 60, f"{name} is alive")  # noqa: B023
    health = our_commands()["worker-mail: health"]
    assert production.call(*health[1:]).stdout == "alive\n"
    unknown = production.call("worker-alive", "nothing")
    assert unknown.returncode == 2
    assert unknown.stderr == "Error: no worker of nothing runs on this machine.\n"


def test_the_mail_catcher_catches(production: Production) -> None:
    wait_until(lambda: listens(production.mail_port), 30, "the mail catcher listens")
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Prøve", "kommunen@example.dk", KIRSTEN
    with smtplib.SMTP("127.0.0.1", production.mail_port, timeout=10) as connection:
        connection.send_message(mail)
    [(_name, caught)] = MailFolder(production.folder / "data" / "mail").newest(10)
    assert caught["Subject"] == "Prøve"


def path_in(mail: Mail, part: str) -> str:
    paths = [path for path in re.findall(rf"https://{HOST}(/[^\s.,)]+)", mail.text) if part in path]
    assert paths, mail.text
    return str(paths[0])


def answer_the_invitation(client: PageClient, path: str) -> str:
    """From the personal link to the receipt; returns the path of the private page."""
    start = client.get(path, follow_redirects=True)
    begin = re.search(r'class="button button--primary" href="([^"]+)"', start.text)
    assert begin is not None
    page = client.submit(client.get(begin[1]), {"q-how": "bike"}, button="Næste", follow_redirects=True)
    page = client.submit(page, button="Næste", follow_redirects=True)
    words = "Jeg hedder Kirsten Mogensen, 010203-1234, og trampestien er lukket."
    page = client.submit(page, {"q-more": words}, button="Næste", follow_redirects=True)
    receipt = client.submit(page, button="Send mine svar", follow_redirects=True)
    private = re.search(r'href="(/trace/[^"]+|https://[^"/]+/trace/[^"]+)"', receipt.text)
    assert private is not None
    return urlsplit(private[1]).path


def send_an_idea(client: PageClient, area_id: int) -> None:
    idea = {
        "title": "Mosehullet skal være en sø",
        "text": "Lav mosehullet om, siger Kirsten. 0102031234",
        "focus_area_ids": [str(area_id)],
        "email": KIRSTEN,
        "sender_name": "Kirsten Mogensen",
    }
    assert client.submit(client.get("/ideas/new"), idea).status_code == 302


def test_no_line_of_the_logs_tells_who_it_was(production: Production, prepared: Flask, smtp_sink: SmtpSink) -> None:
    wait_until(lambda: ready(production), 90, "web, database, queue, schedule and worker are well")
    make_strategy()
    campaign = make_campaign(KIRSTEN, REFUSED, survey=published_survey())
    editor, client = production.client(), production.client()
    signer = prepared.session_interface.get_signing_serializer(prepared)  # type: ignore[attr-defined]
    editor.set_cookie("session", signer.dumps(signed_in_session(prepared, make_user("editor"))), domain=HOST)
    smtp_sink.rejected.add(REFUSED)
    released = editor.submit(editor.get(f"/staff/campaigns/{campaign.id}/release"), follow_redirects=True)
    assert released.status_code == 200
    (invitation,) = smtp_sink.wait_for(1, to=KIRSTEN, seconds=90)

    paths = [path_in(invitation, "/p/"), path_in(invitation, "/unsubscribe/")]
    paths.append(answer_the_invitation(client, paths[0]))
    assert client.get(paths[0], follow_redirects=True).status_code == 410  # used now
    assert client.get(paths[2]).status_code == 200
    send_an_idea(client, strategy.focus_area("growth").id)
    confirm = path_in(smtp_sink.wait_for(2, to=KIRSTEN, seconds=90)[-1], "/trace/")
    client.submit(client.get(confirm), follow_redirects=True)
    client.submit(client.get(paths[1]), form=paths[1], follow_redirects=True)
    refused = client.submit(
        client.get("/staff/account/login"), {"email": KIRSTEN, "password": "kirsten mogensens kode"}
    )
    assert refused.status_code == 200
    assert client.get(f"/trace/{'Forged-0123456789' * 2}xy").status_code == 404
    assert client.get(f"/{KIRSTEN}?email={KIRSTEN}&name=Kirsten").status_code == 404

    wait_until(lambda: '"failure": "rejected"' in production.log(), 60, "the worker notes the refused address")
    tokens = {part for path in [*paths, confirm, "Forged-0123456789"] for part in path.split("/") if len(part) > 16}
    assert len(tokens) >= 5
    lines = production.log().splitlines()
    assert [line for line in lines if any(secret in line.lower() for secret in PERSONAL)] == []
    assert [line for line in lines if any(token in line for token in tokens)] == []
    assert {json.loads(line)["level"] for line in lines if line.startswith("{")} <= {"info", "warning"}


@pytest.mark.parametrize(
    "name", [name for name, line in our_commands().items() if line[1] not in {"db", "worker-alive"}]
)
def test_each_service_ends_in_time(production: Production, name: str) -> None:
    """The last test of this file: nothing runs after it."""
    assert production.running[name].poll() is None, production.log()
    production.stop(name)
    assert production.running[name].returncode == 0
    assert "Traceback" not in production.log()
