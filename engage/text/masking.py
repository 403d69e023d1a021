"""Finding and hiding personal numbers, telephone numbers and e-mail addresses in free text."""

import re
import unicodedata
from dataclasses import dataclass

CPR = "cpr"
PHONE = "phone"
EMAIL = "email"

PLACEHOLDERS = {
    CPR: "[CPR-nummer fjernet]",
    PHONE: "[telefonnummer fjernet]",
    EMAIL: "[e-mail fjernet]",
}

# Day (01–31, and 61–91 of replacement numbers), month, year, serial. The check digit cannot be used:
# numbers without a valid one have been issued since 2007.
_DAY = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DASH = r"[\-‐‑‒–—−\u00ad]"
_CPR = re.compile(
    rf"(?<!\d)(?:{_DAY}{_MONTH}\d\d\s?{_DASH}?\s?\d{{4}}|{_DAY}([ ./\-]){_MONTH}\1\d\d\s?{_DASH}\s?\d{{4}})(?!\d)"
)
# Bounded everywhere: a long run of letters without an @ must not cost its square.
_EMAIL = re.compile(
    r"[\w.+\-]{1,64}\s?(?:@|\(at\)|\[at\]|\(snabel-?a\))\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,8}\.\w{2,24}",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"""(?<![\d.,+])(?:
        (?:\+|00)\d{1,3}[ \-]?(?:\(0\)[ ]?)?(?:\d[ \-]?){5,11}\d     # with a country code
      | [2-9]\d([ .\-]?)\d\d\1\d\d\1\d\d                             # 12 34 56 78
      | [2-9]\d{3}[ \-]\d{4}                                         # 1234 5678
      | [2-9]\d\d[ \-]\d\d[ \-]\d{3}                                 # 123 45 678
    )(?![\d]|[.,]\d|\s?kr)""",
    re.VERBOSE,
)
_TWO_YEARS = re.compile(r"(?:19|20)\d\d[ \-]?(?:19|20)\d\d")


@dataclass(frozen=True)
class Masked:
    """A text with what was hidden replaced by words in brackets, and the kinds of thing that were found."""

    text: str
    found: frozenset[str]


def mask_personal(text: str) -> Masked:
    """Hide CPR numbers (`dddddd-dddd`, ten digits, or a dotted date and four digits) that hold a plausible date."""
    # Matched on a copy with plain digits, so that Arabic and full-width digits hide nothing.
    shadow = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    pieces: list[str] = []
    end = 0
    for match in _CPR.finditer(shadow):
        pieces += [text[end : match.start()], PLACEHOLDERS[CPR]]
        end = match.end()
    pieces.append(text[end:])
    return Masked("".join(pieces), frozenset({CPR} if end else ()))


def redact_contacts(text: str) -> Masked:
    """Hide what must never be published: CPR numbers, e-mail addresses and telephone numbers."""
    masked = mask_personal(text)
    found = set(masked.found)

    def email(_match: re.Match[str]) -> str:
        found.add(EMAIL)
        return PLACEHOLDERS[EMAIL]

    def phone(match: re.Match[str]) -> str:
        if _TWO_YEARS.fullmatch(match[0]):
            return match[0]
        found.add(PHONE)
        return PLACEHOLDERS[PHONE]

    redacted = _PHONE.sub(phone, _EMAIL.sub(email, masked.text))
    return Masked(redacted, frozenset(found))


def without_placeholders(text: str) -> str:
    """The text with the bracketed replacements taken out, so that they are not counted as anyone's words."""
    for placeholder in PLACEHOLDERS.values():
        text = text.replace(placeholder, " ")
    return text
