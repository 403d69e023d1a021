"""Responses as a table: a row each, columns fixed by the published versions, read as a stream."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engage.consultations.models import PrivacyMode
from engage.core import clock
from engage.core.cells import harmless
from engage.core.db import session, snapshot
from engage.surveys import flow
from engage.surveys.document import Questionnaire
from engage.surveys.models import Response, Survey
from engage.surveys.queries import versions_of
from engage.surveys.service import questionnaire_of

FIXED = ("response", "version", "submitted", "language", "channel")
AT_ONCE = 2000
SEVERAL = "|"  # between the values of one answer; no value has it

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """The columns, and the rows as they come; `rows` is to be read inside `snapshot()`."""

    columns: tuple[str, ...]
    rows: Iterator[list[Cell]]


def responses_of(survey: Survey) -> Table:
    """Every response to a survey. A column for each question of the newest version, then for those only older ones had.

    An answer that is off the citizen's way does not count and is left empty.
    """
    versions = versions_of(survey.id)
    questionnaires = {version.id: questionnaire_of(version) for version in versions}
    keys = columns_of([questionnaires[version.id] for version in reversed(versions)])
    numbers = {version.id: version.number for version in versions}
    by_day = survey.consultation.privacy_mode == PrivacyMode.ANONYMOUS
    return Table((*FIXED, *keys), _rows(survey.id, keys, questionnaires, numbers, by_day=by_day))


def columns_of(questionnaires: Sequence[Questionnaire]) -> tuple[str, ...]:
    """The keys under which answers are stored, in the order in which the questions were put."""
    found: dict[str, None] = {}
    for questionnaire in questionnaires:
        for question in questionnaire.questions.values():
            found |= dict.fromkeys(question.answer_keys())
    return tuple(found)


def _rows(
    survey_id: int,
    keys: Sequence[str],
    questionnaires: Mapping[int, Questionnaire],
    numbers: Mapping[int, int],
    *,
    by_day: bool,
) -> Iterator[list[Cell]]:
    """In the order of the random ids, which tells nothing."""
    query = (
        sa.select(
            Response.public_id,
            Response.version_id,
            Response.submitted_at,
            Response.language,
            Response.channel,
            Response.answers,
        )
        .where(Response.survey_id == survey_id)
        .order_by(Response.id)
    )
    forks = {number: has_rules(questionnaire) for number, questionnaire in questionnaires.items()}
    with snapshot():
        # without the ORM: a row costs half as much
        streamed = session().connection().execute(query, execution_options={"yield_per": AT_ONCE})
        for public_id, version_id, submitted_at, language, channel, answers in streamed:
            counting = flow.effective_answers(questionnaires[version_id], answers) if forks[version_id] else answers
            moment = _moment(submitted_at, by_day=by_day)
            fixed: list[Cell] = [public_id, numbers[version_id], moment, language, channel]
            found = map(counting.get, keys)
            yield fixed + [value if value is None or type(value) is int else _cell(value) for value in found]


def has_rules(questionnaire: Questionnaire) -> bool:
    """Whether any answer can hide a page or a question."""
    shown_if = [page.show_if for page in questionnaire.pages]
    shown_if += [question.show_if for question in questionnaire.questions.values()]
    return any(rule is not None for rule in shown_if)


@functools.lru_cache(1000)  # where answers are anonymous, all of a day have the same
def _moment(submitted_at: dt.datetime, *, by_day: bool) -> str:
    local = clock.local(submitted_at)
    return local.date().isoformat() if by_day else local.isoformat(timespec="seconds")


def _cell(value: Any) -> Cell:
    """An answer as one cell; words that a spreadsheet would take for a formula are made harmless."""
    if isinstance(value, list):
        value = SEVERAL.join(map(str, value))
    if isinstance(value, str):
        return value if value[:1].isalnum() else harmless(value)  # no formula begins with a letter or a figure
    number: int | float | None = value
    return number
