"""The line to the mail server: one a process, kept open between mails, opened anew when it is dead."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import threading
from email.message import EmailMessage
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from engage.config import Settings

TIMEOUT_SECONDS = 10.0
_kept = threading.local()


class Rejected(Exception):
    """The server will never take this mail."""


class Delayed(Exception):
    """The server wants to see this mail again later."""


class Unreachable(Exception):
    """There is no server to talk to, or it went away: no other mail will get through either."""


def send(mail: EmailMessage, to_address: str) -> None:
    """Hand a mail to the server; returns when the server has taken responsibility for it.

    Raises Rejected, Delayed or Unreachable; after the last it is not known whether the server took the mail.
    """
    settings: Settings = current_app.config["SETTINGS"]
    line = _line(settings)
    try:
        line.send_message(mail, settings.mail_from, [to_address])
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()))
        raise _refusal(code, answer) from refused
    except smtplib.SMTPDataError as refused:
        raise _refusal(refused.smtp_code, refused.smtp_error) from refused
    except smtplib.SMTPNotSupportedError as refused:  # the address needs letters the server cannot write
        raise Rejected(str(refused)) from refused
    except smtplib.SMTPSenderRefused as refused:  # our own address: the same for every mail
        hang_up()
        raise Unreachable(_words(refused.smtp_code, refused.smtp_error)) from refused
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


def _line(settings: Settings) -> smtplib.SMTP:
    line: smtplib.SMTP | None = getattr(_kept, "line", None)
    server = (settings.smtp_host, settings.smtp_port)
    if line is not None and _kept.server == server and _answers(line):
        return line
    hang_up()
    try:
        _kept.line, _kept.server = _call(settings), server
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(str(error)) from error
    opened: smtplib.SMTP = _kept.line
    return opened


def _answers(line: smtplib.SMTP) -> bool:
    with contextlib.suppress(smtplib.SMTPException, OSError):
        return line.noop()[0] == 250
    return False


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


def _refusal(code: int, answer: bytes | str) -> Exception:
    return (Rejected if code >= 500 else Delayed)(_words(code, answer))


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:500]
