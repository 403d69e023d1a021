"""A municipality's colour: where it reads, what would do instead, and that the style sheets use the same shades."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engage
from engage.config import ConfigurationError, load_settings
from engage.core import colours

TOKENS = (Path(engage.__file__).parent / "static/src/scss/_tokens.scss").read_text(encoding="utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_known_contrasts() -> None:
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(COLOURS)
def test_a_colour_comes_back_from_oklch(colour: str) -> None:
    assert colours.from_oklch(colours.to_oklch(colour)) == colour


@given(COLOURS)
def test_every_colour_has_a_readable_neighbour(colour: str) -> None:
    nearest = colours.nearest_readable(colour)
    assert colours.weakest_use(nearest).reads
    assert (nearest == colour) == colours.weakest_use(colour).reads


@given(COLOURS)
def test_dark_mode_reads_whatever_the_colour(colour: str) -> None:
    assert all(use.reads for use in colours.uses(colour) if use.name.startswith("dark_"))


def test_a_colour_that_only_reads_on_white_is_refused_with_one_that_would_do() -> None:
    assert colours.contrast("#767676", "#ffffff") > 4.5
    with pytest.raises(ConfigurationError, match=r"PRIMARY_COLOUR.*#6d6d6d can"):
        load_settings({"PRIMARY_COLOUR": "#767676"})
    secrets = {"SECRET_KEY": "known to the tests", "PASSWORD_SALT": "salt"}
    assert load_settings({"PRIMARY_COLOUR": "#6D6D6D", **secrets}).primary_colour == "#6d6d6d"


def test_the_style_sheets_derive_the_same_shades_on_the_same_grounds() -> None:
    light, dark = (re.search(rf"^\${theme}: \((.*?)^\);", TOKENS, re.S | re.M) for theme in ("light", "dark"))
    assert light is not None
    assert dark is not None
    for theme, grounds in ((light[1], colours.LIGHT_GROUNDS), (dark[1], colours.DARK_GROUNDS)):
        for name, ground in grounds.items():
            assert f'"{name}": {ground},' in theme
    assert f'"on-primary": {colours.DARK_BUTTON_TEXT},' in dark[1]
    for shade in (".955 min(c, .022)", ".82 min(c, .1)", ".28 min(c, .04)"):
        assert f"oklch(from var(--colour-brand) {shade} h)" in TOKENS
