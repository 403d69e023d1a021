"""The quotes of themes: picked from the clearest texts, and kept while they stand for the theme as well as then."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from engage.core.db import session
from engage.triage.models import Input

QUOTES_PER_THEME = 3
MOST_READ = 500  # texts read of one theme, the clearest first, to choose its quotes from
MOST_GROWN = 0.1  # a theme may have grown or shrunk by so much before its quotes are picked again


class Quoting:
    """Picks quotes, or keeps those of `themes`: what was known of the same themes the last time.

    A quote is a dictionary: `key`, `input` (the public id of where it stands), `text`, `language`, and `verbatim`,
    which is read back from the input's text and not taken for granted.
    """

    def __init__(self, themes: Iterable[Mapping[str, Any]] = ()) -> None:
        self._known = {theme["id"]: theme for theme in themes if theme["quotes"]}
        quoted = {quote["input"] for theme in self._known.values() for quote in theme["quotes"]}
        query = sa.select(Input.public_id, Input.id, Input.text).where(Input.public_id.in_(quoted))
        self._sources = {row[0]: row for row in session().execute(query).tuples()} if quoted else {}

    def of(self, theme_id: int, label: str, inputs: Mapping[int, float]) -> dict[str, Any]:
        """The `quotes` of a theme and from how many inputs they were picked (`quoted_of`).

        `inputs` are the ids of those the theme holds, with how clearly they belong there.
        """
        known = self._known.get(theme_id)
        if known is not None and self._still_stand(known, label, inputs):
            return {"quotes": known["quotes"], "quoted_of": known["quoted_of"]}
        return {"quotes": _pick(theme_id, label, inputs), "quoted_of": len(inputs)}

    def _still_stand(self, known: Mapping[str, Any], label: str, inputs: Mapping[int, float]) -> bool:
        of = known["quoted_of"]
        if known["label"] != label or abs(len(inputs) - of) > MOST_GROWN * of:
            return False
        found = [(quote, self._sources.get(quote["input"])) for quote in known["quotes"]]
        return all(source and source[1] in inputs and quote["text"] in source[2] for quote, source in found)


def _pick(theme_id: int, label: str, inputs: Mapping[int, float]) -> list[dict[str, Any]]:
    """The sentences that best stand for a theme, word for word."""
    from engage.text.quotes import pick_quotes  # noqa: PLC0415 - see docs/performance/memory.md

    clearest = heapq.nsmallest(MOST_READ, inputs, key=lambda key: (-inputs[key], key))
    query = sa.select(Input.public_id, Input.text, Input.language).where(Input.id.in_(clearest))
    read = {public_id: (text, language) for public_id, text, language in session().execute(query).tuples()}
    texts = {public_id: text for public_id, (text, _language) in read.items()}
    return [
        {
            "key": f"{theme_id}-{quote.source_id}",
            "input": quote.source_id,
            "text": quote.text,
            "language": read[quote.source_id][1],
            "verbatim": read[quote.source_id][0][quote.start : quote.end] == quote.text,
        }
        for quote in pick_quotes(texts, QUOTES_PER_THEME, about=label)
    ]
