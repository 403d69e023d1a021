"""The API is asked for everything its own document allows and much that it does not: never a fault, always as told."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from engage.core.db import db
from tests.consultations.factories import make_consultation
from tests.ideas.factories import make_idea
from tests.strategy.factories import adopt, make_objective, make_plan, make_track

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
DOCUMENT = "/api/v1/openapi.json"


def ask_everything(app: Flask, tries: int) -> set[int]:
    """Ask each operation so many times, half of the time wrongly; the statuses that came back."""
    track = make_track(make_objective(make_plan()))
    adopt(track.objective.plan)
    make_idea()
    make_consultation()
    db.session.commit()
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, app)
    seen: set[int] = set()
    asked = settings(
        max_examples=tries,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            def ask(case: Case[Any]) -> None:
                with app.app_context():
                    response = case.call(headers={"Accept-Encoding": "identity"})  # it does not unpack what it gets
                    case.validate_response(response, checks=CHECKS)
                seen.add(response.status_code)

            strategy = operation.as_strategy(generation_mode=mode)
            asked(given(case=strategy)(ask))()
    return seen


def test_the_api_answers_as_its_document_says(app: Flask) -> None:
    assert ask_everything(app, tries=8) >= {200, 404}


@pytest.mark.long
def test_the_api_answers_as_its_document_says_however_often_it_is_asked(app: Flask) -> None:
    assert ask_everything(app, tries=300) >= {200, 404}
