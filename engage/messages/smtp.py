"""The line to the mail server: one a process, kept open between mails, opened anew when it is dead."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import threading
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from engage.config import Settings

TIMEOUT_SECONDS = 10.0
_OK, _FORWARDS, _GOES_AWAY = 250, 251, 421
_kept = threading.local()


class Rejected(Exception):
    """The server will never take this mail."""


class Delayed(Exception):
    """The server wants to see this mail again later."""


class Unreachable(Exception):
    """There is no server to talk to, or it went away: no other mail will get through either."""


def send(mail: bytes, to_address: str) -> None:
    """Hand a mail to the server; returns when the server has taken responsibility for it.

    Raises Rejected, Delayed or Unreachable; after the last it is not known whether the server took the mail.
    """
    settings: Settings = current_app.config["SETTINGS"]
    try:
        line = _begin(settings, mail)
        _insist(line, *line.rcpt(to_address))
        _insist(line, *_hand_over(line, mail))
    except (smtplib.SMTPException, OSError) as error:
        hang_up()
        raise Unreachable(str(error)) from error


def hang_up() -> None:
    """Close the line, if there is one."""
    line: smtplib.SMTP | None = getattr(_kept, "line", None)
    _kept.line = None
    if line is not None:
        with contextlib.suppress(OSError):
            line.close()


def _begin(settings: Settings, mail: bytes) -> smtplib.SMTP:
    """A line on which the server has just agreed to take a mail from us.

    One that was kept may have died since, or the server may have had enough of it. The first word tells, and nothing
    was handed over by then that could come twice: it is opened anew, and tried once more.
    """
    server = (settings.smtp_host, settings.smtp_port)
    line: smtplib.SMTP | None = getattr(_kept, "line", None)
    if line is not None and _kept.server == server:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if _announce(line, settings, mail)[0] == _OK:
                return line
    hang_up()
    line = _kept.line = _call(settings)
    _kept.server = server
    code, answer = _announce(line, settings, mail)
    if code != _OK:  # our own address: the same for every mail
        hang_up()
        raise Unreachable(_words(code, answer))
    return line


def _announce(line: smtplib.SMTP, settings: Settings, mail: bytes) -> tuple[int, bytes]:
    """Say that a mail comes; what the server answers."""
    line.ehlo_or_helo_if_needed()
    return line.mail(settings.mail_from, [f"SIZE={len(mail)}"] if line.has_extn("size") else [])


def _hand_over(line: smtplib.SMTP, mail: bytes) -> tuple[int, bytes]:
    try:
        return line.data(mail)
    except smtplib.SMTPDataError as refused:  # before it has seen the mail
        answer = refused.smtp_error
        return refused.smtp_code, answer if isinstance(answer, bytes) else answer.encode()


def _insist(line: smtplib.SMTP, code: int, answer: bytes) -> None:
    """Raise Rejected or Delayed when the server refuses; the line stays open for the next mail if it will have one."""
    if code in {_OK, _FORWARDS}:
        return
    if code == _GOES_AWAY:
        hang_up()
    else:
        with contextlib.suppress(smtplib.SMTPServerDisconnected):
            line.rset()
    raise (Rejected if code >= 500 else Delayed)(_words(code, answer))


def _call(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host or "127.0.0.1", settings.smtp_port
    if settings.smtp_security == "tls":
        secure = ssl.create_default_context()
        line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=secure)
    else:
        line = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.smtp_security == "starttls":
            line.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            line.login(settings.smtp_user, settings.smtp_password)
    except (smtplib.SMTPException, OSError):
        line.close()
        raise
    return line


def _words(code: int, answer: bytes) -> str:
    return f"{code} {' '.join(answer.decode('utf-8', 'replace').split())}"[:500]
