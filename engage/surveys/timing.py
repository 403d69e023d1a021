"""How long it takes to answer, told before the first question and on the way."""

from __future__ import annotations

import math
from collections.abc import Iterable

from engage.surveys.questions import Context, Question

# Slower than the 238 words a minute of Brysbaert (2019): on a phone, by somebody who thinks.
WORDS_PER_SECOND = 3
# Who meets a question that depends on an answer is not known before.
SHARE_OF_CONDITIONAL = 0.5


def minutes(questions: Iterable[Question], language: str) -> int:
    """Whole minutes, at least one, for reading these questions with their choices, and answering them."""
    context = Context(language)
    return max(1, math.ceil(sum(_seconds(question, context) for question in questions) / 60))


def _seconds(question: Question, context: Context) -> float:
    seconds = question.seconds + len(question.words_in(context).split()) / WORDS_PER_SECOND
    return seconds * (SHARE_OF_CONDITIONAL if question.show_if is not None else 1)
