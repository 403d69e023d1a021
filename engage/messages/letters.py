"""Letters: what a message says, made at the moment it is sent by the feature that knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
Reader = Callable[[Sequence[Message]], object]
_BUILDERS: dict[str, Builder] = {}
_READERS: dict[str, Reader] = {}


def builds(kind: str, reads: Reader | None = None) -> Callable[[Builder], Builder]:
    """Mark the function that writes letters of this kind; it returns None for one no longer to be sent.

    Visibility is checked there, at the moment of sending: a letter never carries what has been hidden since.
    `reads` is for kinds sent by the thousand: it brings what the letters of a portion are made from into the session as
    it is now, in a few statements, and returns it; the builder then finds it there.
    """

    def register(builder: Builder) -> Builder:
        if _BUILDERS.setdefault(kind, builder) is not builder:
            raise ValueError(f"two builders for {kind!r}")
        if reads is not None:
            _READERS[kind] = reads
        return builder

    return register


def is_known(kind: str) -> bool:
    """True when a feature writes letters of this kind."""
    return kind in _BUILDERS


def read_for(messages: Sequence[Message]) -> list[object]:
    """What the letters of these messages are made from, as it is now; to be kept while they are written."""
    kinds = {message.kind for message in messages}
    return [
        reads([message for message in messages if message.kind == kind])
        for kind, reads in _READERS.items()
        if kind in kinds
    ]


def build(message: Message) -> Letter | None:
    """The letter of a message, from what was read for it, if anything; None when it is no longer to be sent."""
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
