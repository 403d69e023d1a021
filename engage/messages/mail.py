"""The mail of a message: headers, plain text and HTML, ready for the mail server."""

from __future__ import annotations

import email.policy
import email.utils
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING

from flask import current_app

from engage.core import clock
from engage.messages.letters import Letter
from engage.messages.models import Message

if TYPE_CHECKING:
    from engage.config import Settings

# Characters of a name or a subject: servers refuse lines of more than 998 bytes, and one long word cannot be folded.
LONGEST = 240


def compose(message: Message, letter: Letter) -> EmailMessage:
    """The mail that carries a letter to the message's recipient. Raises ValueError for an impossible address."""
    settings: Settings = current_app.config["SETTINGS"]
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"] = Address(settings.sender_name, addr_spec=settings.mail_from)
    mail["To"] = Address(message.to_name[:LONGEST], addr_spec=wire_address(message.to_address))
    mail["Reply-To"] = settings.municipality_email
    mail["Subject"] = letter.subject[:LONGEST]
    mail["Date"] = email.utils.format_datetime(clock.now())
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = message.language  # last: a part being added takes all Content headers with it
    return mail


def wire_address(address: str) -> str:
    """The address as mail servers write it: a domain with æ, ø or å in its ASCII form."""
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}" if not domain.isascii() else address
