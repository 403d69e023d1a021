"""One bar of 100 percent cut into answers: beside each other, or to both sides of a middle that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engage.core.pictures.bars import Stretch


@dataclass(frozen=True, kw_only=True)
class Piece(Stretch):
    """One answer's part of the bar. `tone` is 1 (the low end) to 5 (the high one)."""

    tone: int


@dataclass(frozen=True)
class Cut:
    """The pieces in order, where the middle is, and the shares (0–1) below and above it without the middle answer."""

    pieces: tuple[Piece, ...]
    middle: float
    below: float
    above: float


def side_by_side(shares: Sequence[float]) -> Cut:
    """Shares (0–1) that add up to 1, the best first, from left to right, with the middle at 50 percent."""
    pieces, at = [], 0.0
    for place, share in enumerate(shares):
        pieces.append(Piece(x=100 * at, width=100 * share, tone=6 - _tone(place, len(shares))))
        at += share
    return Cut(tuple(pieces), 50.0, *_sides(shares))


def diverging(shares: Sequence[float]) -> Cut:
    """Shares (0–1) of a scale's numbers in order, to both sides of the middle of the scale.

    The middle answer, where there is one, lies half on each side. The longer side reaches the edge.
    """
    below, above = _sides(shares)
    half = (sum(shares) - below - above) / 2
    reach = max(below, above) + half or 1.0
    pieces, at = [], reach - below - half
    for place, share in enumerate(shares):
        pieces.append(Piece(x=50 * at / reach, width=50 * share / reach, tone=_tone(place, len(shares))))
        at += share
    return Cut(tuple(pieces), 50.0, below, above)


def _sides(shares: Sequence[float]) -> tuple[float, float]:
    half = len(shares) // 2
    return sum(shares[:half]), sum(shares[len(shares) - half :])


def _tone(place: int, many: int) -> int:
    return 3 if many == 1 else round(1 + 4 * place / (many - 1))
