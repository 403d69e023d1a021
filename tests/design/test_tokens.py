"""Every text colour reads on every ground it is used on: WCAG 2.2 AA, computed from the tokens."""

import gzip
import re
from pathlib import Path

import pytest

import engage
from engage.config import STANDARD_COLOUR, Settings

STATIC = Path(engage.__file__).parent / "static"
TOKENS = (STATIC / "src/scss/_tokens.scss").read_text(encoding="utf-8")
AREAS = ("growth", "communities", "children-youth", "nature-green")
STATES = ("info", "success", "warning", "error")
TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "ink-soft") for ground in ("page", "sand", "sand-strong", "primary-tint")],
    *[("ink", f"{state}-tint") for state in STATES],
    *[(name, f"{name}-tint") for name in (*STATES, *AREAS)],
    *[(name, "page") for name in (*STATES, *AREAS, "primary", "primary-strong", "link")],
    *[("link", ground) for ground in ("sand", "primary-tint")],
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("page", "error"),
]
SHAPE_PAIRS = [("line-strong", "page"), ("line-strong", "sand"), ("focus", "page"), ("focus", "sand")]


def colours(theme: str) -> dict[str, str]:
    """The colours of `$light` or `$dark`."""
    block = re.search(rf"^\${theme}: \((.*?)^\);", TOKENS, re.DOTALL | re.MULTILINE)
    assert block is not None
    return dict(re.findall(r'"([a-z-]+)": (#[0-9a-f]{6}),', block[1]))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reads_on_its_ground(theme: str, text: str, ground: str) -> None:
    palette = colours(theme)
    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_edges_and_focus_stand_out(theme: str, shape: str, ground: str) -> None:
    palette = colours(theme)
    assert contrast(palette[shape], palette[ground]) >= 3


def test_the_brand_is_the_colour_the_settings_begin_with() -> None:
    assert colours("light")["brand"] == Settings.model_fields["primary_colour"].default == STANDARD_COLOUR


_SHEETS = [
    ("citizen", 9_000),
    ("front", 3_000),
    ("path", 3_000),
    ("staff", 12_000),
    ("desk", 4_000),
    ("builder", 2_000),
    ("records", 1_000),
]


@pytest.mark.parametrize(("sheet", "most"), _SHEETS)
def test_style_sheets_stay_small_on_the_line(sheet: str, most: int) -> None:
    assert len(gzip.compress((STATIC / f"css/{sheet}.css").read_bytes())) < most


def test_the_built_sheets_hold_the_tokens() -> None:
    for sheet in ("citizen", "staff"):
        built = (STATIC / f"css/{sheet}.css").read_text(encoding="utf-8")
        for theme in ("light", "dark"):
            for name, value in colours(theme).items():
                short = re.sub(r"#(.)\1(.)\2(.)\3$", r"#\1\2\3", value)
                assert f"--colour-{name}: {value}" in built or f"--colour-{name}: {short}" in built, name
