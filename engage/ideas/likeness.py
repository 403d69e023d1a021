"""How much an idea that is being written resembles those there are: shared telling words."""

from __future__ import annotations

import math
from collections.abc import Sequence

MAX_SHOWN = 3
ENOUGH = 0.5


def most_alike(words: Sequence[str], candidates: Sequence[str]) -> list[int]:
    """Indexes of the candidates that share at least half of the words by weight, the most alike first, at most three.

    `words` are beginnings of words (`query_terms`), a candidate is a text's `index_terms`. A word weighs the more, the
    fewer candidates have it. One shared word is enough only where it is the only one.
    """
    held = [[word for word in words if f" {word}" in candidate] for candidate in candidates]
    weights = {word: math.log1p(len(candidates) / (1 + sum(word in found for found in held))) for word in words}
    whole = sum(weights.values())
    if not whole:
        return []
    shares = [sum(weights[word] for word in found) / whole for found in held]
    fewest = min(2, len(words))
    alike = [i for i, share in enumerate(shares) if share >= ENOUGH and len(held[i]) >= fewest]
    return sorted(alike, key=lambda i: -shares[i])[:MAX_SHOWN]
