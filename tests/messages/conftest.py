"""A kind of letter for these tests: what it says, and whether it is still to be sent, stands in the context."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.messages import letters, service, smtp
from engage.messages.letters import Letter
from engage.messages.models import Message

Queue = Callable[..., Message]
hidden: set[int] = set()
_SAID = ("fault", "declinable", "says", "subject")


@letters.builds("note")
def _note(message: Message) -> Letter | None:
    if message.context["id"] in hidden:
        return None
    if "fault" in message.context:
        raise LookupError(message.context["fault"])
    text = message.context.get("says", f"Note {message.context['id']} æøå")
    unsubscribe_url = "https://deltag.example/unsubscribe/x" if message.context.get("declinable") else None
    subject = message.context.get("subject", f"Emne {message.context['id']}")
    return Letter(subject, text, f"<p>{text}</p>", unsubscribe_url)


@pytest.fixture
def queue(app: Flask) -> Queue:
    """A function that puts a note in the queue: `queue("ida@borger.example", id=1, batch="…")`."""
    hidden.clear()
    smtp.hang_up()

    def put(to: str = "ida@borger.example", *, id: int = 1, **kwargs: object) -> Message:  # noqa: A002
        context: dict[str, object] = {key: kwargs.pop(key) for key in _SAID if key in kwargs}
        context["id"] = id
        message = service.queue_message("note", to, context=context, **kwargs)  # type: ignore[arg-type]
        assert message is not None
        return message

    return put
