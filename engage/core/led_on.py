"""A form that was taken leads to another page. A script that asks so gets that page at once: one trip, not two.

It asks by `Prefer: return=representation` (RFC 7240) and reads the page's own address in `Content-Location`. All others
are redirected, so that reloading sends nothing again. See docs/decisions/bad-line.md.
"""

from __future__ import annotations

import functools
import urllib.parse
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, current_app, make_response, request, session
from flask.ctx import RequestContext

from engage.core.security import is_public_endpoint

View = TypeVar("View", bound=Callable[..., Any])
_WANTED = "return=representation"


def led_on(view: View) -> View:
    """Answer with the page that this view redirects to, where a script asked for it and everybody may see it."""

    @functools.wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        answered = view(*args, **kwargs)
        if request.headers.get("Prefer") != _WANTED or getattr(answered, "status_code", None) != 302:
            return answered
        return _page_at(answered.location) or answered

    return answer  # type: ignore[return-value]  # a view of the same arguments


def _page_at(address: str) -> Response | None:
    """The page of ours at this address, made for the same visitor in a request of its own; None if there is none."""
    place = urllib.parse.urlsplit(address)
    asked = {
        **request.environ,
        "REQUEST_METHOD": "GET",
        "PATH_INFO": urllib.parse.unquote(place.path),
        "QUERY_STRING": place.query,
        "CONTENT_LENGTH": "0",
    }
    for cached in ("werkzeug.request", "CONTENT_TYPE"):
        asked.pop(cached, None)
    flask_app, visitor = current_app._get_current_object(), session._get_current_object()  # type: ignore[attr-defined]
    with RequestContext(flask_app, asked, session=visitor):
        endpoint = request.endpoint
        if endpoint is None or not is_public_endpoint(flask_app, endpoint):
            return None
        page = make_response(flask_app.view_functions[endpoint](**(request.view_args or {})))
    if page.status_code != 200:
        return None
    page.headers["Content-Location"] = address
    page.headers["Preference-Applied"] = _WANTED
    return page
