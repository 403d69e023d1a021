"""Splitting Danish and English text into sentences without breaking at abbreviations, initials and numbers."""

import re
from dataclasses import dataclass

from engage.text.wordlists import ABBREVIATIONS, LAST_ABBREVIATIONS

_BOUNDARY = re.compile(
    r"(?:[.!?…]+[\"'»”’)\]]*)(?=\s|$)\s*"
    r"|\n[^\S\n]*(?:\n\s*)?"
    r"|(?<=[a-zæøå]{2}[.!?])(?=[A-ZÆØÅ][a-zæøå])"
)
_LAST_TOKEN = re.compile(r"[\w.\-@/]*$")
_BULLET = re.compile(r"\s*(?:[-–—•*·]\s|\d{1,2}[.)]\s|[A-ZÆØÅ\"»“])")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,2}|[a-zA-Z])[.)]\s*")


@dataclass(frozen=True)
class Sentence:
    """One sentence, exactly as written: `text == source[start:end]`."""

    text: str
    start: int
    end: int


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, each a verbatim piece of it without surrounding white space."""
    sentences: list[Sentence] = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        if match.end() > start and _ends_sentence(text, start, match):
            _append(sentences, text, start, match.end())
            start = match.end()
    _append(sentences, text, start, len(text))
    return sentences


def _append(sentences: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        begin = start + len(piece) - len(piece.lstrip())
        sentences.append(Sentence(stripped, begin, begin + len(stripped)))


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark, rest = match[0], text[match.end() : match.end() + 40]
    if "\n" in mark:
        return mark.count("\n") > 1 or mark.strip() != "" or _BULLET.match(rest) is not None
    token_match = _LAST_TOKEN.search(text, max(start, match.start() - 40), match.start())
    token = token_match[0] if token_match else ""
    if not mark:  # "skolen.Vi": a blank was forgotten, unless it is an address such as www.Aars.dk
        return not token.endswith("www.") and "." not in token.rstrip(".!?") and "@" not in token
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    if _LIST_NUMBER.fullmatch(text[start : match.end()]):
        return False
    if token.isdigit():  # "den 3. maj", "2. klasse"; but "Det var i 2024. Vi venter."
        return rest[:1].isupper() and (len(token) > 2 or not rest[:2].isupper())
    if len(token) == 1 and token.isupper() and rest[:1].isupper():
        return False
    word = token.lower().strip(".-")
    return word not in ABBREVIATIONS or (word in LAST_ABBREVIATIONS and rest[:1].isupper())
