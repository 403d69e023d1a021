"""Bringing written text into one form, for storing it and for comparing it."""

import re
import unicodedata
from hashlib import sha256

# Soft hyphen, zero-width space, word joiner, byte order mark, and the bidirectional overrides that can make a
# text look different from what it says. The joiners U+200C/U+200D stay: emoji and Arabic script need them.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # all of categories Cc and Cs but \n and \t
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FOLDED_LETTERS = str.maketrans(
    {
        "å": "aa",
        "æ": "ae",
        "ø": "oe",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "œ": "oe",
        "ı": "i",
        "’": "'",
    }
)


def normalise(text: str) -> str:
    """Text as it is to be stored: NFC, `\\n` line breaks, no control characters, no trailing or doubled blanks."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    text = _LINE_BREAKS.sub("\n", text)
    text = _CONTROLS.sub("", text)
    # Composed again: a mark may have become the neighbour of its letter when what stood between them was removed.
    text = unicodedata.normalize("NFC", text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Normalised text on a single line, for titles and names."""
    return " ".join(normalise(text).split())


def fold(text: str) -> str:
    """Lower case with å, æ, ø written aa, ae, oe and accents dropped, so that Års = Aars and Ålestrup = Aalestrup."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).casefold().translate(_FOLDED_LETTERS)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def words(text: str) -> list[str]:
    """The words of a text as written: runs of letters and digits, an apostrophe inside allowed."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def text_key(text: str) -> str:
    """The same 32 characters for texts with the same words, whatever their case, spacing and punctuation."""
    bare = fold(" ".join(words(text))) or normalise(text)
    return sha256(bare.encode("utf-8", "replace")).hexdigest()[:32]
