"""Danish and English word stems, with the irregular plurals and twin words that a stemmer does not join."""

import threading
from functools import lru_cache
from importlib.resources import files
from typing import Any

import Stemmer
import yaml

from engage.text.language import Language
from engage.text.masking import without_placeholders
from engage.text.normalise import fold, words
from engage.text.wordlists import FUNCTION_WORDS, GENERIC_WORDS

_ALGORITHMS = {"da": "danish", "en": "english"}
_ENDINGS = frozenset(["", "s", "e", "es", "ne", "nes", "ene", "enes", "n", "ns"])
_local = threading.local()


def _load_words() -> dict[str, Any]:
    source = files("engage.text").joinpath("data/words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(source)
    return loaded


_DATA = _load_words()
# Longest first, so that "bedstefædre" is tried before "fædre" would be.
_IRREGULAR_DANISH: list[tuple[str, str]] = sorted(_DATA["irregular"]["da"].items(), key=lambda pair: -len(pair[0]))
_IRREGULAR_ENGLISH: dict[str, str] = _DATA["irregular"]["en"]
_SYNONYMS: dict[str, dict[str, str]] = {
    language: {twin: head for head, twins in groups.items() for twin in twins}
    for language, groups in _DATA["synonyms"].items()
}
_COMPOUND_HEADS = sorted(_DATA["compound_heads"], key=len, reverse=True)


def stemmer(language: Language) -> Stemmer.Stemmer:
    """This thread's own stemmer (one may not be shared between threads)."""
    name = f"stemmer_{language}"
    if not hasattr(_local, name):
        setattr(_local, name, Stemmer.Stemmer(_ALGORITHMS[language]))
    found: Stemmer.Stemmer = getattr(_local, name)
    return found


@lru_cache(maxsize=200_000)
def base_form(word: str, language: Language) -> str:
    """The word with an irregular plural or a twin brought back to one form: børnene → barn, plejecenter → plejehjem.

    The first part of a compound is brought back too: børnehave → barnehave.
    """
    word = word.lower()
    if language == "en":
        word = _IRREGULAR_ENGLISH.get(word, word)
        return _SYNONYMS["en"].get(word, word)
    for plural, singular in _IRREGULAR_DANISH:
        if word.startswith(plural):
            rest = word[len(plural) :]
            return singular if rest in _ENDINGS else singular + rest
    twins = _SYNONYMS["da"]
    return twins.get(word) or twins.get(stemmer("da").stemWord(word)) or word


@lru_cache(maxsize=200_000)
def stem(word: str, language: Language) -> str:
    """The folded stem of one word, after irregular forms and twins are joined."""
    stemmed: str = stemmer(language).stemWord(base_form(word, language))
    return fold(stemmed)


def stems(text: str, language: Language) -> list[str]:
    """The stems of every word of a text, in order."""
    return [stem(word, language) for word in words(text)]


def is_subject_word(word: str, language: Language) -> bool:
    """Whether a word may say what a text is about: not a function word, not a generic one, not a bare number."""
    lower = word.lower()
    return (
        len(lower) > 1
        and lower not in FUNCTION_WORDS[language]
        and lower not in GENERIC_WORDS[language]
        and not lower[0].isdigit()
    )


def subject_stems(text: str, language: Language) -> list[str]:
    """The stems of the words that say what a text is about, in order."""
    found = words(without_placeholders(text))
    return [stem(word, language) for word in found if is_subject_word(word, language)]


@lru_cache(maxsize=200_000)
def compound_head(word: str) -> str | None:
    """The last part of a Danish compound when it is a common one: cykelstierne → sti, vindmølleparken → park."""
    singular = stemmer("da").stemWord(word.lower())
    for head in _COMPOUND_HEADS:
        if singular.endswith(stemmer("da").stemWord(head)) and len(singular) >= len(head) + 3:
            return str(head)
    return None
