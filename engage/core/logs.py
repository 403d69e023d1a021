"""Logs as one JSON object a line, with nothing personal and no token in them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# addresses, CPR numbers and the tokens of private links
_SECRETS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\b\d{6}-?\d{4}\b|(?<=/)[\w-]{36}(?=[/?\s\"']|$)")


def strip_personal(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what looks personal in every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRETS.sub("[…]", value)
    return event


def configure(production: bool) -> None:
    """Log to standard error: JSON in production, plain lines elsewhere."""
    renderer: Any = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False)
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        strip_personal,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
