"""What is stored for searching and what a query becomes: Danish word forms, compounds and spellings brought together.

The two halves agree: every term of `query_terms` is used as the PREFIX of a word in the `index_terms` of a text that
holds the queried word in any of its forms, as in `column LIKE '% ' || term || '%'`.
"""

from itertools import takewhile

from engage.text.language import Language, guess_language
from engage.text.masking import without_placeholders
from engage.text.normalise import fold, words
from engage.text.stems import base_form, compound_head, stem
from engage.text.wordlists import FUNCTION_WORDS

_LONGEST_TERM = 80
_MOST_TERMS = 12


def index_terms(*texts: str | None) -> str:
    """The unique search words of the texts, folded, with a blank between and around them; "" when there are none."""
    terms: dict[str, None] = {}
    for text in texts:
        if not text:
            continue
        language = guess_language(text)
        for word in words(without_placeholders(text)):
            terms.update(dict.fromkeys(_terms_of_word(word, language)))
    return f" {' '.join(terms)} " if terms else ""


def query_terms(query: str) -> list[str]:
    """The folded word beginnings that a text must all hold: [a-z0-9]+ each, at most twelve.

    Function words are left out, unless the query consists of nothing else.
    """
    languages = _languages_of(query)
    found = words(query)
    telling = [word for word in found if word.lower() not in FUNCTION_WORDS[languages[0]]] or found
    terms = [_query_term(word, languages) for word in telling]
    return list(dict.fromkeys(term for term in terms if term))[:_MOST_TERMS]


def _terms_of_word(word: str, language: Language) -> list[str]:
    lower = word.lower()
    terms = [fold(lower), stem(lower, language), fold(base_form(lower, language))]
    if language == "da":
        head = compound_head(lower)
        if head:
            terms += [fold(head), stem(head, "da")]
    return [term for term in map(_sanitise, terms) if term]


def _languages_of(query: str) -> list[Language]:
    """The language of a query, or both when its few words do not tell."""
    guesses: set[Language] = {guess_language(query, default="da"), guess_language(query, default="en")}
    return sorted(guesses)


def _query_term(word: str, languages: list[Language]) -> str:
    known = [language for language in languages if base_form(word, language) != word.lower()]
    return min((_beginning(word, language) for language in known or languages), key=len)


def _beginning(word: str, language: Language) -> str:
    base = _sanitise(fold(base_form(word, language)))
    # A stem is nearly always the beginning of its word, but not "parti" of "party": only what both share can match.
    pairs = zip(base, _sanitise(stem(word, language)), strict=False)
    shared = "".join(letter for letter, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared if len(shared) > 2 else base


def _sanitise(term: str) -> str:
    """The term as [a-z0-9]+ only: Ukrainian and Arabic letters are spelt by number, to be searchable too."""
    return "".join(c if c.isascii() else f"x{ord(c):x}" for c in term if c.isalnum())[:_LONGEST_TERM]
