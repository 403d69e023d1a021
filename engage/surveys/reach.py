"""Whether every page and question can be reached at all, found by trying the answers that matter.

For each rule the questions it rests on are taken, and for each of them the few answers that could make a difference:
all options, or the numbers around those that rules compare with. When no combination shows the page or question,
nobody will ever see it. Where there are too many combinations to try, nothing is said: a fault told must be true.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain, product

from engage.surveys.document import Page, Questionnaire
from engage.surveys.flow import path
from engage.surveys.questions import Question
from engage.surveys.rules import answers_used, comparisons, is_number, reference

MOST_COMBINATIONS = 3000


def never_shown(questionnaire: Questionnaire) -> tuple[set[str], set[str]]:
    """The keys of pages and of questions that no answers can bring up."""
    pages, questions = set(), set()
    shown: set[tuple[str, str]] = set()
    for page in questionnaire.pages:
        for question in page.questions:
            if page.show_if is None and question.show_if is None:
                continue
            if (page.key, question.key) not in shown and not _can_show(questionnaire, page, question, shown):
                questions.add(question.key)
        if page.questions and all(question.key in questions for question in page.questions):
            pages.add(page.key)
    return pages, questions


def _can_show(questionnaire: Questionnaire, page: Page, question: Question, shown: set[tuple[str, str]]) -> bool:
    keys = _rests_on(questionnaire, page, question)
    answers = [_telling_answers(questionnaire, questionnaire.questions[key]) for key in keys]
    if any(choices is None for choices in answers):
        return True
    lists = [choices for choices in answers if choices is not None]
    if math.prod(len(choices) for choices in lists) > MOST_COMBINATIONS:
        return True
    part = _part(questionnaire, {*keys, question.key})
    for combination in product(*lists):
        given = {key: value for key, value in zip(keys, combination, strict=True) if value is not None}
        shown |= {(step.key, item.key) for step in path(part, given) for item in step.questions}
        if (page.key, question.key) in shown:
            return True
    return False


def _rests_on(questionnaire: Questionnaire, page: Page, question: Question) -> list[str]:
    """The questions that decide whether this one is shown, directly or through each other, in document order."""
    rules = {
        asked.key: answers_used(home.show_if) | answers_used(asked.show_if)
        for home in questionnaire.pages
        for asked in home.questions
    }
    wanted = set(answers_used(page.show_if) | answers_used(question.show_if))
    waiting = list(wanted)
    while waiting:
        for key in rules.get(waiting.pop(), ()):
            if key not in wanted:
                wanted.add(key)
                waiting.append(key)
    return [key for key in questionnaire.questions if key in wanted]


def _part(questionnaire: Questionnaire, keys: set[str]) -> Questionnaire:
    """The questionnaire with these questions only."""
    pages = tuple(
        page.model_copy(update={"questions": tuple(asked for asked in page.questions if asked.key in keys)})
        for page in questionnaire.pages
        if any(asked.key in keys for asked in page.questions)
    )
    return Questionnaire(schema_version=1, pages=pages)


def _telling_answers(questionnaire: Questionnaire, question: Question) -> list[object] | None:
    """The answers to try, None among them where the question may stay empty; None when they cannot be known."""
    samples = question.samples(set(_constants(questionnaire, question.key)))
    if samples is None or question.required:
        return samples
    return [None, *samples]


def _constants(questionnaire: Questionnaire, key: str) -> Iterator[float]:
    """The numbers that any rule compares this answer with."""
    rules: Iterable[object] = chain.from_iterable(
        (page.show_if, *(question.show_if for question in page.questions)) for page in questionnaire.pages
    )
    for node in chain.from_iterable(comparisons(rule) for rule in rules):
        if ("answer", key) in [reference(operand) for operand in node.operands]:
            for operand in node.operands:
                values = operand if isinstance(operand, list) else [operand]
                yield from (float(value) for value in values if is_number(value))
