"""Plans that no committee has adopted, which the demo has none of, as pages of the atlas."""

from __future__ import annotations

from collections.abc import Callable

import flask_login
from flask import current_app
from playwright.sync_api import Page
from sqlalchemy.orm.attributes import set_committed_value

from engage.accounts.models import User
from engage.core.db import session
from engage.strategy import queries
from engage.strategy.plans import PlanStatus

# the service worker, which would fetch the page itself
_FORGET = "navigator.serviceWorker.getRegistrations().then(all => Promise.all(all.map(one => one.unregister())))"


def unadopted(committee_key: str, reader: User) -> Callable[[Page], None]:
    """What puts in the place of a page about a committee's plan the same page from before it was adopted.

    The plan is a draft only while the page is made: nothing of it is stored.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    reader_id = reader.id

    def show(page: Page) -> None:
        with app.test_request_context(page.url, headers={"Cookie": "kept=no"}):  # nor is a kept page given
            flask_login.login_user(session().get_one(User, reader_id))
            plan = queries.plan_of(queries.committee(committee_key))
            assert plan is not None
            set_committed_value(plan, "status", PlanStatus.DRAFT)  # not a change, which would be stored at once
            set_committed_value(plan, "versions", [])
            made = app.make_response(app.dispatch_request()).get_data(as_text=True)
            session().rollback()
        page.evaluate(_FORGET)
        page.route(page.url, lambda route: route.fulfill(body=made, content_type="text/html; charset=utf-8"))
        page.reload()

    return show
