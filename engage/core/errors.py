"""Domain errors, and the one place where an error becomes an answer: a page, or what a part of the site answers in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog
from flask import Flask, g, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from jinja2 import Template
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from engage.core.db import session
from engage.core.limits import seconds_left
from engage.core.typed import typed

log = structlog.get_logger()


@dataclass(frozen=True)
class Onward:
    """Where to go from an error: a button, and below it other ways as (icon, words, address).

    `about` names what was asked for, `fact` is the one thing to know of it, such as the day it opens.
    """

    words: str
    address: str
    about: str = ""
    fact: str = ""
    others: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Wording:
    """What a person reads of an error: the text, and where the status alone would mislead, a heading and a way on."""

    text: LazyString
    title: LazyString | None = None
    onward: Callable[[], Onward] | None = None
    drawing: str = "info"


# code -> what the page says; features add theirs with describe()
_TEXTS: dict[str, Wording] = {}


class DomainError(Exception):
    """Something the rules of the house refuse. Subclasses set `code` and `status`; `params` go into the text."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params


class NotFound(DomainError):
    """There is no such thing, or this person may not know of it."""

    code = "not_found"
    status = 404


class Forbidden(DomainError):
    """The thing is there, but this person may not do this."""

    code = "forbidden"
    status = 403


class Conflict(DomainError):
    """Somebody else changed it first."""

    code = "conflict"
    status = 409


class Gone(DomainError):
    """It was here once: a closed survey, a used link."""

    code = "gone"
    status = 410


class LinkBroken(NotFound):
    """A private link that opens nothing: forged, mistyped or broken over two lines."""

    code = "link_broken"


def describe(
    code: str,
    text: LazyString,
    *,
    title: LazyString | None = None,
    onward: Callable[[], Onward] | None = None,
    drawing: str = "info",
) -> None:
    """Give an error code the words a person reads; called by a feature's views.

    `title` is the page's heading, `onward` where to go from there; without them the page has those of the status.
    `drawing` is the icon beside the heading.
    """
    _TEXTS[code] = Wording(text, title, onward, drawing)


def text_of(error: DomainError) -> str:
    """The words for an error, in the language of the request."""
    wording = _TEXTS.get(error.code)
    text = wording.text if wording else _STATUS_TEXTS.get(error.status, _STATUS_TEXTS[500])
    return str(text) % error.params if error.params else str(text)


_STATUS_TEXTS: dict[int, LazyString] = {
    400: _l("Der var noget galt med det, din browser sendte. Det sker fx, når et link er skåret over."),
    403: _l("Siden er kun for dem, der arbejder med den. Skal du kunne se den, så spørg en administrator."),
    404: _l("Vi kan ikke finde siden. Måske er adressen skrevet forkert, eller siden er flyttet."),
    405: _l("Siden kan ikke bruges på den måde. Gå tilbage, og brug knapperne på siden."),
    409: _l("En anden har ændret det samme, mens du arbejdede. Åbn siden igen for at se det nyeste."),
    410: _l("Det, du leder efter, har været her, men er lukket nu."),
    413: _l("Det, du sendte, er for stort. Gør det mindre, og prøv igen."),
    422: _l("Det kunne ikke gemmes. Gå tilbage, ret det, og prøv igen."),
    429: _l("Der kommer mange forsøg fra dit netværk lige nu. Det kan være andres, fx på et bibliotek."),
    500: _l("Fejlen er vores, og vi har fået besked om den. Du har ikke gjort noget forkert."),
    503: _l("Vi kan hverken hente eller gemme lige nu. Det går som regel over i løbet af et par minutter."),
}


describe(
    "link_broken",
    _l("Der mangler som regel et bogstav. Kopiér hele linket fra mailen, også det, der står på næste linje."),
    title=_l("Linket virker ikke"),
)

# (status, code of a domain error or "", its words or "") -> the answer
Answerer = Callable[[int, str, str], Any]
# Where time alone mends it, the form is sent again by a button; where it does not, its words are shown to be copied.
_SENT_AGAIN = {429, 500, 503}
_SHOWN = {409, 410, 422, *_SENT_AGAIN}
# path prefix -> how errors are told below it; pages elsewhere
_ANSWERERS: dict[str, Answerer] = {}


def answer_below(prefix: str, answerer: Answerer) -> None:
    """Let errors of every address below a prefix, unknown ones too, be told in another way than by a page.

    The words are empty where nothing better is known than the status; the answerer then says it in its own.
    """
    _ANSWERERS[prefix] = answerer


def _error_page(status: int, code: str, text: str) -> tuple[str, int]:
    """The page for a code that has a heading of its own, else for its status, else the common one."""
    wording = _TEXTS.get(code)
    shown: dict[str, Any] = {
        "status": status,
        "typed": typed() if status in _SHOWN else None,
        "again": status in _SENT_AGAIN,
        "wait": max(1, round(g.retry_after / 60)) if g.get("retry_after") else None,
    }
    if wording and wording.title:
        onward = wording.onward() if wording.onward else None
        shown |= {"title": wording.title, "drawing": wording.drawing, "onward": onward}
        return render_template("errors/told.html", text=text, **shown), status
    text = text or str(_STATUS_TEXTS.get(status, _STATUS_TEXTS[500 if status >= 500 else 400]))
    template: list[str | Template] = [
        f"errors/{status}.html",
        "errors/500.html" if status >= 500 else "errors/400.html",
    ]
    return render_template(template, text=text, **shown), status


def _answer(status: int, code: str = "", text: str = "") -> Any:
    tell = next((tell for prefix, tell in _ANSWERERS.items() if request.path.startswith(prefix)), _error_page)
    return tell(status, code, text)


def register(app: Flask) -> None:
    """Turn every error into an answer that says what to do next."""

    def on_domain_error(error: DomainError) -> Any:
        log.info("refused", code=error.code, status=error.status, endpoint=request.endpoint)
        return _answer(error.status, error.code, text_of(error) if error.code in _TEXTS else "")

    def on_http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        g.retry_after = seconds_left() if error.code == 429 else None
        response = app.make_response(_answer(error.code))
        further = {"Allow": dict(error.get_headers()).get("Allow"), "Retry-After": g.retry_after}
        response.headers.update({name: str(value) for name, value in further.items() if value})
        return response

    def on_csrf_error(error: CSRFError) -> Any:
        log.info("csrf_refused", reason=error.description, endpoint=request.endpoint)
        if not same_origin():
            return _answer(400)
        return render_template("errors/csrf.html", typed=typed()), 400

    def on_stale(error: StaleDataError) -> Any:
        session().rollback()
        return _answer(409)

    def on_database_away(error: OperationalError) -> Any:
        log.error("database_away", error=str(error.orig).splitlines()[0])
        session().rollback()
        g._login_user = None  # noqa: SLF001 - else the page would ask the database again who is reading
        return _answer(503)

    def on_unstorable(error: DataError) -> Any:
        """An address or a form holds what no text column can: a NUL character, a number beyond all numbers."""
        log.info("unstorable", error=type(error.orig).__name__, endpoint=request.endpoint)  # its words quote the field
        session().rollback()
        return _answer(400)

    def on_unexpected(error: Exception) -> Any:
        log.exception("unexpected", endpoint=request.endpoint)
        session().rollback()
        return _answer(500)

    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(StaleDataError, on_stale)
    app.register_error_handler(OperationalError, on_database_away)
    app.register_error_handler(DataError, on_unstorable)
    app.register_error_handler(Exception, on_unexpected)


def same_origin() -> bool:
    """True when the browser says the form was sent from a page of ours."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "") == request.host_url.rstrip("/")
