"""How much each term tells of each text: TF-IDF over a vocabulary, in sparse rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

DIGITS = 6  # what is kept and read back must weigh the same as before

Matrix = npt.NDArray[np.float64]


def counts_of(written: Sequence[Sequence[tuple[str, str]]], vocabulary: Mapping[str, int]) -> Any:
    """How often each text (row) has each term (column)."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - see docs/performance/memory.md

    ends, columns, values = [0], list[int](), list[int]()
    for terms in written:
        found = Counter(vocabulary[term] for term, _ in terms if term in vocabulary)
        columns += found
        values += found.values()
        ends.append(len(columns))
    return csr_matrix((np.array(values, dtype=np.float64), columns, ends), shape=(len(written), len(vocabulary)))


def rarity_of(counts: Any) -> Matrix:
    """The smoothed inverse document frequency of each term."""
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity: Matrix = np.round(np.log((1 + counts.shape[0]) / (1 + spread)) + 1.0, DIGITS)
    return rarity


def weights_of(counts: Any, rarity: Matrix) -> Any:
    """TF-IDF with a damped frequency; each row has length one, or is empty."""
    weights = counts.copy()
    weights.data = (1.0 + np.log(counts.data)) * rarity[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    weights.data /= np.sqrt(np.bincount(row, weights.data**2, minlength=counts.shape[0]))[row]
    return weights
