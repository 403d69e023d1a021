"""A real SMTP server that keeps what it is given, and can be told to behave badly."""

import asyncio
import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum, auto
from typing import cast
from weakref import WeakSet

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from engage.processes import free_port
from tests.services.server import wait_until


class Mood(Enum):
    """How the server treats whoever calls."""

    ACCEPTS = auto()
    REFUSES = auto()  # 451 to every sender: try again later
    HANGS = auto()  # takes the message and never answers
    DROPS = auto()  # keeps the message, but the line goes dead before the answer
    TIRES = auto()  # 421 to the second message on a line: call again
    LEAVES = auto()  # the line goes dead when a second message is announced on it


@dataclass(frozen=True)
class Mail:
    """One accepted message, with the envelope it came in."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """The plain-text part, decoded; empty when there is none."""
        part = self.message.get_body(("plain",))
        return str(part.get_content()) if part is not None else ""

    @property
    def html(self) -> str:
        """The HTML part, decoded; empty when there is none."""
        part = self.message.get_body(("html",))
        return str(part.get_content()) if part is not None else ""


class SmtpSink:
    """A mail server on 127.0.0.1; `messages` holds what it took, in order."""

    def __init__(self) -> None:
        self.host = "127.0.0.1"
        self.port = free_port()
        self.messages: list[Mail] = []
        self.mood = Mood.ACCEPTS
        self.hanging = 0  # messages whose sender waits for an answer
        self.rejected: set[str] = set()  # addresses that get a permanent 550
        self.dropped = 0  # messages that were kept, and whose sender could not know
        self._served: WeakSet[Session] = WeakSet()
        self._controller = Controller(self, hostname=self.host, port=self.port)

    def start(self) -> "SmtpSink":
        """Begin to listen."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Close the port; whoever calls then is refused by the machine itself."""
        self._controller.stop(no_assert=True)

    def resume(self) -> "SmtpSink":
        """Listen again after `stop`, on the same port."""
        self._controller = Controller(self, hostname=self.host, port=self.port)
        return self.start()

    def reset(self) -> None:
        """Forget all messages and behave again."""
        self.messages.clear()
        self.rejected.clear()
        self.mood = Mood.ACCEPTS

    def to(self, address: str) -> list[Mail]:
        """The messages that named this recipient in the envelope."""
        return [mail for mail in list(self.messages) if address in mail.recipients]

    def wait_for(self, count: int, *, to: str | None = None, seconds: float = 20) -> list[Mail]:
        """Wait until so many messages (to that address) are here; raises TimeoutError."""

        def found() -> list[Mail]:
            return self.to(to) if to is not None else list(self.messages)

        wait_until(lambda: len(found()) >= count, seconds, f"{count} mail to {to or 'anyone'}")
        return found()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called by aiosmtpd for MAIL FROM."""
        if self.mood is Mood.REFUSES:
            return "451 4.3.0 Try again later"
        if self.mood in {Mood.TIRES, Mood.LEAVES} and session in self._served:
            if self.mood is Mood.LEAVES:
                _cut(server)
            return "421 4.7.0 Enough on this line"
        self._served.add(session)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Called by aiosmtpd for each RCPT TO."""
        if address in self.rejected:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd with the whole message."""
        if self.mood is Mood.HANGS:
            return await self._hang()
        self.messages.append(_mail(envelope))
        if self.mood is Mood.DROPS:
            self.dropped += 1
            _cut(server)
        return "250 OK"

    async def _hang(self) -> str:
        self.hanging += 1
        while self.mood is Mood.HANGS:  # noqa: ASYNC110 - the mood is changed from another thread
            await asyncio.sleep(0.05)
        self.hanging -= 1
        return "451 4.3.0 Try again later"


def _cut(server: SMTP) -> None:
    cast(asyncio.WriteTransport, server.transport).abort()


def _mail(envelope: Envelope) -> Mail:
    raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return Mail(envelope.mail_from or "", tuple(map(str, envelope.rcpt_tos)), message, raw)
