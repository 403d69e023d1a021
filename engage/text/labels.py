"""Readable names for themes, by class-based TF-IDF (a theme's texts taken as one document)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from engage.text.language import Language
from engage.text.terms import PAIR_MARK

_LABEL_WORDS = 3
_LEAST_OF_TOP = 0.15  # a telling word is used at least this often, measured by the theme's commonest word
_SAME_BEGINNING = 4
_FIXED = 0.5  # a pair is an expression when it makes up half of the uses of its words, on average
_AND = {"da": "og", "en": "and"}
Ranked = list[tuple[str, float]]


def distinctive_terms(per_theme: Any, names: Sequence[str], most: int = 30) -> list[Ranked]:
    """For each theme its terms with a weight, the most distinctive first.

    `per_theme` holds, theme by term, in how many of the theme's texts a term stands. A term's weight is its share of
    the theme times log(1 + average theme size / its frequency everywhere), as in Grootendorst 2022.
    """
    counts = np.asarray(per_theme, dtype=np.float64)
    everywhere = np.maximum(counts.sum(axis=0), 1.0)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    weight = share * np.log1p(counts.sum(axis=1).mean() / everywhere)
    # A term that mostly lives elsewhere does not name this theme, however common it is here; nor does a rare one.
    weight *= np.sqrt(counts / everywhere)
    weight[counts < _LEAST_OF_TOP * counts.max(axis=1, keepdims=True)] = 0.0
    _settle_pairs(weight, everywhere, names)
    ranked: list[Ranked] = []
    for row in weight:
        order = sorted(range(len(names)), key=lambda column: (-row[column], names[column]))[:most]
        ranked.append([(names[column], float(row[column])) for column in order if row[column] > 0])
    return ranked


def _settle_pairs(weight: Any, everywhere: Any, names: Sequence[str]) -> None:
    """Let a fixed expression ("grøn omstilling") stand before its words, and drop pairs that only happen to meet."""
    column_of = {name: column for column, name in enumerate(names)}
    for name, column in column_of.items():
        if PAIR_MARK not in name:
            continue
        # Each part stands wherever the pair stands, but the commonest words of all are no terms.
        parts = [column_of[part] for part in name.split(PAIR_MARK) if part in column_of]
        if not parts:
            continue
        if everywhere[column] < _FIXED * everywhere[parts].mean():
            weight[:, column] = 0.0
            continue
        strongest = weight[:, parts].max(axis=1)
        weight[:, column] = np.where(weight[:, column] > 0, np.maximum(weight[:, column], strongest * 1.001), 0.0)


def label_of(ranked: Ranked, forms: Mapping[str, str], language: Language, taken: Collection[str] = ()) -> str:
    """A label such as "Cykelstier, fortove og trafik" of a theme's two or three most distinctive terms.

    A third is used where it weighs nearly as much as the second, or to tell the label from one already `taken`.
    """
    chosen: list[tuple[str, float]] = []
    for term, weight in ranked:
        if all(_differ(term, other) for other, _ in chosen):
            chosen.append((term, weight))
        if len(chosen) == _LABEL_WORDS + 2:
            break
    if not chosen:
        return ""
    count = min(2, len(chosen))
    if len(chosen) > 1 and chosen[1][1] < 0.25 * chosen[0][1]:
        count = 1
    elif len(chosen) > 2 and chosen[2][1] > 0.75 * chosen[1][1]:
        count = 3
    label = _join([forms[term] for term, _ in chosen[:count]], language)
    while label in taken and count < len(chosen):
        count += 1
        label = _join([forms[term] for term, _ in chosen[:count]], language)
    return label


def _differ(term: str, other: str) -> bool:
    """Whether two terms name different things: not "cykel" and "cykelsti", which begin alike."""
    return not any(
        first[:_SAME_BEGINNING].startswith(second[:_SAME_BEGINNING]) or second.startswith(first[:_SAME_BEGINNING])
        for first in term.split(PAIR_MARK)
        for second in other.split(PAIR_MARK)
    )


def _join(words: Sequence[str], language: Language) -> str:
    joined = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {_AND[language]} {words[-1]}"
    return joined[:1].upper() + joined[1:]
