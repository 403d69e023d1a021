"""The table of settings in README.md, made from engage/config.py: `python -m scripts.settings_table` rewrites it."""

from __future__ import annotations

import re
from pathlib import Path

from engage.config import Settings

README = Path(__file__).parent.parent / "README.md"
_HEAD = "| variable | default | what it is |\n|---|---|---|\n"


def table() -> str:
    """The rows of the table, one per setting."""
    return "".join(
        f"| `{name.upper()}` | {_shown(field.default)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )


def rewritten(text: str) -> str:
    """README's text with the table as it should be."""
    return re.sub(re.escape(_HEAD) + r"(?:[|<].*\n)*", lambda _match: _HEAD + table(), text)


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return f"`{int(default)}`"
    return f"`{default}`" if str(default) else "empty"


if __name__ == "__main__":
    README.write_text(rewritten(README.read_text()))
