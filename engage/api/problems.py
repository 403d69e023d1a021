"""Errors of the JSON interface: application/problem+json with a sentence that says what to do (RFC 9457)."""

from __future__ import annotations

import time
from http import HTTPStatus
from urllib.parse import quote

from flask import Response, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.api.answers import open_to_all
from engage.api.data import Problem
from engage.core.i18n import current_language
from engage.core.limits import limiter

# What is said where nothing better is known than the status.
_SENTENCES: dict[int, LazyString] = {
    400: _l("Vi kunne ikke forstå forespørgslen. Se, hvad du kan bruge, i /api/v1/openapi.json."),
    404: _l("Det findes ikke, eller det er ikke offentligt. Se adresserne i /api/v1/openapi.json."),
    405: _l("Her kan du kun læse. Brug GET."),
    410: _l("Det har været offentligt, men er taget ned igen."),
    429: _l("Der kom mange forespørgsler herfra på kort tid. Vent så mange sekunder, som Retry-After siger."),
    500: _l("Der er sket en fejl hos os. Vi har skrevet den ned. Prøv igen om lidt."),
    503: _l("Vi kan ikke læse vores data lige nu. Prøv igen om et øjeblik."),
}


def problem(status: int, code: str, text: str) -> Response:
    """The answer to an error; `code` and `text` may be empty, then the status speaks."""
    known = HTTPStatus(status)
    body = Problem(
        title=known.phrase,
        status=status,
        detail=text or str(_SENTENCES.get(status, _SENTENCES[500 if status >= 500 else 400])),
        instance=quote(request.path),
        code=code or known.name.lower(),
    )
    response = Response(body.model_dump_json(), status, mimetype="application/problem+json")
    response.headers["Content-Language"] = current_language()
    response.vary.add("Accept-Language")
    if status == HTTPStatus.TOO_MANY_REQUESTS and (limit := limiter.current_limit) is not None:
        response.headers["Retry-After"] = str(max(1, limit.reset_at - int(time.time())))
    return open_to_all(response)
