"""Danish first, English beside it: which language a page speaks, and how it writes dates and numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from flask import Flask, has_request_context, request, url_for
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_datetime,
    format_decimal,
    get_locale,
    get_translations,
)

from engage.core import clock
from engage.core.db import LocalisedText

LANGUAGES = ("da", "en")
_LOCALES = {"da": "da_DK", "en": "en_GB"}
babel = Babel()

__all__ = ["LANGUAGES", "babel", "current_language", "force_language", "lang_url", "localise"]


def _select_locale() -> str:
    if not has_request_context():
        return _LOCALES["da"]
    chosen = request.args.get("lang")
    if chosen not in LANGUAGES:
        chosen = request.accept_languages.best_match(LANGUAGES, default="da")
    return _LOCALES[chosen]


def current_language() -> str:
    """The language of this page, "da" or "en"; Danish where there is no request."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else "da"


def force_language(language: str) -> Any:
    """A context in which texts are written in this language: for mails and documents."""
    return force_locale(_LOCALES.get(language, _LOCALES["da"]))


def localise(text: LocalisedText | None, language: str | None = None) -> str:
    """The text in this language (default: the page's), else in Danish, else in whatever there is."""
    if not text:
        return ""
    wanted = text.get(language or current_language())
    return wanted or text.get("da") or next((value for value in text.values() if value), "")


def _text(danish: str) -> str:
    """A template's text in the language of the page. Danish is what is written in the templates."""
    return danish if current_language() == "da" else str(get_translations().ugettext(danish))


def _counted(one: str, many: str, count: int) -> str:
    return str(get_translations().ungettext(one, many, count))


def lang_url(language: str) -> str:
    """This page in another language, the rest of its address kept."""
    args = {**request.args.to_dict(flat=False), "lang": language}
    return url_for(request.endpoint or "overview.home", **{**(request.view_args or {}), **cast(dict[str, Any], args)})


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """A language chosen by ?lang= follows along in the links, without a cookie."""
    chosen = request.args.get("lang") if has_request_context() else None
    if chosen in LANGUAGES and not endpoint.startswith("static"):
        values.setdefault("lang", chosen)


def date_and_time(moment: dt.datetime | None) -> str:
    """`3. maj 2026 kl. 14.05`, `3 May 2026 at 14:05`; empty for None."""
    if moment is None:
        return ""
    if current_language() == "da":
        return str(format_datetime(clock.local(moment), "d. MMMM y 'kl.' HH.mm", rebase=False))
    return str(format_datetime(clock.local(moment), "d MMMM y 'at' HH:mm", rebase=False))


def date_only(day: dt.date | dt.datetime | None) -> str:
    """`3. maj 2026`, `3 May 2026`; empty for None."""
    if day is None:
        return ""
    if isinstance(day, dt.datetime):
        day = clock.local(day).date()
    return str(format_date(day, "d. MMMM y" if current_language() == "da" else "d MMMM y"))


def time_of_day(time: dt.time) -> str:
    """`9.00` in Danish, `9:00` in English."""
    return f"{time.hour}{'.' if current_language() == 'da' else ':'}{time.minute:02}"


def number(value: float | None, decimals: int = 0) -> str:
    """`1.234,5` in Danish, `1,234.5` in English; a dash for None."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(round(value, decimals), format=pattern))


def percent(share: float | None) -> str:
    """A share from 0 to 1 as `12 %` (Danish) or `12%` (English); a dash for None."""
    if share is None:
        return "–"
    return f"{number(share * 100)}{chr(160) if current_language() == 'da' else ''}%"


def register(app: Flask) -> None:
    """Choose the language per request and give the templates their filters."""
    app.config.update(BABEL_DEFAULT_LOCALE="da_DK", BABEL_DEFAULT_TIMEZONE="Europe/Copenhagen")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(app, locale_selector=_select_locale)
    app.jinja_env.install_gettext_callables(_text, _counted, newstyle=True)  # type: ignore[attr-defined]
    app.url_defaults(_keep_language)
    app.jinja_env.filters.update(loc=localise, dt=date_and_time, d=date_only, number=number, percent=percent)
    app.jinja_env.globals.update(current_language=current_language, lang_url=lang_url)

    @app.after_request
    def _say_language(response: Any) -> Any:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", current_language())
            response.vary.add("Accept-Language")
        return response
