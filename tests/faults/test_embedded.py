"""The embedded default, SQLite and files: what it stands on goes away and comes back, and it is ended as a whole."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from engage.core.db import session
from engage.surveys.models import Response
from tests.faults.citizens import Citizen, Crowd
from tests.faults.outages import EMBEDDED
from tests.faults.platform import Platform, eventually
from tests.faults.scene import come_right, count, let_time_pass, released
from tests.ideas.factories import make_idea
from tests.services.server import wait_until
from tests.surveys.factories import published_survey

UNSAVED = {"database locked", "disk full"}  # nothing can be saved meanwhile


@pytest.mark.parametrize("name", EMBEDDED)
def test_an_outage_loses_no_word_and_no_mail(embedded: Platform, name: str) -> None:
    survey, idea = published_survey(), make_idea(status="published")
    citizen, words = Citizen(embedded.url), f"Skrevet under prøven {name}."
    asked = f"{name.replace(' ', '.')}@borger.example"

    def write() -> None:
        citizen.answer(survey.slug, words)
        address, page = citizen.get(f"/ideas/{idea.public_id}/support")
        citizen.send(address, page, {"method": "email", "email": asked})

    embedded.wait_until_up()
    with ThreadPoolExecutor(1) as waiting:
        with EMBEDDED[name](embedded):
            writing = waiting.submit(write)
            if name in UNSAVED:
                wait_until(lambda: citizen.refused > 0 or writing.done(), 60, "the page says that it cannot be saved")
            else:
                writing.result(60)
            assert embedded.answers("/ideas", seconds=30)
        writing.result(120)
    assert (citizen.refused > 0) == (name in UNSAVED)
    assert citizen.forgotten == []
    kept = sa.select(Response.answers).where(Response.survey_id == survey.id)
    session().rollback()
    assert [answers["more"] for answers in session().scalars(kept)] == [words]
    for _ in range(6):  # minutes, for whom the mail server was away
        let_time_pass()
        embedded.sweep_soon()
        if _came(embedded, asked):
            break
    ids = {mail.message["Message-ID"] for mail in embedded.smtp.to(asked)}
    assert len(ids) == 1


def _came(hurt: Platform, address: str) -> bool:
    try:
        hurt.smtp.wait_for(1, to=address, seconds=10)
    except TimeoutError:
        return False
    return True


def test_ended_as_a_whole_it_goes_on_where_it_was(embedded: Platform) -> None:
    survey = published_survey()
    released(embedded, survey, 150)
    with Crowd(embedded.url, survey.slug, 2) as crowd:
        time.sleep(1.5)
        embedded.stop()
        embedded.start()
        eventually(lambda: len(crowd.acknowledged) >= 2, 120, "answers are acknowledged")
    come_right(embedded, 150, survey, 300)
    assert count(embedded, survey, crowd, 150, Counter()).doubles == 0
