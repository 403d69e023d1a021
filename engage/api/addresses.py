"""Whole addresses of data and of the pages that show it to people."""

from __future__ import annotations

from typing import Any

from flask import current_app, request, url_for

from engage.core.errors import DomainError
from engage.core.pages import Page


class CursorUnreadable(DomainError):
    """The cursor is not one of ours, or belongs to another order of the list."""

    code = "cursor_unreadable"
    status = 400


def address_of(endpoint: str, **values: Any) -> str:
    """The address of a page or of data, as the public sees it."""
    return str(current_app.config["SETTINGS"].public_url) + url_for(endpoint, **values)


def onward(page: Page[Any]) -> dict[str, str | None]:
    """The fields of a Listing that lead on from a page, the filters kept; raises CursorUnreadable."""
    if page.restarted:
        raise CursorUnreadable
    if page.next is None:
        return {"next": None, "next_cursor": None}
    following = address_of(request.endpoint or "", **{**request.args.to_dict(), "cursor": page.next})
    return {"next": following, "next_cursor": page.next}
