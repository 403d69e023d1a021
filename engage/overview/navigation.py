"""The side navigation of staff pages: where each leads, and what waits there."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l
from flask_security import current_user

from engage.core.security import Permission, Staff

# text, endpoint, permission; in the order of a working day
ENTRIES = (
    (_l("I dag"), "overview.today", Permission.READ),
    (_l("Indbakke"), "tray.listed", Permission.READ),
    (_l("Idéer"), "staff_ideas.listed", Permission.READ),
    (_l("Høringer"), "staff_consultations.listed", Permission.READ),
    (_l("Spørgeskemaer"), "staff_surveys.listed", Permission.READ),
    (_l("Udsendelser"), "campaigns.listed", Permission.EDIT),
    (_l("Kontakter"), "contacts.listed", Permission.EDIT),
    (_l("Opsummeringer"), "staff_summaries.listed", Permission.READ),
    (_l("Planer"), "staff_plans.listed", Permission.READ),
    (_l("Strategi"), "staff_strategy.show", Permission.ADMIN),
    (_l("Beskeder"), "staff_messages.listed", Permission.EDIT),
    (_l("Fanget post"), "mailbox.listed", Permission.READ),
    (_l("Brugere"), "users.listed", Permission.ADMIN),
    (_l("Log"), "accounts.audit", Permission.ADMIN),
    (_l("Min konto"), "users.me", Permission.READ),
)


def staff_nav() -> list[dict[str, Any]]:
    """The entries this member of staff may use; the one whose part of the site is shown is current."""
    user = cast(Staff, current_user)
    shown = [
        (text, url_for(endpoint))
        for text, endpoint, permission in ENTRIES
        if user.can(permission)
    ]
    here = request.path.rstrip("/") + "/"
    return [{"text": text, "href": href, "current": _is_current(href, here), "count": None} for text, href in shown]


def _is_current(href: str, here: str) -> bool:
    path = href.partition("?")[0].rstrip("/") + "/"
    return here == path if path == "/staff/" else here.startswith(path)


def register(app: Flask) -> None:
    """Give the staff layout its navigation; made only when a page asks for it."""

    @app.context_processor
    def _navigation() -> dict[str, Any]:
        signed_in = getattr(current_user, "is_authenticated", False) and request.path.startswith("/staff")
        return {"staff_nav": staff_nav() if signed_in else []}
