"""Texts with the same words: exact twins by hash, and near twins such as a campaign letter with a line added."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from engage.text.language import guess_language
from engage.text.minhash import BANDS, band_keys, jaccard, shingles
from engage.text.normalise import text_key, words
from engage.text.stems import stems

NEAR = 0.45
FEWEST_WORDS = 10
# Leaders that share most bands are compared; the rest could hardly be nearer. Keeps a crowd of look-alikes cheap.
_MOST_COMPARISONS = 40


@dataclass(frozen=True)
class Match:
    """A candidate (by its index) and how alike it is: the share 0–1 of common 3-word sequences."""

    index: int
    likeness: float


def group_duplicates(texts: Sequence[str]) -> list[int]:
    """For each text the index of the first text that it repeats, exactly or nearly; its own index when it is new.

    Texts are compared with group leaders only, never with other followers, so that groups do not creep from stranger
    to stranger. Texts of fewer than ten words must be the same to be grouped. An empty text repeats nothing.
    """
    leaders = list(range(len(texts)))
    first_with_key: dict[str, int] = {}
    for index, text in enumerate(texts):
        if text.strip():
            leaders[index] = first_with_key.setdefault(text_key(text), index)
    long_enough = [i for i, text in enumerate(texts) if leaders[i] == i and len(words(text)) >= FEWEST_WORDS]
    documents = [shingles(stems(texts[i], guess_language(texts[i]))) for i in long_enough]
    buckets: list[dict[int, list[int]]] = [defaultdict(list) for _ in range(BANDS)]
    shingles_of: dict[int, frozenset[int]] = {}
    for index, document, keys in zip(long_enough, documents, band_keys(documents).tolist(), strict=True):
        own = frozenset(document.tolist())
        met = Counter(leader for bucket, key in zip(buckets, keys, strict=True) for leader in bucket.get(key, ()))
        nearest = _nearest(own, met, shingles_of)
        if nearest is not None:
            leaders[index] = nearest
            continue
        shingles_of[index] = own
        for bucket, key in zip(buckets, keys, strict=True):
            bucket[key].append(index)
    return [leaders[leader] for leader in leaders]


def _nearest(own: frozenset[int], met: Counter[int], shingles_of: dict[int, frozenset[int]]) -> int | None:
    best, best_likeness = None, NEAR
    for leader, _bands in met.most_common(_MOST_COMPARISONS):
        likeness = jaccard(own, shingles_of[leader])
        if likeness > best_likeness or (likeness == best_likeness and best is None):
            best, best_likeness = leader, likeness
    return best


def similar_to(text: str, candidates: Sequence[str], at_least: float = NEAR) -> list[Match]:
    """The candidates that say nearly the same as the text, the most alike first (1.0 is the same words)."""
    key = text_key(text)
    is_long = len(words(text)) >= FEWEST_WORDS
    own = _shingle_set(text) if is_long else frozenset()
    matches = []
    for index, candidate in enumerate(candidates):
        if not candidate.strip():
            continue
        likeness = 1.0 if text_key(candidate) == key else 0.0
        if not likeness and is_long and len(words(candidate)) >= FEWEST_WORDS:
            likeness = jaccard(own, _shingle_set(candidate))
        if likeness >= at_least:
            matches.append(Match(index, likeness))
    return sorted(matches, key=lambda match: (-match.likeness, match.index))


def _shingle_set(text: str) -> frozenset[int]:
    return frozenset(shingles(stems(text, guess_language(text))).tolist())
