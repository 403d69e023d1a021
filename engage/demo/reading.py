"""The hand-written content files beside this code."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_DATA = files("engage.demo") / "data"


@cache
def document(name: str) -> Any:
    """What a YAML or JSON file holds, by its path below `data`; read once, not to be changed."""
    text = (_DATA / name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


def folder(name: str) -> list[Any]:
    """What all YAML files of a folder hold, in the order of their names."""
    found = sorted(entry.name for entry in (_DATA / name).iterdir() if entry.name.endswith(".yaml"))
    return [document(f"{name}/{entry}") for entry in found]
