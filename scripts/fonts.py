"""`make fonts`: cut IBM Plex Sans into the pieces that pages fetch, from the files of npm's @fontsource/ibm-plex-sans.

The Danish piece holds what Danish and English are written with, so most visits fetch two small files, one per weight; a
browser fetches the others only where a page has such a letter: `unicode-range` in `_fonts.scss`, which this writes too.
"""

import shutil
import sys
from pathlib import Path

from fontTools import subset

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "node_modules" / "@fontsource" / "ibm-plex-sans" / "files"
FONTS = ROOT / "engage" / "static" / "fonts"
SHEET = ROOT / "engage" / "static" / "src" / "scss" / "_fonts.scss"
WEIGHTS = (400, 600)
# What Danish and English are written with, German letters and common accents, quotation marks, dashes and arrows.
DANISH = (
    "U+0020-007E, U+00A0, U+00A7, U+00AB, U+00B0, U+00B7, U+00BB, U+00BD, U+00C4-00C6, U+00C9, U+00D6, U+00D8, U+00DC, "
    "U+00DF-00E1, U+00E4-00E6, U+00E8-00EA, U+00F3, U+00F6, U+00F8, U+00FC, U+2011, U+2013-2014, U+2018-201A, "
    "U+201C-201E, U+2022, U+2026, U+2190-2193, U+2212, U+20AC"
)
# piece -> the letters it is fetched for; of two that hold a letter, the browser takes the one declared last
PIECES = {
    "cyrillic": "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116",
    "latin-ext": "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+1E00-1E9F, U+1EF2-1EFF, "
    "U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF",
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+2122, U+2191, "
    "U+2193, U+2215, U+FEFF, U+FFFD",
    "danish": DANISH,
}


def main() -> int:
    """Write the pieces and their style sheet; 2 when the package is not installed."""
    if not SOURCE.is_dir():
        print("node_modules lacks @fontsource/ibm-plex-sans: run `make fonts`", file=sys.stderr)
        return 2
    for weight in WEIGHTS:
        for piece in PIECES:
            _cut(weight) if piece == "danish" else shutil.copyfile(_source(piece, weight), _target(piece, weight))
    SHEET.write_text(_sheet())
    return 0


def _source(piece: str, weight: int) -> Path:
    return SOURCE / f"ibm-plex-sans-{piece}-{weight}-normal.woff2"


def _target(piece: str, weight: int) -> Path:
    return FONTS / f"plex-{piece}-{weight}.woff2"


def _cut(weight: int) -> None:
    """The Danish piece: fewer letters, no hinting, which today's screens do without."""
    wanted = DANISH.replace(" ", "")
    subset.main(
        [
            str(_source("latin", weight)),
            f"--unicodes={wanted}",
            "--flavor=woff2",
            "--layout-features=kern,liga,ccmp,locl,calt,tnum,lnum",
            "--no-hinting",
            f"--output-file={_target('danish', weight)}",
        ]
    )


def _sheet() -> str:
    faces = "\n".join(
        "@font-face {\n"
        '  font-family: "IBM Plex Sans";\n'
        f"  font-weight: {weight};\n"
        "  font-display: optional;\n"
        f'  src: url("../fonts/{_target(piece, weight).name}") format("woff2");\n'
        f"  unicode-range: {letters};\n"
        "}\n"
        for piece, letters in PIECES.items()
        for weight in WEIGHTS
    )
    return f"// The pieces of IBM Plex Sans. Written by scripts/fonts.py.\n\n{faces}"


if __name__ == "__main__":
    sys.exit(main())
