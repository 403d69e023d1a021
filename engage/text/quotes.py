"""Telling sentences of many texts, word for word: LexRank for what most people say, MMR for variety."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from engage.text.courtesy import is_courtesy
from engage.text.language import guess_language
from engage.text.masking import redact_contacts
from engage.text.normalise import text_key, words
from engage.text.sentences import split_sentences
from engage.text.stems import subject_stems

_MOST_SENTENCES = 2_000
_MOST_SOURCES = 8_000
_GOOD_WORDS = range(6, 46)
_ANY_WORDS = range(2, 91)
_EDGE = 0.1  # two sentences below this cosine have nothing in common (Erkan & Radev 2004)
_DAMPING = 0.85
_ROUNDS = 60
_VARIETY = 0.35
_ON_SUBJECT = 0.5

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Quote:
    """A sentence as its writer wrote it: `text == source[start:end]`."""

    source_id: str
    text: str
    start: int
    end: int


def pick_quotes(texts_by_id: Mapping[str, str], n: int, about: str = "") -> list[Quote]:
    """The n sentences that best stand for the texts, the most central first; fewer where there are not so many.

    Sentences with a word of `about`, such as the label of a theme, go before others: people write of several things in
    one text. One per source, none twice, no greetings, and none that holds a CPR number, an e-mail address or a
    telephone number.
    The cost is bounded: very many texts are sampled, the same way every time whatever their order.
    """
    candidates = _candidates(texts_by_id, _GOOD_WORDS)
    if len({quote.source_id for quote in candidates}) < n:
        candidates = _candidates(texts_by_id, _ANY_WORDS)
    if n < 1 or not candidates:
        return []
    documents = [subject_stems(quote.text, guess_language(quote.text)) for quote in candidates]
    subject = set(subject_stems(about, guess_language(about)))
    on_subject = np.array([not subject.isdisjoint(document) for document in documents], dtype=float)
    return [candidates[index] for index in _choose(_vectors(documents), candidates, n, on_subject)]


def _order(*parts: str) -> bytes:
    return blake2b("\x00".join(parts).encode("utf-8", "replace"), digest_size=8).digest()


def _candidates(texts_by_id: Mapping[str, str], lengths: range) -> list[Quote]:
    sources = sorted(texts_by_id, key=_order)[:_MOST_SOURCES]
    found: dict[str, Quote] = {}
    for source in sources:
        for sentence in split_sentences(texts_by_id[source]):
            if len(sentence.text) > lengths.stop * 15 or len(words(sentence.text)) not in lengths:
                continue
            if is_courtesy(sentence.text) or redact_contacts(sentence.text).found:
                continue
            found.setdefault(text_key(sentence.text), Quote(source, sentence.text, sentence.start, sentence.end))
    return sorted(found.values(), key=lambda quote: _order(quote.source_id, quote.text))[:_MOST_SENTENCES]


def _vectors(documents: Sequence[Sequence[str]]) -> Any:
    """One row of TF-IDF weights, of length one, per sentence; sentences without a subject word are empty rows."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - see docs/performance/memory.md

    if not any(documents):
        documents = [[str(row)] for row in range(len(documents))]
    return TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(documents)


def _centrality(similar: Vector) -> Vector:
    """LexRank: how often a reader who follows likeness from sentence to sentence comes by each of them."""
    links = np.where(similar >= _EDGE, similar, 0.0)
    np.fill_diagonal(links, 0.0)
    links /= np.maximum(links.sum(axis=1, keepdims=True), 1e-12)
    rank = np.full(len(links), 1.0 / len(links))
    for _ in range(_ROUNDS):
        updated = (1.0 - _DAMPING) / len(links) + _DAMPING * (rank @ links)
        if np.abs(updated - rank).sum() < 1e-9:
            break
        rank = updated
    return rank


def _choose(vectors: Any, candidates: Sequence[Quote], n: int, on_subject: Vector) -> list[int]:
    similar: Vector = (vectors @ vectors.T).toarray()
    score = _centrality(similar)
    score = score / max(float(score.max()), 1e-12) + _ON_SUBJECT * on_subject
    nearest = np.zeros(len(candidates))
    free = np.ones(len(candidates), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < n and free.any():
        value = np.where(free, (1.0 - _VARIETY) * score - _VARIETY * nearest, -np.inf)
        best = int(value.argmax())
        chosen.append(best)
        nearest = np.maximum(nearest, similar[best])
        free &= np.array([quote.source_id != candidates[best].source_id for quote in candidates])
    return chosen
