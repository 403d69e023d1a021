"""Public pages kept as they were last made, for everybody who comes without a cookie, until what they show changes.

A page is the same again while its address, its language and the minute are the same and no table it was made from has
changed. The minute is there because pages tell what is open now. See docs/decisions/kept-pages.md.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, make_response, request
from flask import session as cookie_session
from flask_wtf.csrf import generate_csrf

from engage.core import changes, clock
from engage.core.i18n import current_language

MOST_KEPT = 200  # in each process; some 10 KB each
_TOKEN_PLACE = secrets.token_hex(16)
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class _Page:
    minute: int
    stamps: dict[str, int | None]
    body: bytes  # gzip, unless it has a form: then a token goes into it each time
    etag: str
    has_form: bool


class _Shelf:
    """The pages of one app in one process; the one that nobody has asked for the longest goes first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], _Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> _Page | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: tuple[str, ...], page: _Page) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_KEPT:
                self._pages.popitem(last=False)


def register(app: Flask) -> None:
    """Give the app its shelf."""
    app.extensions["kept_pages"] = _Shelf()


def kept(view: View) -> View:
    """Keep what this public view shows to those who come without a cookie; all others get a page of their own."""

    @functools.wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        if request.method != "GET" or request.cookies:
            return view(*args, **kwargs)
        shelf: _Shelf = current_app.extensions["kept_pages"]
        key = (request.host_url, request.full_path, current_language())
        now = changes.stamps()
        page = shelf.get(key)
        if page is None or not _holds(page, now):
            made, page = _make(lambda: view(*args, **kwargs), now)
            if page is None:
                return made
            shelf.put(key, page)
        return _served(page)

    return answer  # type: ignore[return-value]  # a view of the same arguments


def csrf_token() -> str:
    """The token for a form of this page, or the place where it goes when the page is being kept."""
    if "keeping" not in g:
        return str(generate_csrf())
    g.keeping = True
    return _TOKEN_PLACE


def _minute() -> int:
    return int(clock.now().timestamp()) // 60


def _holds(page: _Page, now: dict[str, int]) -> bool:
    return page.minute == _minute() and all(now.get(table) == stamp for table, stamp in page.stamps.items())


def _make(view: Callable[[], Any], now: dict[str, int]) -> tuple[Response, _Page | None]:
    """What the view answers, and the same as a page to keep, None where it may not be kept.

    The stamps were read before: what changes while the page is made makes it old at once.
    """
    minute = _minute()
    g.keeping = False
    try:
        with changes.noting_tables() as tables:
            response: Response = make_response(view())
        has_form = bool(g.keeping)
    finally:
        del g.keeping
    body = response.get_data()
    plain = response.status_code == 200 and response.mimetype == "text/html" and not response.headers.get("Set-Cookie")
    if not plain or cookie_session.modified or tables & changes.busy_tables():
        response.set_data(body.replace(_TOKEN_PLACE.encode(), generate_csrf().encode()) if has_form else body)
        return response, None
    stamps = {table: now.get(table) for table in tables}
    etag = hashlib.sha256(body).hexdigest()[:24]
    return response, _Page(minute, stamps, body if has_form else gzip.compress(body, 6), etag, has_form)


def _served(page: _Page) -> Response:
    if page.has_form:
        return Response(page.body.replace(_TOKEN_PLACE.encode(), generate_csrf().encode()), mimetype="text/html")
    if request.accept_encodings["gzip"] > 0:
        response = Response(page.body, mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(page.body), mimetype="text/html")
    response.vary.update(["Accept-Encoding", "Cookie"])
    response.set_etag(page.etag, weak=True)
    response.make_conditional(request)
    return response
