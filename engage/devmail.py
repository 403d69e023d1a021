"""The mail catcher of the demo: takes every mail, sends none on, keeps the last ones as files to be read on screen."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.policy
import itertools
import os
import re
import signal
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

KEPT = 2_000
_NAME = re.compile(r"[0-9]{20}-[0-9a-f]{8}\.eml")


class MailFolder:
    """A folder of .eml files whose names sort by arrival; safe with a writer and several readers."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self.folder = folder
        self.kept = kept
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> str:
        """Store a mail with its envelope as two header lines before its own; returns the name of its file."""
        newest = next(iter(self.names()), "")
        number = int(newest[:20]) + 1 if newest else 1
        name = f"{number:020d}-{os.urandom(4).hex()}.eml"
        envelope = f"X-Envelope-From: {_line(sender)}\r\nX-Envelope-To: {_line(', '.join(recipients))}\r\n"
        unfinished = self.folder / f".{name}"
        unfinished.write_bytes(envelope.encode() + raw)
        unfinished.rename(self.folder / name)
        for old in itertools.islice(self.names(), self.kept, None):
            (self.folder / old).unlink(missing_ok=True)
        return name

    def names(self) -> Iterator[str]:
        """The files' names, newest first."""
        yield from sorted((path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)

    def read(self, name: str) -> EmailMessage | None:
        """One mail, None when there is no such file (any more)."""
        if not _NAME.fullmatch(name):
            return None
        try:
            return email.message_from_bytes((self.folder / name).read_bytes(), policy=email.policy.default)
        except FileNotFoundError:
            return None

    def newest(self, count: int) -> list[tuple[str, EmailMessage]]:
        """The last mails with the names of their files, newest first."""
        mails = ((name, self.read(name)) for name in itertools.islice(self.names(), count))
        return [(name, mail) for name, mail in mails if mail is not None]


class _Catcher:
    """What aiosmtpd calls for each mail."""

    def __init__(self, folder: MailFolder) -> None:
        self.folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.folder.keep(envelope.mail_from or "", [str(to) for to in envelope.rcpt_tos], raw)
        return "250 OK"


def serve(folder: Path, port: int, bind: str = "127.0.0.1") -> None:
    """Catch mail on that address until SIGTERM or Ctrl-C. Raises OSError when the port is taken."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(MailFolder(folder), port, bind))


async def _serve(folder: MailFolder, port: int, bind: str) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    server = await loop.create_server(lambda: SMTP(_Catcher(folder), hostname="mailcatcher"), bind, port)
    async with server:
        await ended.wait()


def text_of(mail: EmailMessage) -> str:
    """The plain-text part of a mail; empty when it has none."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text)
