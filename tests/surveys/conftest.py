"""Questionnaires to try the survey engine on, and a language to speak with, without database or request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture
def danish() -> Iterator[None]:
    """Interface texts as they are written: in Danish."""
    app = Flask(__name__)
    Babel(app, default_locale="da_DK")
    with app.app_context():
        yield
