"""Sending: one response, once, with its texts handed on."""

from flask import Flask

from engage.core.db import session
from engage.surveys.models import Draft, Response
from tests.surveys.factories import make_response, published_survey


def test_a_response_takes_the_place_of_its_draft(app: Flask) -> None:
    """What was on its way is gone when it has arrived."""
    survey = published_survey()
    response = make_response(survey, {"how": "bus", "more": "Der mangler en bus om aftenen."})
    assert session().query(Response).one().id == response.id
    assert session().query(Draft).count() == 0
