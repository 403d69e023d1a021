"""Collects the Danish texts, brings the English catalogue up to date, compiles it, and refuses gaps.

`python -m scripts.translations` writes; with `--check` it writes nothing and fails when the catalogue is behind.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ENGAGE = Path(__file__).parent.parent / "engage"
CATALOGUE = ENGAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
HEADER = "# The interface in English. The originals are the Danish texts in the code."
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def collected() -> Catalog:
    """Every text of the interface, as it stands in the code now."""
    texts = Catalog(project="engage", charset="utf-8")
    found = extract_from_dir(ENGAGE, METHODS, OPTIONS, KEYWORDS, comment_tags=("Til oversætteren:",))
    for file, _line, words, comments, context in found:
        texts.add(words, None, [(f"engage/{file}", 0)], auto_comments=comments, context=context)
    return texts


def updated() -> Catalog:
    """The English catalogue with today's texts; nothing is guessed, what is gone is dropped."""
    catalogue = Catalog(locale="en", header_comment=HEADER, project="engage", version="1", charset="utf-8", fuzzy=False)
    if CATALOGUE.exists():
        catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="en")
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def gaps(catalogue: Catalog) -> Iterator[str]:
    """What is empty, fuzzy, or does not have the placeholders of its text."""
    for message in catalogue:
        if not message.id:
            continue
        originals, translated = _forms(message.id), _forms(message.string)
        if message.fuzzy or not all(translated):
            yield f"not translated: {_short(message)}"
        elif _placeholders(translated[-1:]) != _placeholders(originals[-1:]):
            yield f"other placeholders than the original: {_short(message)}"


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a file that changes only where a text does: sorted, without line numbers."""
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)
    return written.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The compiled catalogue."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _forms(text: object) -> tuple[str, ...]:
    """The singular and the plural forms of a text, or the text alone."""
    return tuple(str(form) for form in text) if isinstance(text, list | tuple) else (str(text or ""),)


def _placeholders(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for name in _PLACEHOLDER.findall(text)}


def _short(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{text[:90]!r} ({', '.join(sorted({file for file, _ in message.locations}))})"


def main() -> int:
    """Write or check; 1 when something is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when the catalogue is behind the code"
    )
    check = parser.parse_args().check
    catalogue = updated()
    files = {CATALOGUE: po_bytes(catalogue), CATALOGUE.with_suffix(".mo"): mo_bytes(catalogue)}
    faults = list(gaps(catalogue))
    for path, content in files.items():
        if check and (not path.exists() or path.read_bytes() != content):
            faults.append(f"{path.name} is behind the code: make translations")
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) + f"{len(catalogue)} texts, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
