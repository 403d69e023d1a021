"""The themes that staff have sorted answers into; the machine proposes the rest when summaries are built."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from engage.core.db import session
from engage.demo.answers import Answered
from engage.demo.consultations import Asked
from engage.triage.models import Input, InputTheme
from engage.triage.service import STAFF
from engage.triage.themes import theme_called

MAIN_QUESTIONS = ("most", "wish")


def sort_into_themes(
    asked: Asked, answered: Sequence[Answered], topics: Sequence[dict[str, Any]], share: float, chance: random.Random
) -> None:
    """Put a share of the main answers into the theme of their topic, by a person's hand."""
    labels = {topic["key"]: topic["theme"] for topic in topics}
    inputs = main_inputs(answered)
    rows = []
    for one in answered:
        if one.topic in labels and chance.random() < share:
            given = inputs[one.response.trace_id]
            theme = theme_called(asked.consultation.id, labels[one.topic])
            rows.append(InputTheme(input_id=given.id, theme_id=theme.id, made_by=STAFF))
    session().add_all(rows)
    session().flush()


def main_inputs(answered: Sequence[Answered]) -> Mapping[int | None, Input]:
    """The input made of each response's main text, by the response's trace."""
    traces = [one.response.trace_id for one in answered]
    query = sa.select(Input).where(Input.trace_id.in_(traces), Input.question_key.in_(MAIN_QUESTIONS))
    return {given.trace_id: given for given in session().scalars(query)}
