"""Themes in free text: TF-IDF and non-negative matrix factorisation, the same result every time."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engage.text.labels import distinctive_terms, label_of
from engage.text.language import Language, guess_language
from engage.text.normalise import fold, text_key, words
from engage.text.terms import PAIR_MARK, commonest_forms, subject_terms
from engage.text.weights import DIGITS, Matrix, counts_of, rarity_of, weights_of

FEWEST_TEXTS = 8
_SEED = 0
_MOST_FITTED = 8_000
_MOST_TERMS = 4_000
_LABEL_TERMS = 8
_LEAST_COSINE = 0.12

Rows = npt.NDArray[np.int64]
Terms = list[tuple[str, str]]  # (term, written form), as they stand in one text


@dataclass(frozen=True)
class Theme:
    """What some of the texts have in common: a readable label, its telling words and how many texts it holds."""

    index: int
    label: str
    terms: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class Assignment:
    """One text in one theme, with how clearly it belongs there (0–1)."""

    text: int
    theme: int
    confidence: float


@dataclass(frozen=True)
class Pattern:
    """By what themes know their texts, as plain data: a text that comes later is placed as those before were.

    `terms` and their `rarity` (inverse document frequency) are the columns of `profile`, which has a row for each of
    the `themes` by index, and after them rows for what held no text.
    """

    language: Language
    ignored: tuple[str, ...]
    themes: int
    terms: tuple[str, ...]
    rarity: tuple[float, ...]
    profile: tuple[tuple[float, ...], ...]

    def place(self, texts: Sequence[str]) -> tuple[Assignment, ...]:
        """An assignment for each of the texts that fits a theme."""
        written = _read(texts, self.language, frozenset(self.ignored))
        counts = counts_of(written, {term: column for column, term in enumerate(self.terms)})
        best, confidence = _nearest(weights_of(counts, np.array(self.rarity)), np.array(self.profile))
        return _assignments(np.where(best < self.themes, best, -1), confidence)


@dataclass(frozen=True)
class ThemeResult:
    """Themes (largest first), an assignment per text that fits one, the texts that fit none, the share that fits.

    `pattern` places texts that come later; None where there are no themes.
    """

    themes: tuple[Theme, ...]
    assignments: tuple[Assignment, ...]
    unassigned: tuple[int, ...]
    coverage: float
    pattern: Pattern | None = None


def find_themes(texts: Sequence[str], max_themes: int = 12, ignore: Collection[str] = ()) -> ThemeResult:
    """Group texts by what they are about.

    Made for 20 to 50,000 texts; fewer than eight different ones, or none with words in common, give no themes.
    Copies of one text count once when themes are formed, so that a campaign letter does not become several themes,
    and every copy is assigned. The language is guessed text by text: in one hearing people write in both, and the
    small words of one language must not make themes among texts in the other.
    `ignore` names words that are to make no theme, such as the local areas that people write from.
    """
    language = guess_language(" ".join(text[:200] for text in texts[:50]))
    ignored = frozenset(fold(word) for name in ignore for word in words(name))
    keys = [text_key(text) for text in texts]
    first = {key: index for index, key in reversed(list(enumerate(keys)))}
    distinct = sorted(first.values())
    written = _read((texts[index] for index in distinct), language, ignored)
    vocabulary = _vocabulary(written)
    filled = sum(1 for terms in written if any(term in vocabulary for term, _ in terms))
    if filled < FEWEST_TEXTS or len(vocabulary) < 2:
        return ThemeResult((), (), tuple(range(len(texts))), 0.0)
    counts = counts_of(written, vocabulary)
    rarity = rarity_of(counts)
    weights = weights_of(counts, rarity)
    profile = _profile(weights, _number_of_themes(filled, len(vocabulary), max_themes))
    best, confidence = _nearest(weights, profile)
    described = _describe(best, counts, written, vocabulary, language)
    row_of = {keys[index]: row for row, index in enumerate(distinct)}
    rows = np.array([row_of[key] for key in keys])
    sizes = Counter(best[rows].tolist())
    filled_first = sorted(described, key=lambda theme: (-sizes[theme], theme))
    order = filled_first + sorted(set(range(len(profile))) - set(described))
    rank = np.append(np.argsort(order), -1)  # the last is what −1, in no theme, becomes
    assignments = _assignments(rank[best[rows]], confidence[rows])
    return ThemeResult(
        themes=tuple(Theme(index, *described[theme], sizes[theme]) for index, theme in enumerate(filled_first)),
        assignments=assignments,
        unassigned=tuple(np.flatnonzero(best[rows] < 0).tolist()),
        coverage=len(assignments) / len(texts),
        pattern=Pattern(
            language=language,
            ignored=tuple(sorted(ignored)),
            themes=len(described),
            terms=tuple(vocabulary),
            rarity=tuple(rarity.tolist()),
            profile=tuple(tuple(profile[theme].tolist()) for theme in order),
        ),
    )


def _read(texts: Iterable[str], language: Language, ignored: frozenset[str]) -> list[Terms]:
    """The subject terms of each text in its own language; `language` where nothing tells."""
    return [subject_terms(text, guess_language(text, language), ignored) for text in texts]


def _vocabulary(written: Sequence[list[tuple[str, str]]]) -> dict[str, int]:
    """A column for each term that two texts or more (three in large collections) and at most half of them use."""
    spread = Counter(term for terms in written for term in {term for term, _ in terms})
    fewest = 2 if len(written) < 1_000 else 3 + len(written) // 5_000
    most = max(4, len(written) // 2)
    often = max(4, len(written) // 20)
    forms = commonest_forms(pair for terms in written for pair in terms if spread[pair[0]] >= often)
    # A name that one text in twenty holds is where people live, not what they write about.
    places = {term for term, form in forms.items() if not form.islower()}
    kept = [
        term
        for term, count in spread.items()
        if fewest <= count <= most and places.isdisjoint([term, *term.split(PAIR_MARK)])
    ]
    kept.sort(key=lambda term: (-spread[term], term))
    return {term: column for column, term in enumerate(kept[:_MOST_TERMS])}


def _number_of_themes(texts: int, terms: int, max_themes: int) -> int:
    return max(1, min(max_themes, round(1.2 * math.sqrt(texts)), terms - 1))


def _profile(weights: Any, themes: int) -> Matrix:
    """What a text of each theme is like: a row of length one per theme."""
    from sklearn.decomposition import NMF  # noqa: PLC0415 - see docs/performance/memory.md

    filled = np.flatnonzero(np.diff(weights.indptr))
    step = max(1, math.ceil(len(filled) / _MOST_FITTED))
    model = NMF(n_components=themes, init="nndsvda", random_state=_SEED, max_iter=300, tol=1e-3)
    model.fit(weights[filled[::step]])
    profile = model.components_
    profile = profile / np.maximum(np.linalg.norm(profile, axis=1, keepdims=True), 1e-12)
    return np.asarray(np.round(profile, DIGITS))


def _nearest(weights: Any, profile: Matrix) -> tuple[Rows, Matrix]:
    """The best row of the profile for every text (−1 for none) and the confidence in it."""
    # Both have rows of length one, so this product is the cosine between a text and a theme.
    cosine: Matrix = np.asarray(weights @ profile.T)
    best = cosine.argmax(axis=1)
    nearest = cosine[np.arange(len(best)), best]
    share = nearest / np.maximum(cosine.sum(axis=1), 1e-12)
    confidence = np.clip(share * np.minimum(1.0, 0.4 + 2.0 * nearest), 0.0, 1.0)
    return np.where(nearest >= _LEAST_COSINE, best, -1), confidence


def _describe(
    best: npt.NDArray[np.int64],
    counts: Any,
    written: Sequence[list[tuple[str, str]]],
    vocabulary: dict[str, int],
    language: Language,
) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Label and telling words, in their commonest written form, of every theme that holds any text."""
    used = sorted(set(best.tolist()) - {-1})
    names = sorted(vocabulary, key=vocabulary.__getitem__)
    per_theme = np.vstack([np.asarray((counts[best == theme] > 0).sum(axis=0)).ravel() for theme in used])
    forms = commonest_forms(pair for terms in written for pair in terms if pair[0] in vocabulary)
    described = {}
    taken: set[str] = set()
    for theme, ranked in zip(used, distinctive_terms(per_theme, names), strict=True):
        label = label_of(ranked, forms, language, taken)
        taken.add(label)
        described[theme] = (label, tuple(forms[term] for term, _ in ranked[:_LABEL_TERMS]))
    return described


def _assignments(best: Rows, confidence: Matrix) -> tuple[Assignment, ...]:
    """An assignment for each text that has a best theme."""
    return tuple(
        Assignment(text, theme, round(sure, 4))
        for text, (theme, sure) in enumerate(zip(best.tolist(), confidence.tolist(), strict=True))
        if theme >= 0
    )
