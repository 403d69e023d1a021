"""The way through a questionnaire: which pages and questions apply, computed from the answers and nothing else.

Rules look backwards only (earlier pages, or earlier on the same page), so one walk in document order settles all.
An answer that is off the way counts as missing for everything after it, but is kept: it counts again when the
citizen goes back and changes the answer that hid it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from engage.surveys.document import Page, Questionnaire
from engage.surveys.questions import Question
from engage.surveys.rules import Answers, evaluate, is_answered


@dataclass(frozen=True)
class PageStep:
    """A page on the way, with those of its questions that apply."""

    page: Page
    questions: tuple[Question, ...]

    @property
    def key(self) -> str:
        """The page's key."""
        return self.page.key

    def missing(self, answers: Answers) -> tuple[Question, ...]:
        """The required questions here that have no answer."""
        return tuple(q for q in self.questions if q.asks and q.required and not is_answered(answers.get(q.key)))


@dataclass(frozen=True)
class Progress:
    """Page `number` of `total`, as far as the answers tell."""

    number: int
    total: int


def _walk(questionnaire: Questionnaire, answers: Answers) -> tuple[tuple[PageStep, ...], dict[str, object]]:
    steps: list[PageStep] = []
    known: dict[str, object] = {}
    for page in questionnaire.pages:
        if page.show_if is not None and not evaluate(page.show_if, known):
            continue
        shown = []
        for question in page.questions:
            if question.show_if is not None and not evaluate(question.show_if, known):
                continue
            shown.append(question)
            known.update({key: answers[key] for key in question.answer_keys() if is_answered(answers.get(key))})
        if shown:
            steps.append(PageStep(page, tuple(shown)))
    return tuple(steps), known


def path(questionnaire: Questionnaire, answers: Answers) -> tuple[PageStep, ...]:
    """The pages that apply, in order, each with the questions that apply. A page without any is left out."""
    return _walk(questionnaire, answers)[0]


def effective_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, object]:
    """The answers that count: those to questions on the way. The others are left out, not deleted from `answers`."""
    return _walk(questionnaire, answers)[1]


def page_step(questionnaire: Questionnaire, answers: Answers, page_key: str) -> PageStep | None:
    """The step of this page, or None when the page is not on the way (or does not exist)."""
    return next((step for step in path(questionnaire, answers) if step.key == page_key), None)


def _order(questionnaire: Questionnaire) -> dict[str, int]:
    return {page.key: index for index, page in enumerate(questionnaire.pages)}


def next_page(questionnaire: Questionnaire, answers: Answers, page_key: str) -> PageStep | None:
    """The step after this page, or None when the review comes next. The page itself may be off the way by now."""
    order = _order(questionnaire)
    here = order.get(page_key, -1)
    return next((step for step in path(questionnaire, answers) if order[step.key] > here), None)


def previous_page(questionnaire: Questionnaire, answers: Answers, page_key: str | None = None) -> PageStep | None:
    """The step before this page, or None at the beginning; without a page (the review): the last step."""
    order = _order(questionnaire)
    here = len(order) if page_key is None else order.get(page_key, 0)
    return next((step for step in reversed(path(questionnaire, answers)) if order[step.key] < here), None)


def first_unfinished_page(
    questionnaire: Questionnaire, answers: Answers, sent: Collection[str] | None = None
) -> PageStep | None:
    """Where to go on: the first step that lacks a required answer, or that is not among the `sent` page keys.

    None when the review comes next. Without `sent` only required answers are looked at.
    """
    for step in path(questionnaire, answers):
        if step.missing(answers) or (sent is not None and step.key not in sent):
            return step
    return None


def may_open(
    questionnaire: Questionnaire, answers: Answers, page_key: str, sent: Collection[str] | None = None
) -> bool:
    """Whether this page may be served: it is on the way, and nothing before it is unfinished."""
    order = _order(questionnaire)
    if page_step(questionnaire, answers, page_key) is None:
        return False
    unfinished = first_unfinished_page(questionnaire, answers, sent)
    return unfinished is None or order[page_key] <= order[unfinished.key]


def progress(questionnaire: Questionnaire, answers: Answers, page_key: str) -> Progress:
    """How far this page is along the way; the total may change as answers do. The review is one past the last."""
    steps = path(questionnaire, answers)
    order = _order(questionnaire)
    here = order.get(page_key, len(order))
    return Progress(sum(order[step.key] < here for step in steps) + 1, len(steps))


def merged(answers: Answers, changes: Mapping[str, object]) -> dict[str, object]:
    """The answers with changes applied; a change to None takes the answer away."""
    return {key: value for key, value in {**answers, **changes}.items() if value is not None}
