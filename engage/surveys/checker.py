"""What a form cannot show: faults that make a questionnaire unfit to publish, each with its place and reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.surveys.document import Page, Questionnaire
from engage.surveys.faults import Fault, place, translation_faults
from engage.surveys.questions import Question
from engage.surveys.reach import never_shown
from engage.surveys.rule_check import rule_faults

__all__ = ["Fault", "check"]


def check(questionnaire: Questionnaire, languages: Sequence[str] = ("da", "en")) -> list[Fault]:
    """All faults, in document order; an empty list means that it can be published in these languages."""
    faults = [*_whole(questionnaire, languages)]
    seen_pages: set[str] = set()
    known: dict[str, Question] = {}
    for index, page in enumerate(questionnaire.pages):
        spot = place("pages", index)
        if page.key in seen_pages:
            faults.append(Fault(f"{spot}.key", "duplicate_key", {"key": page.key}))
        seen_pages.add(page.key)
        faults += _page(page, spot, languages)
        faults += rule_faults(page.show_if, f"{spot}.show_if", known, questionnaire)
        for number, question in enumerate(page.questions):
            here = f"{spot}.{place('questions', number)}"
            if question.key in known:
                faults.append(Fault(f"{here}.key", "duplicate_key", {"key": question.key}))
            faults += [fault.inside(here) for fault in question.check(languages)]
            faults += rule_faults(question.show_if, f"{here}.show_if", known, questionnaire)
            known[question.key] = question
    return faults or list(_unreachable(questionnaire))


def _unreachable(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Looked for only when nothing else is wrong: a broken rule is told once, not twice."""
    pages, questions = never_shown(questionnaire)
    for index, page in enumerate(questionnaire.pages):
        spot = place("pages", index)
        if page.key in pages:
            yield Fault(f"{spot}.show_if", "never_shown", {"key": page.key})
            continue
        for number, question in enumerate(page.questions):
            if question.key in questions:
                yield Fault(f"{spot}.{place('questions', number)}.show_if", "never_shown", {"key": question.key})


def _whole(questionnaire: Questionnaire, languages: Sequence[str]) -> Iterator[Fault]:
    yield from translation_faults(questionnaire.title, "title", languages)
    yield from translation_faults(questionnaire.introduction, "introduction", languages, optional=True)
    yield from translation_faults(questionnaire.closing, "closing", languages, optional=True)
    if not any(question.asks for question in questionnaire.questions.values()):
        yield Fault("pages", "no_questions")


def _page(page: Page, spot: str, languages: Sequence[str]) -> Iterator[Fault]:
    yield from translation_faults(page.title, f"{spot}.title", languages)
    yield from translation_faults(page.introduction, f"{spot}.introduction", languages, optional=True)
    if not page.questions:
        yield Fault(f"{spot}.questions", "empty_page", {"key": page.key})
