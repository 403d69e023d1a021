"""Somebody has a dump of the database and knows when each person answered: whose answer is whose?

The attacker reads every table in the order in which its rows lie, as `pg_dump` writes them, and from an access log
the order in which people pressed the button.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

import worker.tasks
from engage.core.db import Base, db, session
from engage.invitations import fan_out, service
from engage.invitations.models import Contact, Invitation
from engage.surveys.links import personal_url
from engage.surveys.models import WRITTEN_WITH_AN_ANSWER, PersonalLink
from tests.factories import make_user
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock
from tests.invitations.factories import make_campaign
from tests.strategy.factories import make_strategy
from tests.surveys.factories import published_survey
from tests.surveys.walking import another, to_review

pytestmark = pytest.mark.usefixtures("app")

Row = dict[str, Any]
PEOPLE = 8
ABOUT_PEOPLE = ("contacts", "invitations", "messages", "personal_links", "suppressions", "audit_entries")


def dump() -> dict[str, list[Row]]:
    """Every table, its rows in the order in which they lie."""
    place: sa.ColumnElement[Any] = sa.literal_column("ctid" if db.engine.dialect.name == "postgresql" else "rowid")
    with db.engine.connect() as connection:
        return {
            name: [dict(row) for row in connection.execute(sa.select(table).order_by(place)).mappings()]
            for name, table in Base.metadata.tables.items()
        }


def answer_of(email: str) -> str:
    return f"Ord som kun {email.partition('@')[0]} har skrevet."


@pytest.fixture
def log(client: PageClient, clock: Clock) -> list[str]:
    """Who sent an answer, in the order in which they did; all were invited to an anonymous survey."""
    make_strategy()
    survey = published_survey(open_link=False)
    emails = [f"borger{number}@posten.example" for number in range(PEOPLE)]
    campaign = make_campaign(*emails, survey=survey)
    service.release(make_user("editor"), campaign.id)
    fan_out.fan_out(campaign.id)
    random.Random(4).shuffle(emails)
    for email in emails:
        clock.advance(minutes=3)
        query = sa.select(PersonalLink).join(Invitation, Invitation.link_id == PersonalLink.id).join(Contact)
        link = session().scalars(query.where(Contact.email == email)).one()
        browser = another(client)
        browser.get(urlsplit(personal_url(link, survey.slug)).path)
        browser.submit(to_review(browser, survey, more=answer_of(email), areas=["growth"]), button="Send mine svar")
    session().commit()
    return emails


def test_the_rows_of_an_answer_lie_in_the_order_of_their_random_keys(log: list[str]) -> None:
    worker.tasks.forget_order()
    for name in WRITTEN_WITH_AN_ANSWER:
        keys = [column.name for column in Base.metadata.tables[name].primary_key.columns]
        lying = [tuple(row[key] for key in keys) for row in dump()[name]]
        assert lying == sorted(lying), name
    stolen = dump()
    assert len(stolen["responses"]) == len(stolen["inputs"]) == len(stolen["input_focus_areas"]) == PEOPLE


def test_the_order_of_the_log_does_not_tell_whose_answer_is_whose(log: list[str]) -> None:
    worker.tasks.forget_order()
    stolen = dump()
    for name in ("responses", "inputs"):
        guessed = [str(row) for row in stolen[name]]
        right = sum(answer_of(email) in text for email, text in zip(log, guessed, strict=True))
        assert right < PEOPLE, f"{name} lies in the order of the log"


def test_every_table_that_an_answer_writes_to_is_laid_out_anew(log: list[str]) -> None:
    stolen = dump()
    told = {name for name, rows in stolen.items() if any(answer_of(email) in str(rows) for email in log)}
    told |= {name for name, rows in stolen.items() if any(is_about_an_answer(row, stolen) for row in rows)}
    assert told <= set(WRITTEN_WITH_AN_ANSWER), told


def is_about_an_answer(row: Row, stolen: dict[str, list[Row]]) -> bool:
    ids = {one["id"] for name in ("responses", "inputs", "traces") for one in stolen[name]}
    return any(value in ids for value in row.values() if isinstance(value, int))


def test_a_link_that_was_used_is_in_no_table(log: list[str]) -> None:
    assert dump()["personal_links"] == []


def test_nothing_of_a_person_stands_in_an_answer(log: list[str]) -> None:
    stolen = dump()
    about_answers = Counter(traits(stolen, WRITTEN_WITH_AN_ANSWER))
    shared = {trait for trait in traits(stolen, ABOUT_PEOPLE) if about_answers[trait]}
    assert shared == set()


def traits(stolen: dict[str, list[Row]], tables: tuple[str, ...]) -> Iterator[object]:
    """Every value that is not the same for all rows of its column: what could tell one from the others."""
    for name in tables:
        for column in stolen[name][0] if stolen[name] else ():
            values = [row[column] for row in stolen[name]]
            if len({str(value) for value in values}) > 1:
                yield from (value for value in values if telling(value))


def telling(value: object) -> bool:
    if isinstance(value, int):
        return value > 10_000  # smaller ones are running numbers of something else
    return isinstance(value, dt.datetime) or (isinstance(value, str) and len(value) > 8)


def test_no_time_in_the_dump_is_that_of_an_answer(log: list[str], clock: Clock) -> None:
    stolen = dump()
    for name in WRITTEN_WITH_AN_ANSWER:
        for row in stolen[name]:
            times = [value for value in row.values() if isinstance(value, dt.datetime)]
            assert all(moment.time() == dt.time(12) for moment in times), name
