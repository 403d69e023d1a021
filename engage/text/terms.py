"""The subject terms of a text, single words and neighbouring pairs, each with the form in which it was written."""

import re
from collections import Counter
from collections.abc import Collection, Iterable

from engage.text.courtesy import strip_courtesy
from engage.text.language import Language
from engage.text.masking import without_placeholders
from engage.text.normalise import fold, normalise
from engage.text.stems import is_subject_word, stem

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_BREAKS = frozenset(".,;:!?()\n")
_SENTENCE_END = frozenset(".!?\n")
PAIR_MARK = " "
# Words that open a sentence are counted without their capital, so a name need not show it every time.
_NAME_SHARE = 0.3


def subject_terms(text: str, language: Language, ignored: Collection[str] = ()) -> list[tuple[str, str]]:
    """(term, written form) of each subject word and of each pair that stands side by side in one clause.

    The written form keeps its capital only where the word does not open a sentence.
    `ignored` holds folded words to pass over as if they were function words.
    """
    text = strip_courtesy(without_placeholders(normalise(text)))
    found: list[tuple[str, str]] = []
    previous: tuple[str, str] | None = None
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        opens = end == 0 or not _SENTENCE_END.isdisjoint(between)
        end = match.end()
        word = match[0]
        if not is_subject_word(word, language) or fold(word) in ignored:
            previous = None
            continue
        current = (stem(word, language), word.lower() if opens and not word.isupper() else word)
        found.append(current)
        if previous and _BREAKS.isdisjoint(between):
            found.append((previous[0] + PAIR_MARK + current[0], f"{previous[1]} {current[1]}"))
        previous = current
    return found


def commonest_forms(terms: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each term the form in which most people wrote it; capitals only where most used them."""
    forms: dict[str, Counter[str]] = {}
    for (term, form), count in Counter(terms).items():
        forms.setdefault(term, Counter())[form] = count
    return {term: _commonest(counter) for term, counter in forms.items()}


def _commonest(counter: Counter[str]) -> str:
    by_lower: Counter[str] = Counter()
    for form, count in counter.items():
        by_lower[form.lower()] += count
    best = min(by_lower, key=lambda form: (-by_lower[form], form))
    written = [(count, form) for form, count in counter.items() if form.lower() == best and not form.isupper()]
    written = written or [(count, form) for form, count in counter.items() if form.lower() == best]
    count, form = max(written, key=lambda pair: (pair[1] != best, pair))
    return form if count >= _NAME_SHARE * by_lower[best] else best
