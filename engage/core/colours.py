"""Whether a municipality's colour can be read where the style sheets use it, in light and dark: pure functions.

Colours are ``#rrggbb``; contrast is WCAG 2.2's ratio, 1 to 21. OKLCH as in CSS Color 4 (Björn Ottosson's matrices):
the style sheets derive the shades with it, so the same is done here, and a test holds the grounds to the tokens.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
WHITE = "#ffffff"
LIGHT_GROUNDS = {"page": WHITE, "sand": "#f8f5ef"}
DARK_GROUNDS = {"page": "#171714", "sand": "#201f1b"}
DARK_BUTTON_TEXT = "#10241a"

Oklch = tuple[float, float, float]


@dataclass(frozen=True)
class Use:
    """One place where the colour meets another: what is written, on what, and how well it reads."""

    name: str  # "button" | "link_on_page" | "link_on_sand" | "link_on_tint", and each with "dark_" before it
    text: str
    ground: str

    @property
    def contrast(self) -> float:
        """WCAG's contrast ratio of the two."""
        return contrast(self.text, self.ground)

    @property
    def reads(self) -> bool:
        """True when text of any size can be read."""
        return self.contrast >= LEAST_CONTRAST


def is_colour(text: str) -> bool:
    """True for ``#rrggbb``."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def uses(brand: str) -> list[Use]:
    """Everywhere the style sheets write in this colour or on it, the shades of dark mode included."""
    tint, dark, dark_tint = light_tint(brand), dark_primary(brand), dark_tint_of(brand)
    return [
        Use("button", WHITE, brand),
        *[Use(f"link_on_{name}", brand, ground) for name, ground in LIGHT_GROUNDS.items()],
        Use("link_on_tint", brand, tint),
        Use("dark_button", DARK_BUTTON_TEXT, dark),
        *[Use(f"dark_link_on_{name}", dark, ground) for name, ground in DARK_GROUNDS.items()],
        Use("dark_link_on_tint", dark, dark_tint),
    ]


def weakest_use(brand: str) -> Use:
    """Where the colour is hardest to read: the colour is good when this one reads."""
    return min(uses(brand), key=lambda use: use.contrast)


def nearest_readable(brand: str) -> str:
    """The colour itself when it reads everywhere, else the lightest darker shade of the same hue that does."""
    lightness, chroma, hue = to_oklch(brand)
    shade = brand.lower()
    while not weakest_use(shade).reads and lightness > 0:
        lightness -= 0.005
        shade = from_oklch((max(lightness, 0), chroma, hue))
    return shade


def light_tint(brand: str) -> str:
    """The pale ground of the colour in light mode."""
    _lightness, chroma, hue = to_oklch(brand)
    return from_oklch((0.955, min(chroma, 0.022), hue))


def dark_primary(brand: str) -> str:
    """What buttons and links become in dark mode."""
    _lightness, chroma, hue = to_oklch(brand)
    return from_oklch((0.82, min(chroma, 0.1), hue))


def dark_tint_of(brand: str) -> str:
    """The tinted ground of dark mode."""
    _lightness, chroma, hue = to_oklch(brand)
    return from_oklch((0.28, min(chroma, 0.04), hue))


def to_oklch(colour: str) -> Oklch:
    """Lightness 0 to 1, chroma, hue in radians."""
    red, green, blue = _channels(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def from_oklch(colour: Oklch) -> str:
    """The nearest colour a screen can show: channels outside are cut off."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_encoded(min(max(part, 0.0), 1.0)) * 255):02x}" for part in linear)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _encoded(share: float) -> float:
    return share * 12.92 if share <= 0.0031308 else float(1.055 * share ** (1 / 2.4) - 0.055)


def _luminance(colour: str) -> float:
    red, green, blue = _channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
