"""Answering as a person does: by the links and buttons of the pages."""

from __future__ import annotations

import re
from typing import Any, cast

import sqlalchemy as sa
from werkzeug.test import TestResponse

from engage.core.db import session
from engage.surveys.models import Draft, Response, Survey
from tests.fixtures.clients import PageClient


def address(survey: Survey, *steps: str) -> str:
    """The address of a survey's page."""
    return "/".join(("/surveys", survey.slug, *steps))


def words(page: TestResponse) -> str:
    """What a page says, entities resolved and blanks joined."""
    text = re.sub(r"<[^>]+>", " ", page.get_data(as_text=True))
    return " ".join(text.replace("&#34;", '"').replace("&#39;", "'").split())


def fill(client: PageClient, page: TestResponse, button: str = "Næste", **answers: Any) -> TestResponse:
    """Answer a page's questions by key and press a button; the page that comes of it."""
    fields = {f"q-{key.replace('__', '-')}": value for key, value in answers.items()}
    return client.submit(page, fields, button=button, follow_redirects=True)


def first_page(client: PageClient, survey: Survey, query: str = "") -> TestResponse:
    """The page behind the button of the start page."""
    start = client.get(address(survey) + query)
    found = re.search(r'class="button button--primary" href="([^"]+)"', start.get_data(as_text=True))
    assert found, words(start)
    return client.get(found[1].replace("&amp;", "&"))


def to_review(client: PageClient, survey: Survey, **answers: Any) -> TestResponse:
    """The review of the everyday questionnaire, with these answers on its pages."""
    last = {key: value for key, value in answers.items() if key in {"more", "areas", "home"}}
    middle = {key: value for key, value in answers.items() if key in {"why_car", "safe", "minutes"}}
    page = fill(client, first_page(client, survey), how=answers.get("how", "bike"))
    return fill(client, fill(client, page, **middle), **last)


def another(client: PageClient) -> PageClient:
    """Another browser, which knows nothing of this one."""
    return cast("PageClient", client.application.test_client())


def responses() -> list[Response]:
    """All responses there are."""
    return list(session().scalars(sa.select(Response)))


def drafts() -> list[Draft]:
    """All drafts there are."""
    return list(session().scalars(sa.select(Draft)))
