"""Logs as one line each on standard error, with nothing personal and no token in them.

Everything that logs goes the same way: our own events, Celery, gunicorn, warnings. In production an exception is told
by its kind and place only: its words may quote what a citizen wrote, as those of a database refusing a row do.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

import structlog
from kombu.exceptions import OperationalError as BrokerError
from sqlalchemy.exc import OperationalError as DatabaseError

# addresses, CPR numbers, the tokens of private links, and who sent gunicorn something it could not read
_SECRETS = re.compile(r"(?<=\bip=)[\w.:]+|[\w.+-]+@[\w-]+\.[\w.]+|\b\d{6}-?\d{4}\b|(?<=[/=])[\w.-]{32,}")
# their words tell of servers, never of people
_OUTSPOKEN = (BrokerError, ConnectionError, TimeoutError)
_OWN_HANDLERS = ("gunicorn.error", "gunicorn.access", "celery", "celery.task", "celery.redirected")

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def strip_personal(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what looks personal in every text of a log line."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _SECRETS.sub("[…]", value)
    return event


def without_words(exc_info: ExceptionInfo) -> str:
    """A traceback, the cause first, whose exceptions are named but not quoted."""
    return "\n".join(_told(exc_info[1]))


def _told(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "then"
    yield "".join(traceback.format_tb(error.__traceback__)) + kind_of(error)


def kind_of(error: object) -> str:
    """What an exception is called, with its words where they can only tell of servers."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, DatabaseError):
        return f"{name}: {str(error.orig).splitlines()[0]}"
    return f"{name}: {error}" if isinstance(error, _OUTSPOKEN) else name


class _StandardError(logging.Handler):
    """Writes to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - a log line that cannot be written must not end the work it tells of
            self.handleError(record)


def _name_the_failure(record: logging.LogRecord) -> bool:
    """Celery quotes a failed job's exception in the line itself: put its kind there."""
    if isinstance(record.args, dict) and "exc" in record.args:
        error = record.exc_info[1] if record.exc_info else None
        record.args = record.args | {"exc": kind_of(error) if error else "", "traceback": ""}
    return True


def configure(production: bool) -> None:
    """Log to standard error: JSON in production, plain lines elsewhere."""
    renderer: Any = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False)
    shared: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(without_words) if production else structlog.processors.format_exc_info,
        strip_personal,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _gather_others(shared, renderer)


def _gather_others(shared: list[Any], renderer: Any) -> None:
    """Let what libraries log go the same way, from warnings upwards."""
    handler = _StandardError()
    handler.addFilter(_name_the_failure)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shared, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [*(one for one in root.handlers if not isinstance(one, _StandardError)), handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    for name in _OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
