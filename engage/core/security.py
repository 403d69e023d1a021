"""Closed by default: every view says who may use it, and every answer carries the safety headers."""

from __future__ import annotations

import base64
import functools
import hashlib
import secrets
from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, Request, Response, abort, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import current_user
from flask_wtf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response as AnyResponse

from engage.core.kept import csrf_token

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """What a member of staff may do; roles are sets of these, some of them within committees only."""

    READ = "read"  # see everything staff see
    TRIAGE = "triage"  # read, tag, weigh, link and answer inputs (per committee)
    PLAN = "plan"  # edit plans, objectives, tracks and action plans (per committee)
    EDIT = "edit"  # consultations, surveys, contacts, campaigns, published results
    ADMIN = "admin"  # users, strategy, settings


class Staff(Protocol):
    """What this module needs to know of a user."""

    is_authenticated: bool

    def can(self, permission: Permission, committee_id: int | None = None) -> bool:
        """True when the user may do this (in this committee; None: in any at all)."""


def public(view: View) -> View:
    """Anyone may use this view. A test lists them all."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def staff(permission: Permission) -> Callable[[View], View]:
    """Only signed-in staff with this permission in at least one committee may use this view.

    Rights to a single row are checked by the service, which knows its committee.
    """

    def mark(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return mark


# Views of extensions that take care of themselves: static files and the sign-in pages.
SELF_GUARDED_PREFIXES = ("static", "security.")


def is_public_endpoint(app: Flask, endpoint: str) -> bool:
    """True when the endpoint answers without sign-in."""
    return endpoint.startswith(SELF_GUARDED_PREFIXES) or getattr(app.view_functions.get(endpoint), "is_public", False)


def _check_access() -> AnyResponse | None:
    endpoint = request.endpoint
    if endpoint is None or is_public_endpoint(current_app, endpoint):
        return None
    permission = getattr(current_app.view_functions[endpoint], "permission", None)
    if permission is None:  # a view that says nothing is closed to all
        abort(404)
    user = cast(Staff, current_user)
    if not user.is_authenticated:
        return redirect(
            url_for("security.login", next=request.full_path.rstrip("?") if request.method == "GET" else None)
        )
    if not user.can(permission):
        abort(403)
    return None


# Below these nobody is known: no cookie is read or set, so that any cache may keep an answer.
WITHOUT_SESSION = ("/api/",)


class _Sessions(SecureCookieSessionInterface):
    """Sessions in a signed cookie, where there are sessions. The signer is made once, not with every request."""

    @functools.cache  # noqa: B019 - one app and one signer in a process
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return super().get_signing_serializer(app)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return None if request.path.startswith(WITHOUT_SESSION) else super().open_session(app, request)


def csp_nonce() -> str:
    """The nonce of this response, for a style that is made for this one page."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return cast(str, g.csp_nonce)


@functools.cache
def _hash_of(style: str) -> str:
    """How a policy names an inline style that is always the same."""
    return f" 'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" if style else ""


def csrf_field() -> Markup:
    """The hidden field that every form carries. Asking for it starts a session, so only form pages do."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(csrf_token())


def _add_headers(response: Response) -> Response:
    nonce = f" 'nonce-{g.csp_nonce}'" if "csp_nonce" in g else ""
    headers = response.headers
    brand = _hash_of(current_app.jinja_env.globals["brand_style"])
    headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; "
        f"style-src 'self'{brand}{nonce}; script-src 'self'{nonce}; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if not request.path.startswith("/static/"):
        if "Set-Cookie" in headers or session or session.modified or _signed_in():
            headers["Cache-Control"] = "no-store"  # whatever a library says: it is for one person
        headers.setdefault("Cache-Control", "no-cache")
    return response


def _signed_in() -> bool:
    """True when this answer was made for a user; asks nothing of the database, which may be away."""
    return bool(getattr(g.get("_login_user"), "is_authenticated", False))


def _on_unknown_host(_error: SecurityError) -> Response:
    """No page: none of its addresses could be written for a host that is not ours."""
    return Response("Unknown host name.\n", 400, mimetype="text/plain")


def register(app: Flask, brand_colour: str) -> None:
    """Guard every route, protect every form, and add the headers. `brand_colour`: empty for the style sheet's."""
    app.session_interface = _Sessions()
    csrf.init_app(app)
    app.register_error_handler(SecurityError, _on_unknown_host)
    app.before_request(_check_access)
    app.after_request(_add_headers)
    app.jinja_env.globals.update(csp_nonce=csp_nonce, csrf_field=csrf_field)
    app.jinja_env.globals["brand_style"] = f":root{{--colour-brand:{brand_colour}}}" if brand_colour else ""
