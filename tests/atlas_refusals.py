"""Refusals that nothing in the demo brings about, such as a crowd's or a broken server's, as pages of the atlas."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app
from playwright.sync_api import Page
from werkzeug.exceptions import InternalServerError, RequestEntityTooLarge, ServiceUnavailable, TooManyRequests

from engage.ideas.queries import IdeaTakenDown
from engage.overview.consultation_page import ConsultationWithdrawn

_ERRORS: dict[str, Exception] = {
    "error-413": RequestEntityTooLarge(),
    "error-429": TooManyRequests(),
    "error-500": InternalServerError(),
    "error-503": ServiceUnavailable(),
    "consultation_page-show-withdrawn": ConsultationWithdrawn(),
    "ideas-show-withdrawn": IdeaTakenDown(),
}


def refusals() -> dict[str, Callable[[Page], None]]:
    """By the name of the plate, what puts its page in the place of any other."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    return {name: _showing(app, error) for name, error in _ERRORS.items()}


def _showing(app: Flask, error: Exception) -> Callable[[Page], None]:
    def show(page: Page) -> None:
        with app.test_request_context(page.url):
            told = app.make_response(app.handle_user_exception(error))
        page.set_content(told.get_data(as_text=True))

    return show
