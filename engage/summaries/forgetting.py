"""Quotes taken out of summaries, and of what is published of them, when the words they quote are erased."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from engage.core.db import session, transaction
from engage.summaries.models import PublishedResult, Summary


def forget_quotes(consultation_id: int, input_public_ids: Collection[str]) -> int:
    """Take out the quotes of these inputs, here and before the public; how many. Joins the caller's use case.

    The figures stay: the summary's are counted again by its next build, the published ones are as they were published.
    """
    gone = 0
    with transaction():
        built = sa.select(Summary).where(Summary.consultation_id == consultation_id)
        published = sa.select(PublishedResult).where(PublishedResult.consultation_id == consultation_id)
        rows: list[Summary | PublishedResult] = [*session().scalars(built), *session().scalars(published)]
        for row in rows:
            content, dropped = _without(row.content, frozenset(input_public_ids))
            if dropped:
                row.content, gone = content, gone + dropped
    return gone


def _without(content: Any, inputs: frozenset[str]) -> tuple[Any, int]:
    """The same data without those quotes, wherever it holds any, and how many there were."""
    if isinstance(content, list):
        parts = [_without(each, inputs) for each in content]
        return [part for part, _count in parts], sum(count for _part, count in parts)
    if not isinstance(content, dict):
        return content, 0
    kept, gone = {}, 0
    for name, value in content.items():
        if name == "quotes":
            kept[name] = [quote for quote in value if quote["input"] not in inputs]
            gone += len(value) - len(kept[name])
        else:
            kept[name], dropped = _without(value, inputs)
            gone += dropped
    return kept, gone
