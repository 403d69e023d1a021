"""MinHash signatures of word shingles, for finding similar texts without comparing all pairs (Broder 1997)."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]

BANDS = 40
ROWS = 3  # 40 bands of 3: a pair at Jaccard 0.45 meets in some band with probability 0.98, one at 0.1 with 0.04
_SHINGLE_WORDS = 3
_CHUNK_SHINGLES = 60_000

_random = np.random.Generator(np.random.PCG64(20_220_101))
_MULTIPLIERS: Numbers = _random.integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_PLACES: Numbers = _random.integers(1, 2**63, _SHINGLE_WORDS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_MIX: Numbers = _random.integers(1, 2**63, ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def shingles(stems: Sequence[str]) -> Numbers:
    """The distinct 3-word shingles of a text as sorted 64-bit numbers; shorter texts are one shingle."""
    if not stems:
        return np.empty(0, dtype=np.uint64)
    padded = [*stems, *[""] * (_SHINGLE_WORDS - len(stems))]
    ids = np.array([crc32(stem.encode()) for stem in padded], dtype=np.uint64) + np.uint64(1)
    count = len(ids) - _SHINGLE_WORDS + 1
    mixed = np.zeros(count, dtype=np.uint64)
    for place, factor in enumerate(_PLACES):
        # The shift brings the well mixed upper bits down before the next word is added.
        mixed = (mixed ^ (mixed >> np.uint64(29))) * factor + ids[place : place + count] * factor
    return np.unique(mixed ^ (mixed >> np.uint64(31)))


def jaccard(first: frozenset[int], second: frozenset[int]) -> float:
    """Shared shingles as a share (0–1) of all shingles of the two texts."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def band_keys(documents: Sequence[Numbers]) -> Numbers:
    """One row of `BANDS` numbers per document: two documents are worth comparing when any column agrees.

    Every document needs at least one shingle.
    """
    keys = np.empty((len(documents), BANDS), dtype=np.uint64)
    start = 0
    while start < len(documents):
        end, size = start, 0
        while end < len(documents) and (end == start or size + len(documents[end]) <= _CHUNK_SHINGLES):
            size += len(documents[end])
            end += 1
        keys[start:end] = _keys_of_chunk(documents[start:end])
        start = end
    return keys


def _keys_of_chunk(documents: Sequence[Numbers]) -> Numbers:
    flat = np.concatenate(documents)
    starts = np.cumsum([0, *(len(document) for document in documents[:-1])])
    keys = np.zeros((len(documents), BANDS), dtype=np.uint64)
    for row in range(ROWS):
        factors = _MULTIPLIERS[row * BANDS : (row + 1) * BANDS]
        hashed = (flat[:, None] * factors[None, :]) >> np.uint64(32)
        smallest = np.minimum.reduceat(hashed, starts, axis=0)
        keys = keys * _MIX[row] + smallest
    return keys
