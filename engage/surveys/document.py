"""A questionnaire as one validated document: pages, questions and options, with their texts in every language."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from engage.surveys.faults import Fault, place
from engage.surveys.questions import AnyQuestion, Question
from engage.surveys.rules import Rule, RuleFault
from engage.surveys.texts import Element, Key, LongTexts, Texts, say

SCHEMA_VERSION = 1
MAX_PAGES = 50
MAX_QUESTIONS = 200
MAX_BYTES = 4_000_000


class InvalidDocument(ValueError):
    """The data is not a questionnaire; `faults` says where and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.place}: {fault.code}" for fault in faults))
        self.faults = faults


class Page(Element):
    """Questions that are shown together."""

    key: Key
    title: Texts = Field(default={})
    introduction: LongTexts | None = None
    show_if: Rule | None = None
    questions: tuple[AnyQuestion, ...] = Field(default=(), max_length=MAX_QUESTIONS)

    def title_in(self, language: str) -> str:
        """The page's title in the reader's language."""
        return say(self.title, language)


class Questionnaire(Element):
    """A whole questionnaire, never changed once made: editing makes a new one."""

    schema_version: Literal[1]
    title: Texts = Field(default={})
    introduction: LongTexts | None = None
    closing: LongTexts | None = None
    pages: tuple[Page, ...] = Field(default=(), max_length=MAX_PAGES)

    @model_validator(mode="after")
    def _not_too_many(self) -> Questionnaire:
        if sum(len(page.questions) for page in self.pages) > MAX_QUESTIONS:
            raise ValueError("too_many_questions")
        return self

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by key, in the order they are asked."""
        return {question.key: question for page in self.pages for question in page.questions}

    @cached_property
    def page_of(self) -> dict[str, str]:
        """The page key of each question key."""
        return {question.key: page.key for page in self.pages for question in page.questions}

    @cached_property
    def sha256(self) -> str:
        """The document's fingerprint: equal for equal questionnaires, whatever the order of their keys."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()


def load(data: object) -> Questionnaire:
    """Read a questionnaire from JSON text, or from the data in it. Raises `InvalidDocument`."""
    if isinstance(data, (str, bytes)):
        if len(data) > MAX_BYTES:
            raise InvalidDocument([Fault("", "too_large", {"max": MAX_BYTES})])
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            raise InvalidDocument([Fault("", "not_json", {"line": line})]) from error
    try:
        return Questionnaire.model_validate(data)
    except ValidationError as error:
        raise InvalidDocument(list(_faults(error))) from error


def dump(questionnaire: Questionnaire) -> dict[str, Any]:
    """The questionnaire as plain JSON data; what has its default value is left out. `load` gives it back unchanged."""
    return questionnaire.model_dump(mode="json", exclude_defaults=True)


def canonical(questionnaire: Questionnaire) -> str:
    """The one way to write this questionnaire as JSON: sorted keys, no blanks. New defaults do not change it."""
    return json.dumps(dump(questionnaire), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


# What pydantic finds, in the words of the builder.
_CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_pattern_mismatch": "bad_key",
    "string_too_long": "text_too_long",
    "too_long": "too_many",
    "union_tag_invalid": "unknown_type",
    "union_tag_not_found": "unknown_type",
    "greater_than_equal": "number_too_small",
    "less_than_equal": "number_too_large",
    "literal_error": "unknown_version",
}


def _faults(error: ValidationError) -> Iterator[Fault]:
    for entry in error.errors(include_url=False):
        context = entry.get("ctx", {})
        cause = context.get("error")
        if isinstance(cause, RuleFault):
            code, params = cause.code, cause.params
        elif isinstance(cause, ValueError):
            code, params = str(cause), {}
        else:
            code = _CODES.get(entry["type"], "wrong_kind")
            limits = {"max_length": "max", "le": "max", "ge": "min"}
            params = {limits[name]: value for name, value in context.items() if name in limits}
        yield Fault(place(*_steps(entry["loc"])), code, params)


def _steps(location: tuple[str | int, ...]) -> Iterator[str | int]:
    """The way into the document: pydantic also names the type of the question it passes, and a dict's "[key]"."""
    for index, step in enumerate(location):
        after_question = index >= 2 and location[index - 2] == "questions" and isinstance(location[index - 1], int)
        if not after_question and step != "[key]":
            yield step
