"""The OpenAPI document and the page that leads to it."""

from typing import Any

from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.fixtures.clients import PageClient


def test_document_is_valid_openapi(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_document_tells_every_route(document: dict[str, Any], app: Flask) -> None:
    routes = {
        rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.document"
    }
    assert set(document["paths"]) == routes


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        operation = methods["get"]
        assert operation["summary"].endswith("."), path
        assert all(parameter["description"] for parameter in operation["parameters"]), path


def test_page_names_every_address_in_both_languages(document: dict[str, Any], client: PageClient) -> None:
    for language in ("da", "en"):
        page = client.get(f"/api?lang={language}").text
        assert all(path in page for path in document["paths"])
        assert "/api/v1/openapi.json" in page


def test_page_is_found_from_every_page_of_citizens(client: PageClient) -> None:
    assert 'href="/api"' in client.get("/about").text
