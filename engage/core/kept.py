"""Public pages kept as they were last made, for everybody who comes without a cookie, until what they show changes.
And values that are dear to count, kept the same way; and texts that show nothing but what they are known by.

A page is the same again while its address, its language and the minute are the same and no table it was made from has
changed. The minute is there because pages tell what is open now. See docs/decisions/kept-pages.md.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Flask, Response, current_app, g, make_response, request
from flask import session as cookie_session
from flask_wtf.csrf import generate_csrf

from engage.core import changes, clock
from engage.core.db import session
from engage.core.i18n import current_language

MOST_KEPT = 200  # in each process; some 10 KB each
View = TypeVar("View", bound=Callable[..., Any])
T = TypeVar("T")
_Slots = dict[bytes, Callable[[], str]]  # what stands in a page where a visitor's own word goes, and what gives it


@dataclass(frozen=True)
class _Page:
    minute: int
    stamps: dict[str, int | None]
    body: bytes  # gzip, unless it has slots
    etag: str
    slots: _Slots


class _Shelf(Generic[T]):
    """What is kept of one app in one process; what nobody has asked for the longest goes first."""

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, key: Hashable, thing: T) -> None:
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            while len(self._things) > MOST_KEPT:
                self._things.popitem(last=False)


def register(app: Flask) -> None:
    """Give the app its shelves."""
    app.extensions["kept_pages"] = _Shelf[_Page]()
    app.extensions["kept_texts"] = _Shelf[tuple[bytes, _Slots]]()
    app.extensions["kept_values"] = _Shelf[tuple[list[int | None], Any]]()


def kept_value(key: Hashable, tables: Sequence[str], make: Callable[[], T]) -> T:
    """What `make` gives, or what it gave before if no commit has written to one of these tables since.

    `key` names all else that it depends on. In a use case, which may have written something itself, nothing is kept.
    """
    if busy := changes.busy_tables().intersection(tables):
        raise ValueError(f"changes of {busy} are not noted")
    if session().info.get("in_use_case"):
        return make()
    shelf: _Shelf[tuple[list[int | None], T]] = current_app.extensions["kept_values"]
    now = changes.stamps()  # read before: what changes meanwhile makes the value old at once
    stamps = [now.get(table) for table in tables]
    kept_before = shelf.get(key)
    if kept_before is not None and kept_before[0] == stamps:
        return kept_before[1]
    value = make()
    shelf.put(key, (stamps, value))
    return value


def kept(view: View) -> View:
    """Keep what this public view shows to those who come without a cookie; all others get a page of their own."""

    @functools.wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:
        if request.method != "GET" or request.cookies:
            return view(*args, **kwargs)
        shelf: _Shelf[_Page] = current_app.extensions["kept_pages"]
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


def kept_text(key: Hashable, make: Callable[[], str]) -> str:
    """What `make` gives, or gave before for this key, which names all that it depends on but for its slots.

    A text for which a table was read, or a message of the visitor's own was waiting, is made each time.
    """
    if "slots" in g or "_flashes" in cookie_session:
        return make()
    shelf: _Shelf[tuple[bytes, _Slots]] = current_app.extensions["kept_texts"]
    known = shelf.get(key)
    if known is None:
        with _leaving_slots() as slots, changes.noting_tables() as tables:
            known = make().encode(), slots
        if not tables:
            shelf.put(key, known)
    return _filled(*known).decode()


@contextlib.contextmanager
def _leaving_slots() -> Iterator[_Slots]:
    g.slots = {}
    try:
        yield g.slots
    finally:
        del g.slots


def slot(fill: Callable[[], str]) -> str:
    """A word of this page that is each visitor's own, or, while the page is made to be kept, the place where it goes.

    `fill` gives the word, of letters that mean nothing in HTML; it is asked again for everybody who gets the page.
    """
    if "slots" not in g:
        return fill()
    place = secrets.token_hex(16)
    g.slots[place.encode()] = fill
    return place


def csrf_token() -> str:
    """The token for a form of this page."""
    return slot(generate_csrf)


def _minute() -> int:
    return int(clock.now().timestamp()) // 60


def _holds(page: _Page, now: dict[str, int]) -> bool:
    return page.minute == _minute() and all(now.get(table) == stamp for table, stamp in page.stamps.items())


def _make(view: Callable[[], Any], now: dict[str, int]) -> tuple[Response, _Page | None]:
    """What the view answers, and the same as a page to keep, None where it may not be kept.

    The stamps were read before: what changes while the page is made makes it old at once.
    """
    minute = _minute()
    with _leaving_slots() as slots, changes.noting_tables() as tables:
        response: Response = make_response(view())
    body = response.get_data()
    plain = response.status_code == 200 and response.mimetype == "text/html" and not response.headers.get("Set-Cookie")
    if not plain or cookie_session.modified or tables & changes.busy_tables():
        response.set_data(_filled(body, slots))
        return response, None
    stamps = {table: now.get(table) for table in tables}
    etag = hashlib.sha256(body).hexdigest()[:24]
    return response, _Page(minute, stamps, body if slots else gzip.compress(body, 6), etag, slots)


def _filled(body: bytes, slots: _Slots) -> bytes:
    for place, fill in slots.items():
        body = body.replace(place, fill().encode())
    return body


def _served(page: _Page) -> Response:
    if page.slots:
        return Response(_filled(page.body, page.slots), mimetype="text/html")
    if request.accept_encodings["gzip"] > 0:
        response = Response(page.body, mimetype="text/html")
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(page.body), mimetype="text/html")
    response.vary.update(["Accept-Encoding", "Cookie"])
    response.set_etag(page.etag, weak=True)
    response.make_conditional(request)
    return response
