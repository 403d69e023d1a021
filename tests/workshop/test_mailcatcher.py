"""The mail catcher: what goes in over SMTP can be read as files, and on screen by staff."""

import contextlib
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from engage.devmail import MailFolder, text_of
from engage.processes import free_port, listens
from tests.fixtures.apps import MakeApp
from tests.fixtures.clients import StaffClient
from tests.services.server import wait_until


def a_mail(subject: str = "Tak for din idé") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, "kommunen@example.dk", "borger@example.dk"
    mail.set_content("Følg den her: https://deltag.example.dk/trace/abc\n\n<b>Hilsen</b>")
    return mail


@contextlib.contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    code = f"from pathlib import Path; from engage.devmail import serve; serve(Path({str(folder)!r}), {port})"
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        wait_until(lambda: listens(port), 20, "the mail catcher starts")
        yield process
    finally:
        process.terminate()
        process.wait(10)


def test_a_mail_sent_by_smtp_becomes_a_file(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as process, smtplib.SMTP("127.0.0.1", port, timeout=5) as connection:
        connection.send_message(a_mail())
        [(name, mail)] = MailFolder(tmp_path).newest(10)
        assert name.endswith(".eml")
        assert (mail["Subject"], mail["X-Envelope-To"]) == ("Tak for din idé", "borger@example.dk")
        assert "https://deltag.example.dk/trace/abc" in text_of(mail)
    assert process.returncode == 0


def test_only_the_last_mails_are_kept(tmp_path: Path) -> None:
    folder = MailFolder(tmp_path, kept=3)
    for number in range(5):
        folder.keep("a@example.dk", ["b@example.dk"], a_mail(f"Brev {number}").as_bytes())
    assert [mail["Subject"] for _, mail in folder.newest(10)] == ["Brev 4", "Brev 3", "Brev 2"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(folder.names())


@pytest.mark.parametrize("name", ["../secret_key", "x.eml", "00000000000000000001-00000000.eml"])
def test_only_mails_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret_key").write_text("secret")
    assert MailFolder(tmp_path / "mail").read(name) is None


def test_staff_read_the_caught_mail(app: Flask, staff_client: StaffClient) -> None:
    reader = staff_client("reader")
    assert "Der er ikke kommet post endnu" in reader.get("/staff/mailbox").text
    name = MailFolder(app.config["SETTINGS"].data_dir / "mail").keep("a@b.dk", ["c@d.dk"], a_mail().as_bytes())
    assert name in reader.get("/staff/mailbox").text
    page = reader.get(f"/staff/mailbox/{name}").text
    assert 'href="https://deltag.example.dk/trace/abc"' in page
    assert "&lt;b&gt;Hilsen" in page
    assert reader.get("/staff/mailbox/unknown").status_code == 404


def test_no_mailbox_in_production(make_app: MakeApp, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/engage.db"
    app = make_app(ENGAGE_ENV="production", DATABASE_URL=database, PUBLIC_URL="https://deltag.example.dk")
    assert not [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("mailbox")]
