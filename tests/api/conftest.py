"""A reader of the JSON interface that holds each answer against the document that is served beside it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.fixtures.clients import PageClient

BASE = "/api/v1"
Read = Callable[..., dict[str, Any]]


@pytest.fixture
def document(client: PageClient) -> dict[str, Any]:
    """The OpenAPI document as served."""
    response = client.get(f"{BASE}/openapi.json")
    assert response.status_code == 200
    assert isinstance(response.json, dict)
    return response.json


@pytest.fixture
def read(client: PageClient, document: dict[str, Any]) -> Read:
    """A function that reads an address below /api/v1 and checks status and schema: `read("/ideas", status=200)`."""

    def reading(address: str, *, status: int = 200, **headers: str) -> dict[str, Any]:
        response = client.get(BASE + address.removeprefix(f"http://localhost{BASE}"), headers=headers)
        assert response.status_code == status, response.text
        told = _responses(document, response.request.path.removeprefix(BASE))
        expected = told["200"] if status == 200 else document["components"]["responses"]["Problem"]
        schema = expected["content"][response.mimetype]["schema"]
        validator = Draft202012Validator(
            {**schema, "components": document["components"]}, format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        assert [error.message for error in validator.iter_errors(response.json)] == []
        assert "Set-Cookie" not in response.headers
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert isinstance(response.json, dict)
        return response.json

    return reading


def _responses(document: dict[str, Any], path: str) -> dict[str, Any]:
    """What the document says of the answers at a path; of no path in particular where it knows none."""
    for template, methods in document["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            responses: dict[str, Any] = methods["get"]["responses"]
            return responses
    return {}
