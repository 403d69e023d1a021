"""Changes to a questionnaire that is being written: plain data in, changed plain data out.

A draft may be incomplete (a question without a label, an option without a value); what must be right before
publication is said by `checker.py`.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from engage.core.errors import NotFound
from engage.surveys.document import SCHEMA_VERSION
from engage.surveys.questions import QUESTION_TYPES
from engage.text.normalise import fold

Document = dict[str, Any]


def blank(title: Mapping[str, str]) -> Document:
    """A new questionnaire with one empty page."""
    page = {"key": "page_1", "title": {}, "questions": []}
    return {"schema_version": SCHEMA_VERSION, "title": dict(title), "pages": [page]}


def with_texts(
    document: Document, *, title: Mapping[str, str], introduction: Mapping[str, str], closing: Mapping[str, str]
) -> Document:
    """The questionnaire with another title, introduction and closing; empty ones are left out."""
    changed = _copied(document)
    changed["title"] = dict(title)
    for name, texts in (("introduction", introduction), ("closing", closing)):
        changed.pop(name, None)
        if any(texts.values()):
            changed[name] = dict(texts)
    return changed


def with_new_page(document: Document) -> tuple[Document, str]:
    """The questionnaire with an empty page at its end, and the page's key."""
    changed = _copied(document)
    key = _free_key("page", {page["key"] for page in changed["pages"]})
    changed["pages"].append({"key": key, "title": {}, "questions": []})
    return changed, key


def with_page(
    document: Document, page_key: str, *, title: Mapping[str, str], introduction: Mapping[str, str], show_if: Any | None
) -> Document:
    """The questionnaire with a page's texts and rule changed."""
    changed = _copied(document)
    page = _page(changed, page_key)
    page["title"] = dict(title)
    _set_or_drop(page, "introduction", dict(introduction) if any(introduction.values()) else None)
    _set_or_drop(page, "show_if", show_if)
    return changed


def without_page(document: Document, page_key: str) -> Document:
    """The questionnaire without a page and its questions."""
    changed = _copied(document)
    changed["pages"].remove(_page(changed, page_key))
    return changed


def with_page_moved(document: Document, page_key: str, step: int) -> Document:
    """The questionnaire with a page one place up (-1) or down (1); unchanged at the ends."""
    changed = _copied(document)
    _move(changed["pages"], changed["pages"].index(_page(changed, page_key)), step)
    return changed


def with_new_question(document: Document, page_key: str, question_type: str) -> tuple[Document, str]:
    """The questionnaire with a blank question at the end of a page, and the question's key."""
    if question_type not in QUESTION_TYPES:
        raise NotFound
    changed = _copied(document)
    key = _free_key("q", _question_keys(changed))
    _page(changed, page_key)["questions"].append(QUESTION_TYPES[question_type].blank(key))
    return changed, key


def with_questions_added(document: Document, questions: Iterable[Mapping[str, Any]]) -> Document:
    """The questionnaire with ready-made questions: on its first page when that is empty, else on a new one."""
    changed = _copied(document)
    if not changed["pages"] or changed["pages"][0]["questions"]:
        changed, page_key = with_new_page(changed)
    else:
        page_key = changed["pages"][0]["key"]
    page = _page(changed, page_key)
    for number, question in enumerate(questions):
        if not number and not any(page.get("title", {}).values()):
            page["title"] = {"da": "Dine svar", "en": "Your answers"}
        key = _free_key("q", _question_keys(changed))
        blank = QUESTION_TYPES[question["type"]].blank(key)
        page["questions"].append({**blank, **copy.deepcopy(dict(question))})
    return changed


def with_question(document: Document, key: str, question: Mapping[str, Any]) -> Document:
    """The questionnaire with a question replaced; it keeps its key and type."""
    changed = _copied(document)
    questions, index = _place_of(changed, key)
    kept = {"type": questions[index]["type"], "key": key}
    questions[index] = {**{name: value for name, value in question.items() if value is not None}, **kept}
    return changed


def with_copied_question(document: Document, key: str) -> tuple[Document, str]:
    """The questionnaire with a copy of a question right after it, and the copy's key."""
    changed = _copied(document)
    questions, index = _place_of(changed, key)
    new_key = _free_key("q", _question_keys(changed))
    questions.insert(index + 1, {**copy.deepcopy(questions[index]), "key": new_key})
    return changed, new_key


def without_question(document: Document, key: str) -> Document:
    """The questionnaire without a question."""
    changed = _copied(document)
    questions, index = _place_of(changed, key)
    del questions[index]
    return changed


def with_question_moved(document: Document, key: str, step: int) -> Document:
    """The questionnaire with a question one place up or down; at a page's end it goes on to the neighbouring page."""
    changed = _copied(document)
    questions, index = _place_of(changed, key)
    if 0 <= index + step < len(questions):
        _move(questions, index, step)
        return changed
    pages = [page["questions"] for page in changed["pages"]]
    there = next(number for number, page in enumerate(pages) if page is questions) + step
    if 0 <= there < len(pages):
        question = questions.pop(index)
        pages[there].insert(len(pages[there]) if step < 0 else 0, question)
    return changed


def questions_before(document: Document, key: str) -> list[dict[str, Any]]:
    """The questions asked before this question (or before the page of this key): what its rule may look at."""
    before: list[dict[str, Any]] = []
    for page in document.get("pages", ()):
        if page["key"] == key:
            return before
        for question in page.get("questions", ()):
            if question["key"] == key:
                return before
            before.append(question)
    raise NotFound


def option_value(label: str, taken: set[str]) -> str:
    """A value for a new option, made from its Danish label: letters a to z, digits and underscores, at most 40."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:34] or "svar"
    return stem if stem not in taken else _free_key(stem, taken)


def _copied(document: Document) -> Document:
    """A copy to change, with the lists that a stored document leaves out where they are empty."""
    changed = copy.deepcopy(document)
    for page in changed.setdefault("pages", []):
        page.setdefault("questions", [])
    return changed


def _free_key(stem: str, taken: set[str]) -> str:
    return next(key for number in range(1, len(taken) + 2) if (key := f"{stem}_{number}") not in taken)


def _question_keys(document: Document) -> set[str]:
    return {question["key"] for page in document["pages"] for question in page["questions"]}


def _page(document: Document, page_key: str) -> dict[str, Any]:
    for page in document.get("pages", ()):
        if page["key"] == page_key:
            found: dict[str, Any] = page
            return found
    raise NotFound


def _place_of(document: Document, key: str) -> tuple[list[dict[str, Any]], int]:
    for page in document.get("pages", ()):
        for index, question in enumerate(page.get("questions", ())):
            if question["key"] == key:
                return page["questions"], index
    raise NotFound


def _move(items: list[Any], index: int, step: int) -> None:
    if 0 <= index + step < len(items):
        items[index], items[index + step] = items[index + step], items[index]


def _set_or_drop(target: dict[str, Any], name: str, value: Any | None) -> None:
    target.pop(name, None)
    if value is not None:
        target[name] = value
