"""The mail of a message: headers, plain text and HTML, as the bytes that the mail server is given.

The library encodes and folds what people read; the frame around it is put together here, for making an EmailMessage of
every mail took longer than sending it, and lost blanks in long Danish subjects.
"""

from __future__ import annotations

import binascii
import email.utils
import secrets
from email.header import Header
from email.headerregistry import Address
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import current_app

from engage.core import clock
from engage.messages.letters import Letter
from engage.messages.models import Message

if TYPE_CHECKING:
    from engage.config import Settings

# Characters of a name or a subject: servers refuse lines of more than 998 bytes, and one long word cannot be folded.
LONGEST = 240
_PART = 'Content-Type: text/{}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'


def compose(message: Message, letter: Letter) -> bytes:
    """The mail that carries a letter to the message's recipient. Raises ValueError for an impossible address."""
    settings: Settings = current_app.config["SETTINGS"]
    headers = [
        _header("From", _person("From", settings.sender_name, settings.mail_from)),
        _header("To", _person("To", message.to_name[:LONGEST], wire_address(message.to_address))),
        _header("Reply-To", settings.municipality_email),
        _header("Subject", _words("Subject", letter.subject[:LONGEST])),
        _header("Date", email.utils.format_datetime(clock.now())),
        _header("Message-ID", message.message_id),
        _header("Auto-Submitted", "auto-generated"),
    ]
    if letter.unsubscribe_url:
        headers.append(_header("List-Unsubscribe", f"<{letter.unsubscribe_url}>"))
        headers.append(_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    headers += [_header("Content-Language", message.language), _header("MIME-Version", "1.0")]
    return "".join(headers).encode() + _alternatives(letter.text, letter.html)


def wire_address(address: str) -> str:
    """The address as mail servers write it: a domain with æ, ø or å in its ASCII form."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}" if not domain.isascii() else address


def _person(header: str, name: str, address: str) -> str:
    """A name and an address; raises ValueError for one that cannot be."""
    spec = Address(addr_spec=address).addr_spec
    return email.utils.formataddr((name, spec)) if name.isascii() else f"{_words(header, name)} <{spec}>"


@lru_cache(maxsize=16)
def _words(header: str, text: str) -> str:
    """Words as a header carries them: encoded where they are not ASCII, and folded."""
    return Header(text, header_name=header).encode(linesep="\r\n")


def _header(header: str, value: str) -> str:
    if not value.isascii() or any(line[:1] != " " for line in value.splitlines()[1:]):
        raise ValueError(f"{header} cannot be {value!r}")
    return f"{header}: {value}\r\n"


def _alternatives(text: str, html: str) -> bytes:
    """The same in plain text and in HTML, of which a mail program shows the last that it can."""
    boundary = f"=_{secrets.token_hex(12)}"  # "=_" cannot stand in quoted-printable text
    parts = [f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode()]
    for kind, content in (("plain", text), ("html", html)):
        parts += [f"\r\n--{boundary}\r\n{_PART.format(kind)}".encode(), _quoted_printable(content)]
    return b"".join([*parts, f"\r\n--{boundary}--\r\n".encode()])


def _quoted_printable(content: str) -> bytes:
    return binascii.b2a_qp(b"\r\n".join(content.encode().splitlines()) + b"\r\n")
