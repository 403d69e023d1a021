"""Where things stand on the guiding star: a drawing of 720 by 720, the goal in the middle, texts broken into lines."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

# The four petals lie in the corners, clockwise from the upper left: that is where long titles have room.
# Where the text begins (in the lower ones: ends), and where the icon stands, at the tip of the petal.
_CORNERS = ((146, 118, 40, 40), (574, 118, 636, 40), (586, 622, 636, 640), (140, 622, 40, 640))
LINE = 31
CHARACTERS = 17


@dataclass(frozen=True)
class Petal:
    """One focus area: `turn` is the rotation of the common shape in degrees, `lines` are (y, text)."""

    turn: int
    x: int
    lines: tuple[tuple[int, str], ...]
    count_y: int
    icon_x: int
    icon_y: int


def petals(titles: Sequence[str]) -> list[Petal]:
    """The petals of four titles; no others can be drawn, and the page then has its list alone."""
    return [_petal(index, title) for index, title in enumerate(titles)] if len(titles) == len(_CORNERS) else []


def goal_lines(goal: str) -> list[tuple[int, str]]:
    """The goal in the middle of the star, as (y, line)."""
    return _centred(textwrap.wrap(goal, 15, break_long_words=False), 360, 26)


def _petal(index: int, title: str) -> Petal:
    x, y, icon_x, icon_y = _CORNERS[index]
    lines = _balanced(title)
    top = y if index < 2 else y - LINE * len(lines)
    placed = tuple((top + LINE * number, line) for number, line in enumerate(lines))
    return Petal(index * 90, x, placed, placed[-1][0] + LINE, icon_x, icon_y)


def _balanced(title: str) -> list[str]:
    """As few lines as fit, and among those ways the one with the shortest longest line."""
    fewest = textwrap.wrap(title, CHARACTERS, break_long_words=False)
    widths = range(1, CHARACTERS + 1)
    wrapped = (textwrap.wrap(title, width, break_long_words=False) for width in widths)
    return next((lines for lines in wrapped if len(lines) == len(fewest)), fewest)


def _centred(lines: list[str], middle: int, step: int) -> list[tuple[int, str]]:
    first = middle - step * (len(lines) - 1) // 2 + step // 3
    return [(first + step * number, line) for number, line in enumerate(lines)]
