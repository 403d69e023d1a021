"""docker-compose.yml as Compose reads it: variables filled in, YAML merged."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
GIVEN = {
    "SECRET_KEY": "a secret that only the tests know, long enough",
    "PASSWORD_SALT": "salt",
    "POSTGRES_PASSWORD": "password",
    "PUBLIC_URL": "https://deltag.example.dk",
    "SMTP_HOST": "mail.example.dk",
}
_VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


def filled_in(given: Mapping[str, str]) -> str:
    """The file's text with every variable replaced; KeyError for one that is demanded and not given."""

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found["name"], found["kind"], found["rest"]
        if given.get(name):
            return given[name]
        if kind == "-":
            return rest
        raise KeyError(name)

    return _VARIABLE.sub(value, FILE.read_text())


def merged(given: Mapping[str, str] = GIVEN) -> dict[str, Any]:
    """The whole document, without anchors."""
    document: dict[str, Any] = yaml.safe_load(filled_in(given))
    return document


def services(given: Mapping[str, str] = GIVEN) -> dict[str, dict[str, Any]]:
    """What each service is, by name."""
    found: dict[str, dict[str, Any]] = merged(given)["services"]
    return found


def our_commands() -> dict[str, list[str]]:
    """The `engage …` command lines in the file, by service; health checks too."""
    lines: dict[str, list[str]] = {}
    for name, service in services().items():
        check = service.get("healthcheck", {}).get("test", [])
        lines |= {name: service.get("command", []), f"{name}: health": check[1:]}
    return {what: line for what, line in lines.items() if line[:1] == ["engage"]}
