"""Lists of words that carry no subject, and of abbreviations, from `data/wordlists.yaml`."""

from importlib.resources import files

import yaml


def _load() -> dict[str, dict[str, frozenset[str]]]:
    source = files("engage.text").joinpath("data/wordlists.yaml").read_text(encoding="utf-8")
    return {
        kind: {language: frozenset(written.split()) for language, written in lists.items()}
        for kind, lists in yaml.safe_load(source).items()
    }


_LISTS = _load()
FUNCTION_WORDS = _LISTS["function"]
GENERIC_WORDS = _LISTS["generic"]
COURTESY_WORDS = _LISTS["courtesy"]["both"]
ABBREVIATIONS = _LISTS["abbreviations"]["all"]
LAST_ABBREVIATIONS = _LISTS["abbreviations"]["last"]
