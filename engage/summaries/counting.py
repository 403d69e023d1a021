"""Counting in SQL: what was answered, how many, when and by which way, without reading answers into Python."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import sqlalchemy as sa

from engage.core import clock
from engage.core.db import session
from engage.invitations.models import Invitation
from engage.surveys.models import QuestionnaireVersion, Response, Tally


@dataclass
class QuestionCount:
    """What was answered to one question of one version."""

    values: dict[str, int] = field(default_factory=dict)
    answered: int = 0  # responses with an answer
    not_answered: int = 0  # responses to which it was put in vain


def counts_of(survey_id: int) -> dict[int, dict[str, QuestionCount]]:
    """Per version id and question key, what was answered. Two grouped queries, whatever the number of responses."""
    versions = sa.select(QuestionnaireVersion.id).where(QuestionnaireVersion.survey_id == survey_id)
    found: dict[int, dict[str, QuestionCount]] = defaultdict(lambda: defaultdict(QuestionCount))
    by_value = (
        sa.select(Tally.version_id, Tally.question_key, Tally.value, sa.func.count())
        .where(Tally.version_id.in_(versions))
        .group_by(Tally.version_id, Tally.question_key, Tally.value)
    )
    for version_id, key, value, count in session().execute(by_value):
        if value is None:
            found[version_id][key].not_answered = count
        else:
            found[version_id][key].values[value] = count
    answered = (
        sa.select(Tally.version_id, Tally.question_key, sa.func.count(Tally.response_id.distinct()))
        .where(Tally.version_id.in_(versions), Tally.value.is_not(None))
        .group_by(Tally.version_id, Tally.question_key)
    )
    for version_id, key, count in session().execute(answered):
        found[version_id][key].answered = count
    return found


@dataclass(frozen=True)
class ResponseCounts:
    """How many responses each version has, came by each way, and came on each Danish day.

    Ways are open link, personal link, paper; days (ISO dates) are in order, and those without any are left out.
    """

    by_version: dict[int, int]
    by_channel: dict[str, int]
    by_day: list[tuple[str, int]]


def responses_of(survey_id: int) -> ResponseCounts:
    """The responses of a survey, counted in one query.

    SQL counts by hour of UTC, for a Danish day begins on a whole one, and only PostgreSQL knows time zones.
    """
    if session().get_bind().dialect.name == "postgresql":
        hour = sa.func.to_char(sa.func.timezone("UTC", Response.submitted_at), "YYYY-MM-DD HH24")
    else:
        hour = sa.func.strftime("%Y-%m-%d %H", Response.submitted_at)
    rows = sa.select(Response.version_id, Response.channel, hour.label("hour")).where(Response.survey_id == survey_id)
    groups = rows.subquery().c
    versions, channels, days = Counter[int](), Counter[str](), Counter[str]()
    for version_id, channel, written, count in session().execute(sa.select(*groups, sa.func.count()).group_by(*groups)):
        versions[version_id] += count
        channels[channel] += count
        moment = dt.datetime.strptime(written, "%Y-%m-%d %H").replace(tzinfo=dt.UTC)
        days[clock.local(moment).date().isoformat()] += count
    return ResponseCounts(dict(versions), dict(channels), sorted(days.items()))


def invited(survey_id: int) -> int:
    """How many were invited by a personal link."""
    query = sa.select(sa.func.count()).select_from(Invitation).where(Invitation.survey_id == survey_id)
    return session().scalar(query) or 0
