"""Letters: what a message says, made at the moment it is sent by the feature that knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app

from engage.core.i18n import force_language
from engage.messages.models import Message

if TYPE_CHECKING:
    from engage.config import Settings


@dataclass(frozen=True)
class Letter:
    """A finished letter. One with an `unsubscribe_url` can be declined, and is not sent to those who have."""

    subject: str
    text: str
    html: str
    unsubscribe_url: str | None = None


Builder = Callable[[Message], Letter | None]
_BUILDERS: dict[str, Builder] = {}


def builds(kind: str) -> Callable[[Builder], Builder]:
    """Mark the function that writes letters of this kind; it returns None for one no longer to be sent.

    Visibility is checked there, at the moment of sending: a letter never carries what has been hidden since.
    """

    def register(builder: Builder) -> Builder:
        if _BUILDERS.setdefault(kind, builder) is not builder:
            raise ValueError(f"two builders for {kind!r}")
        return builder

    return register


def is_known(kind: str) -> bool:
    """True when a feature writes letters of this kind."""
    return kind in _BUILDERS


def build(message: Message) -> Letter | None:
    """The letter of a message as it reads now, None when it is no longer to be sent."""
    return _BUILDERS[message.kind](message)


def render(kind: str, language: str, *, unsubscribe_url: str | None = None, **values: Any) -> Letter:
    """A letter from templates/email/<kind>/{subject.txt,body.txt,body.html}, its texts in this language."""
    environment = current_app.jinja_env
    values["unsubscribe_url"] = unsubscribe_url
    with force_language(language):
        subject, text, html = (
            environment.get_template(f"email/{kind}/{part}").render(**values)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return Letter(" ".join(subject.split()), text.strip() + "\n", html, unsubscribe_url)


def absolute_url(path: str) -> str:
    """The address that a citizen sees of a path on this site, `/trace/…`."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url + path
