"""From what a citizen sends for one page to stored answers, and from stored answers to words.

Without script a question that depends on another on the same page cannot appear at once. So a page is read like
this: what was sent is stored; if it makes questions apply that the citizen has not seen, the page is served again with
them; only then the next page comes. The form names the questions it showed in the hidden field `served`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from engage.surveys.document import Questionnaire
from engage.surveys.flow import PageStep, effective_answers, merged, page_step, path
from engage.surveys.questions import Context, Question
from engage.surveys.rules import Answers

SERVED = "served"
# In front of all field names and ids, so that no question's key can meet another name of the page.
PREFIX = "q"


@dataclass(frozen=True)
class PageForm:
    """A page ready to be shown: the step, its form, and the questions it shows, for the hidden field `served`."""

    step: PageStep
    form: BaseForm

    @property
    def served(self) -> str:
        """The value of the hidden field `served`."""
        return " ".join(question.key for question in self.step.questions)


@dataclass(frozen=True)
class PageReading:
    """What came of a sent page.

    `answers` are all answers with what was right on this page in them: to be stored even when something is wrong.
    `wrong` are keys of questions whose answer cannot be stored, `blank` those of them without any answer.
    `newly_shown` are keys of questions that apply now and were not seen yet. `page` is None when the page is not on
    the way at all, else what to show if it is to be served again.
    """

    answers: dict[str, object]
    page: PageForm | None
    wrong: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    newly_shown: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the citizen may go on to the next page."""
        return self.page is not None and not self.wrong and not self.newly_shown

    @property
    def only_blanks_left(self) -> bool:
        """Whether all that was written is stored, so that the citizen may leave without loss."""
        return self.page is not None and self.wrong == self.blank


def _form(questions: Iterable[Question], context: Context) -> BaseForm:
    fields: dict[str, Any] = {}
    for question in questions:
        fields.update(question.fields_in(context))
    return BaseForm(fields, prefix=PREFIX)


def page_form(questionnaire: Questionnaire, answers: Answers, page_key: str, context: Context) -> PageForm | None:
    """The page as the citizen finds it, filled in with stored answers; None when it is not on the way."""
    step = page_step(questionnaire, answers, page_key)
    if step is None:
        return None
    form = _form(step.questions, context)
    form.process(data=_prefill(step.questions, answers, context))
    return PageForm(step, form)


def _prefill(questions: Iterable[Question], answers: Answers, context: Context) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for question in questions:
        data.update(question.prefill(answers, context))
    return data


def read_page(
    questionnaire: Questionnaire, answers: Answers, page_key: str, sent: MultiDict[str, str], context: Context
) -> PageReading:
    """Read a sent page (`request.form`) against the answers stored so far.

    A question that was shown but does not apply any more, after another answer on the page changed, is not checked,
    and its stored answer is left alone. Errors stand in the form; what the citizen wrote stays in it.
    """
    before = page_step(questionnaire, answers, page_key)
    if before is None:
        return PageReading(dict(answers), None)
    named = sent.get(SERVED)
    served = {question.key for question in before.questions} if named is None else set(named.split())
    candidates = [question for question in before.page.questions if question.key in served]
    form = _form(candidates, context)
    form.process(sent)
    data = form.data
    now = dict(answers)
    faulty: dict[str, bool] = {}
    for question in candidates:
        faults = question.faults(data, context)
        faulty[question.key] = bool(faults)
        if not faults and _applies(questionnaire, now, page_key, question):
            now = merged(now, question.read(data, context))
    step = page_step(questionnaire, now, page_key)
    if step is None:
        return PageReading(now, None)
    wrong = tuple(question.key for question in step.questions if faulty.get(question.key))
    blank = tuple(key for key in wrong if questionnaire.questions[key].is_empty(data.get(key)))
    unseen = tuple(question.key for question in step.questions if question.key not in served)
    done = not wrong and not unseen
    page = PageForm(step, form) if done else _again(step, now, sent, served, context)
    return PageReading(now, page, wrong, blank, unseen)


def _applies(questionnaire: Questionnaire, answers: Answers, page_key: str, question: Question) -> bool:
    if question.show_if is None:
        return True
    step = page_step(questionnaire, answers, page_key)
    return step is not None and any(shown.key == question.key for shown in step.questions)


def _again(step: PageStep, answers: Answers, sent: MultiDict[str, str], served: set[str], context: Context) -> PageForm:
    """The page with what was sent in it, its errors, and the questions that are new, filled in and without errors."""
    new = [question for question in step.questions if question.key not in served]
    form = _form(step.questions, context)
    form.process(sent)
    form.validate()
    for name, value in _prefill(new, answers, context).items():
        form[name].process(None, value)
        form[name].errors = ()
    return PageForm(step, form)


@dataclass(frozen=True)
class ReviewRow:
    """A question with its answer in words; `answer` is empty when it was not answered."""

    page_key: str
    question: Question
    label: str
    answer: str


def review(questionnaire: Questionnaire, answers: Answers, context: Context) -> list[ReviewRow]:
    """All questions on the way with their answers in words: for the review page and the receipt."""
    return [
        ReviewRow(step.key, question, question.label_in(context), question.show(answers, context))
        for step in path(questionnaire, answers)
        for question in step.questions
        if question.asks
    ]


def free_texts(questionnaire: Questionnaire, answers: Answers) -> list[tuple[str, str]]:
    """What the citizen wrote in own words on the way, as (question key, text): what becomes input."""
    counting = effective_answers(questionnaire, answers)
    return [(key, text) for key, question in questionnaire.questions.items() for text in question.texts(counting)]


def tallied(questionnaire: Questionnaire, answers: Answers) -> Iterator[tuple[str, str | None]]:
    """One row per question put to this citizen, for counting in SQL: (question key, value as text or None).

    Several chosen values give several rows; None means asked and not answered. A question that was not put gives no
    row. Free texts give an empty string, so that they can be counted but not read.
    """
    for step in path(questionnaire, answers):
        for question in step.questions:
            if question.asks:
                yield from ((question.key, value) for value in question.tally_values(answers.get(question.key)))


def faults_of(questionnaire: Questionnaire, answers: Mapping[str, object], context: Context) -> list[str]:
    """The keys of questions on the way whose stored answer is missing or would not be accepted: a last look
    before a response is sent, for a questionnaire may offer other areas today than when the page was stored."""
    wrong = []
    for step in path(questionnaire, answers):
        data = _prefill(step.questions, answers, context)
        wrong += [question.key for question in step.questions if question.faults(data, context)]
    return wrong
