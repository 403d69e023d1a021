"""What the promise of anonymity rests on: no fine time, and nothing that leads from a response to a link."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from engage.consultations.models import PrivacyMode
from engage.core.db import Base, session
from engage.surveys.links import personal_url
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.surveys.factories import everyday_document, make_link, published_survey, question
from tests.surveys.walking import address, responses, to_review, words

pytestmark = pytest.mark.usefixtures("app")
ABOUT_ONE = ("responses", "traces", "inputs", "personal_links")


def rows(*tables: str) -> dict[str, list[dict[str, Any]]]:
    found = {name: session().execute(sa.select(Base.metadata.tables[name])).mappings() for name in tables}
    return {name: [dict(row) for row in lines] for name, lines in found.items()}


def answered_by_link(client: PageClient, clock: Clock, mode: PrivacyMode) -> set[str]:
    survey = published_survey(make_consultation(privacy_mode=mode), open_link=False)
    link = make_link(survey)
    traits = {str(link.id), link.public_id}
    client.get(urlsplit(personal_url(link, survey.slug)).path)
    review = to_review(client, survey, more="Et svar")
    clock.advance(hours=3, minutes=37, seconds=41)
    client.submit(review, button="Send mine svar")
    return traits


def test_an_anonymous_answer_has_no_time_finer_than_its_day(client: PageClient, clock: Clock) -> None:
    answered_by_link(client, clock, PrivacyMode.ANONYMOUS)
    times = [
        (table, name, value)
        for table, lines in rows(*ABOUT_ONE).items()
        for line in lines
        for name, value in line.items()
        if isinstance(value, dt.datetime)
    ]
    assert times
    assert [entry for entry in times if entry[2].time() != dt.time(12)] == []


def test_nothing_leads_from_a_link_to_an_anonymous_response(client: PageClient, clock: Clock) -> None:
    traits = answered_by_link(client, clock, PrivacyMode.ANONYMOUS)
    stored = rows("responses", "traces", "inputs")
    assert stored["responses"][0]["pseudonym"] is None
    for lines in stored.values():
        for line in lines:
            assert not [name for name, value in line.items() if any(trait in str(value) for trait in traits)]
    assert rows("personal_links")["personal_links"] == []


def test_a_pseudonym_is_the_same_for_the_same_link_and_says_no_more(client: PageClient, clock: Clock) -> None:
    traits = answered_by_link(client, clock, PrivacyMode.PSEUDONYMOUS)
    (response,) = responses()
    assert response.pseudonym is not None
    assert not [trait for trait in traits if trait in response.pseudonym]
    assert response.submitted_at == clock.now


def test_the_promise_is_computed_from_what_is_asked(client: PageClient) -> None:
    document = everyday_document()
    document["pages"][2]["questions"].append(question("short_text", "name", "Dit navn", becomes_input=False))
    start = client.get(address(published_survey(document=document)))
    assert "anonymt" not in words(start)
    assert "Vi kan se, hvem der har svaret" in words(start)
