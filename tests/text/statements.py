"""The 896 English statements of residents in `tests/data/bowling-green` (see its README for the attribution)."""

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[1] / "data" / "bowling-green" / "comments.csv"


@cache
def statements() -> dict[str, str]:
    """The statements by their number."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["comment-id"]: row["comment-body"] for row in csv.DictReader(file)}
