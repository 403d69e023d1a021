"""The OpenAPI 3.1 document, made of the same models that make the answers."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic.json_schema import models_json_schema

from engage.api.data import Problem
from engage.api.operations import OPERATIONS, Operation

_SCHEMAS = "#/components/schemas/"
_ABOUT = (
    "Public data, read only: no key, no cookie, nothing personal. Times are ISO 8601 in UTC. Lists give `next` until "
    "all is read. Answers carry an ETag and may be kept for a minute. In results, counts of fewer than five are null."
)
_VARIABLES = {
    "slug": "A consultation's slug.",
    "public_id": "An idea's id.",
    "committee_key": "A committee's key.",
}


@cache
def document(public_url: str, municipality: str) -> str:
    """The document as JSON, for a platform at an address."""
    answers = [(operation.answer, "serialization") for operation in OPERATIONS]
    _, schemas = models_json_schema([*answers, (Problem, "serialization")], ref_template=_SCHEMAS + "{model}")  # type: ignore[list-item]
    told = {
        "openapi": "3.1.0",
        "info": {"title": f"{municipality}: open data", "version": "1.0.0", "description": _ABOUT},
        "servers": [{"url": f"{public_url}/api/v1"}],
        "paths": {operation.path: {"get": _operation(operation)} for operation in OPERATIONS},
        "components": {
            "schemas": schemas["$defs"],
            "responses": {"Problem": _response("What went wrong.", "application/problem+json", Problem.__name__)},
        },
    }
    return json.dumps(told, ensure_ascii=False)


def _operation(operation: Operation) -> dict[str, Any]:
    first_line, _, rest = operation.summary.partition("\n")
    return {
        "operationId": operation.name,
        "summary": first_line,
        **({"description": rest.strip()} if rest.strip() else {}),
        "tags": [operation.path.split("/")[1]],
        "parameters": [*map(_variable, operation.variables), *_parameters(operation)],
        "responses": {
            "200": _response("As asked.", "application/json", operation.answer.__name__),
            "304": {"description": "As it was when the ETag in If-None-Match was given."},
            "4XX": {"$ref": "#/components/responses/Problem"},
            "5XX": {"$ref": "#/components/responses/Problem"},
        },
    }


def _variable(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _VARIABLES[name],
        "schema": {"type": "string"},
    }


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    properties: dict[str, dict[str, Any]] = operation.query.model_json_schema()["properties"]
    return [
        {"name": name, "in": "query", "description": schema.pop("description"), "schema": schema}
        for name, schema in properties.items()
    ]


def _response(description: str, media_type: str, model: str) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": {"$ref": _SCHEMAS + model}}}}
