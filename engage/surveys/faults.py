"""Faults of a questionnaire: where, what, and the particulars that belong into the sentence about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Fault:
    """Something to mend: the place ("pages[1].questions[0].label.en"), a code, and its particulars."""

    place: str
    code: str
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    def inside(self, spot: str) -> Fault:
        """The same fault, seen from further out."""
        return replace(self, place=f"{spot}.{self.place}")


def place(*steps: str | int) -> str:
    """A place in a document as text: place("pages", 1, "key") is "pages[1].key"."""
    text = ""
    for step in steps:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def translation_faults(
    texts: Mapping[str, str] | None, spot: str, languages: Sequence[str], *, optional: bool = False
) -> Iterator[Fault]:
    """One fault per language in which the text is not written; an optional text may be missing in all of them."""
    written = {language for language, text in (texts or {}).items() if text.strip()}
    if optional and not written:
        return
    for language in languages:
        if language not in written:
            yield Fault(f"{spot}.{language}", "missing_translation", {"language": language})
