"""The words of an invitation: the places to be filled in, checked when written and filled when sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from engage.core.db import LocalisedText
from engage.core.errors import DomainError
from engage.core.html import markdown

PLACES = ("name", "link", "deadline")
SUBJECT_PLACES = ("name", "deadline")
_PLACE = re.compile(r"\{([^{}\n]{0,40})\}")
_NAMELESS = re.compile(r" *\{name\}")
_MARKDOWN_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")

DEFAULT_SUBJECT = {"da": "Vil du fortælle os, hvad du mener?", "en": "Will you tell us what you think?"}
DEFAULT_BODY = {
    "da": (
        "Hej {name}\n\n"
        "Vi vil gerne høre, hvad du mener. Det tager få minutter at svare, og du kan gøre det på din telefon.\n\n"
        "{link}\n\n"
        "Svar senest {deadline}.\n\n"
        "Linket er dit eget og kan bruges én gang. Når du har svaret, kan du følge, hvad dit svar bliver brugt til.\n\n"
        "Venlig hilsen"
    ),
    "en": (
        "Hello {name}\n\n"
        "We would like to hear what you think. It takes a few minutes, and you can do it on your phone.\n\n"
        "{link}\n\n"
        "Please answer by {deadline}.\n\n"
        "The link is your own and can be used once. When you have answered, you can follow what your answer is used "
        "for.\n\n"
        "Kind regards"
    ),
}
REMINDER_SUBJECT = {"da": "Du kan stadig nå at svare", "en": "There is still time to answer"}
REMINDER_BODY = {
    "da": (
        "Hej {name}\n\n"
        "For nogle dage siden bad vi dig fortælle, hvad du mener. Vi har ikke fået dit svar endnu, og det vil vi gerne "
        "have med.\n\n"
        "{link}\n\n"
        "Svar senest {deadline}.\n\n"
        "Venlig hilsen"
    ),
    "en": (
        "Hello {name}\n\n"
        "Some days ago we asked you to tell us what you think. We have not had your answer yet, and we would like to "
        "include it.\n\n"
        "{link}\n\n"
        "Please answer by {deadline}.\n\n"
        "Kind regards"
    ),
}


def signed(body: LocalisedText, sender: str) -> LocalisedText:
    """A proposed body with the sender's name on a line of its own below the greeting."""
    return {language: f"{text}  \n{sender}" for language, text in body.items()}


class LinkMissing(DomainError):
    """The text has no {link}, so nobody could answer."""

    code = "wording_link_missing"


class UnknownPlace(DomainError):
    """The text has a {place} that nothing can be put into; `place` is its name."""

    code = "wording_unknown_place"


def check_subject(subject: str) -> None:
    """Raise UnknownPlace for a place that a subject cannot have."""
    _check(subject, SUBJECT_PLACES)


def check_body(body: str) -> None:
    """Raise LinkMissing or UnknownPlace."""
    _check(body, PLACES)
    if "{link}" not in body:
        raise LinkMissing


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every place filled in; "Hej {name}" becomes "Hej" where there is no name."""
    text = text if values.get("name") else _NAMELESS.sub("", text)
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), text)


def fill_plain(body: str, values: Mapping[str, str]) -> str:
    """The body as plain text: a Markdown link becomes its words and its address."""
    plain = _EMPHASIS.sub(r"\1", _MARKDOWN_LINK.sub(r"\1: \2", body.replace("\r\n", "\n")))
    return fill(plain, values)


def fill_html(body: str, values: Mapping[str, str], button: Markup) -> Markup:
    """The body as HTML: a {link} that stands alone becomes the button, others the address itself."""
    url = values["link"]
    html = _as_html(body if values.get("name") else _NAMELESS.sub("", body))
    html = html.replace("<p>{link}</p>", str(button)).replace('href="%7Blink%7D"', f'href="{escape(url)}"')
    html = html.replace("{link}", f'<a href="{escape(url)}">{escape(url)}</a>')
    for place in SUBJECT_PLACES:
        html = html.replace("{" + place + "}", str(escape(values.get(place, ""))))
    return Markup(html)  # noqa: S704 - from the cleaned Markdown, with escaped values put in


@lru_cache(maxsize=32)
def _as_html(body: str) -> str:
    """A body with its places; a campaign's is the same in every letter."""
    return str(markdown(body))


def _check(text: str, places: tuple[str, ...]) -> None:
    for match in _PLACE.finditer(text):
        if match[1] not in places:
            raise UnknownPlace(place="{" + match[1] + "}")
