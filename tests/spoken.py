"""Which language the words of a page or letter are in."""

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from babel.messages import Catalog
from babel.messages.pofile import read_po

from scripts import translations

NAMES = re.compile(r"Farsø|Løgstør|Erhverv Væksthimmerland")  # the same in English
TELLTALE = {
    "da": re.compile(r"\b(and|are|for example|not|of|or|the|their|what|with|you|your)\b", re.IGNORECASE),
    "en": re.compile(r"[æøå]|\b(af|din|dit|du|eller|fx|har|hvad|hvor|ikke|og|om|skriv|som|til)\b", re.IGNORECASE),
}
SPOKEN = ("alt", "aria-label", "content", "placeholder", "title", "value")


def english_catalogue() -> Catalog:
    """The English texts of the interface, keyed by the Danish."""
    return read_po(io.BytesIO(translations.CATALOGUE.read_bytes()), locale="en")


def forms(text: Any) -> list[str]:
    """The singular and the plural of a text, or the text alone."""
    return [str(form) for form in text] if isinstance(text, list | tuple) else [str(text)]


def other_words(english: Catalog, language: str) -> set[str]:
    """Texts of the interface in the other language that mean nothing in this one."""
    pairs = [pair for m in english if m.id and m.string for pair in zip(forms(m.id), forms(m.string), strict=True)]
    danish, translated = ({pair[side] for pair in pairs} for side in (0, 1))
    return danish - translated if language == "en" else translated - danish


def is_other(text: str, language: str, words: set[str]) -> bool:
    return text in words or TELLTALE[language].search(NAMES.sub("", text)) is not None


def spoken(page: str, language: str) -> Iterator[str]:
    """What is read or heard on a page, except what is marked as being in another language."""
    root: Element = html5lib.parse(page, namespaceHTMLElements=False)
    yield from _spoken_in(root, language)


def _spoken_in(element: Element, language: str) -> Iterator[str]:
    if callable(element.tag) or element.tag in {"script", "style", "code"}:
        return
    if element.get("lang", language) == language:
        yield from (value.strip() for name in SPOKEN if _is_heard(element, name) and (value := element.get(name)))
        yield (element.text or "").strip()
        for child in element:
            yield from _spoken_in(child, language)
            yield (child.tail or "").strip()


def _is_heard(element: Element, name: str) -> bool:
    return name not in {"value", "content"} or (element.tag, element.get("type")) == ("input", "submit")
