"""Closed by default: the list of what is open to all, and who gets in elsewhere."""

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter

from engage.core.security import Permission, is_public_endpoint
from tests.fixtures.clients import PageClient, StaffClient

# What anyone may ask for. A new line here is a decision.
PUBLIC = {
    "accounts.welcome",
    "api.consultation",
    "api.consultations",
    "api.document",
    "api.idea",
    "api.ideas",
    "api.plan",
    "api.plans",
    "api.results",
    "api.strategy",
    "api_page.show",
    "consultation_page.show",
    "consultations.document",
    "consultations.listed",
    "health.healthz",
    "health.metrics",
    "health.readyz",
    "ideas.confirm_support",
    "ideas.listed",
    "ideas.new",
    "ideas.received",
    "ideas.show",
    "ideas.support",
    "ideas.undo_support",
    "messages.decline",
    "messages.show",
    "messages.take_back",
    "offline.show",
    "offline.worker",
    "overview.about",
    "overview.accessibility",
    "overview.contact",
    "overview.home",
    "overview.privacy",
    "overview.robots",
    "star.focus_area",
    "star.plan",
    "star.plans",
    "star.show",
    "star.track",
    "star.vision",
    "summaries.results",
    "surveys.check",
    "surveys.send",
    "surveys.later",
    "surveys.page",
    "surveys.send_page",
    "surveys.personal",
    "surveys.receipt",
    "surveys.resume",
    "surveys.start",
    "trace.confirm",
    "trace.email",
    "trace.show",
    "trace.stop",
}


@pytest.mark.same_on_both
def test_public_routes_are_exactly_these(app: Flask) -> None:
    found = {
        endpoint
        for endpoint in app.view_functions
        if is_public_endpoint(app, endpoint) and not endpoint.startswith(("static", "security."))
    }
    assert found == PUBLIC


@pytest.mark.same_on_both
def test_every_other_route_names_its_permission(app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if not is_public_endpoint(app, endpoint) and not isinstance(getattr(view, "permission", None), Permission)
    ]
    assert silent == []


def _somewhere(converter: BaseConverter) -> object:
    """A value that fits the variable of an address and leads to nothing."""
    if isinstance(converter, IntegerConverter):
        return 424242
    return min(converter.items) if isinstance(converter, AnyConverter) else "findes-ikke"


def _addresses(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every staff route."""
    adapter = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        if not is_public_endpoint(app, rule.endpoint):
            values = {name: _somewhere(converter) for name, converter in rule._converters.items()}
            methods = sorted((rule.methods or set()) & {"GET", "POST"})
            found += [(rule.endpoint, method, adapter.build(rule.endpoint, values, method)) for method in methods]
    return found


@pytest.mark.same_on_both
def test_nobody_gets_in_without_signing_in(app: Flask, client: PageClient) -> None:
    for endpoint, method, address in _addresses(app):
        response = client.open(address, method=method)
        assert response.status_code == 302, f"{method} {endpoint}"
        assert response.location.startswith("/staff/account/login"), f"{method} {endpoint}"


@pytest.mark.same_on_both
@pytest.mark.parametrize("role", ["reader", "secretary", "editor"])
def test_each_role_is_kept_out_of_what_it_may_not_do(app: Flask, staff_client: StaffClient, role: str) -> None:
    someone = staff_client(role)
    assert someone.user is not None
    for endpoint, method, address in _addresses(app):
        permission = getattr(app.view_functions[endpoint], "permission")  # noqa: B009 - views are plain functions
        status = someone.open(address, method=method).status_code
        if someone.user.can(permission):
            assert status < 500, f"{method} {endpoint}"
        else:
            assert status == 403, f"{method} {endpoint}"


def test_administrator_meets_no_broken_page(app: Flask, staff_client: StaffClient) -> None:
    boss = staff_client("administrator")
    for endpoint, method, address in _addresses(app):
        assert boss.open(address, method=method).status_code < 500, f"{method} {endpoint}"
