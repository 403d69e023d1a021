"""The side navigation of staff pages: where each leads, and what waits there."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l

from engage.accounts.access import current_actor
from engage.core.security import Permission
from engage.overview import waiting

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
    (_l("Log"), "audit_trail.audit", Permission.ADMIN),
    (_l("Indstillinger"), "settings_page.show", Permission.ADMIN),
    (_l("Min konto"), "users.me", Permission.READ),
)


# Where a new kind of work begins, a line is drawn.
GROUP_STARTS = {"staff_consultations.listed", "staff_plans.listed", "staff_messages.listed", "users.me"}


def staff_nav() -> list[dict[str, Any]]:
    """The entries this member of staff may use, with what waits there; the one that is shown is current."""
    user = current_actor()
    counts = {"tray.listed": waiting.new_inputs(user), "staff_ideas.listed": waiting.waiting_ideas(user)}
    here = request.path.rstrip("/") + "/"
    return [
        {
            "text": text,
            "href": url_for(endpoint),
            "current": _is_current(url_for(endpoint), here),
            "count": counts.get(endpoint),
            "is_more": counts.get(endpoint, 0) >= waiting.MOST_COUNTED,
            "starts_group": endpoint in GROUP_STARTS,
        }
        for text, endpoint, permission in ENTRIES
        if endpoint in current_app.view_functions and user.can(permission)
    ]


def _is_current(href: str, here: str) -> bool:
    path = href.partition("?")[0].rstrip("/") + "/"
    return here == path if path == "/staff/" else here.startswith(path)


def register(app: Flask) -> None:
    """Let the staff layout ask for its navigation; nobody else does, least of all an error page."""
    app.jinja_env.globals["staff_nav"] = staff_nav
