"""Whether every page and question can be reached at all, found by trying the answers that matter.

For each rule the questions it rests on are taken, and for each of them the few answers that could make a difference:
all options, or the numbers around those that rules compare with. When no combination shows the page or question,
nobody will ever see it. Where there are too many combinations to try, nothing is said: a fault told must be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import product

from engage.surveys.document import Page, Questionnaire
from engage.surveys.flow import path
from engage.surveys.questions import Question
from engage.surveys.rules import Node, answers_used, comparisons, is_number, reference

MOST_COMBINATIONS = 1500


def never_shown(questionnaire: Questionnaire) -> tuple[set[str], set[str]]:
    """The keys of pages and of questions that no answers can bring up."""
    search = _Search(questionnaire)
    questions = {
        question.key
        for page in questionnaire.pages
        for question in page.questions
        if (page.show_if or question.show_if) and not search.can_show(page, question)
    }
    pages = {
        page.key for page in questionnaire.pages if page.questions and {q.key for q in page.questions} <= questions
    }
    return pages, questions


class _Search:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.shown: set[str] = set()
        self.samples: dict[str, list[object] | None] = {}

    def can_show(self, page: Page, question: Question) -> bool:
        """Whether some answers bring up the question; also true where that cannot be known."""
        if question.key in self.shown:
            return True
        keys = self._rests_on(answers_used(page.show_if) | answers_used(question.show_if))
        tries = 1
        lists = []
        for key in keys:
            answers = self._telling_answers(self.questionnaire.questions[key])
            if answers is None or tries * len(answers) > MOST_COMBINATIONS:
                return True
            tries *= len(answers)
            lists.append(answers)
        part = self._part({*keys, question.key})
        for combination in product(*lists):
            given = {key: value for key, value in zip(keys, combination, strict=True) if value is not None}
            self.shown.update(asked.key for step in path(part, given) for asked in step.questions)
            if question.key in self.shown:
                return True
        return False

    def _rests_on(self, keys: frozenset[str]) -> list[str]:
        """These questions and those that decide whether they are shown, in document order."""
        wanted, waiting = set(keys), list(keys)
        while waiting:
            new = self._used_for[waiting.pop()] - wanted
            wanted |= new
            waiting += new
        return [key for key in self.questionnaire.questions if key in wanted]

    @cached_property
    def _used_for(self) -> dict[str, frozenset[str]]:
        return {
            asked.key: answers_used(home.show_if) | answers_used(asked.show_if)
            for home in self.questionnaire.pages
            for asked in home.questions
        }

    def _part(self, keys: set[str]) -> Questionnaire:
        """The questionnaire with these questions only."""
        pages = tuple(
            page.model_copy(update={"questions": tuple(asked for asked in page.questions if asked.key in keys)})
            for page in self.questionnaire.pages
        )
        return Questionnaire(schema_version=1, pages=pages)

    def _telling_answers(self, question: Question) -> list[object] | None:
        """The answers to try, None among them where it may stay empty; None when they cannot be known."""
        if question.key not in self.samples:
            unknown = question.key in self._compared_with_answers
            samples = None if unknown else question.samples(self._constants[question.key])
            self.samples[question.key] = samples if samples is None or question.required else [None, *samples]
        return self.samples[question.key]

    @cached_property
    def _constants(self) -> dict[str, list[float]]:
        """The numbers that rules compare each answer with."""
        found: dict[str, list[float]] = defaultdict(list)
        for node in self._nodes():
            for key in _keys_in(node):
                found[key] += _numbers_in(node)
        return found

    @cached_property
    def _compared_with_answers(self) -> set[str]:
        """The questions whose answer is compared with that to another."""
        return {key for node in self._nodes() if len(_keys_in(node)) > 1 for key in _keys_in(node)}

    def _nodes(self) -> Iterator[Node]:
        for page in self.questionnaire.pages:
            yield from comparisons(page.show_if)
            for question in page.questions:
                yield from comparisons(question.show_if)


def _keys_in(node: Node) -> list[str]:
    return [pointer[1] for operand in node.operands if (pointer := reference(operand))]


def _numbers_in(node: Node) -> list[float]:
    values = [value for operand in node.operands for value in (operand if isinstance(operand, list) else [operand])]
    return [float(value) for value in values if is_number(value)]
