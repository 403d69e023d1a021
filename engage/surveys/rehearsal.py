"""Walking through a draft as a citizen would, with nothing stored: the answers travel in the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import MultiDict

from engage.surveys import flow
from engage.surveys.answers import PageForm, ReviewRow, page_form, read_page, review
from engage.surveys.document import Questionnaire
from engage.surveys.questions import Context

BACK = "back"
NEXT = "next"


@dataclass(frozen=True)
class Scene:
    """What is on the screen: a page, or the review when `shown` is None; and the answers so far."""

    answers: dict[str, object]
    shown: PageForm | None
    rows: tuple[ReviewRow, ...] = ()
    newly_shown: int = 0
    has_back: bool = True

    @property
    def page_key(self) -> str:
        """The page's key, empty for the review."""
        return self.shown.step.key if self.shown else ""


def opening(questionnaire: Questionnaire, context: Context) -> Scene:
    """The first page."""
    return _scene(questionnaire, {}, flow.next_page(questionnaire, {}, ""), context)


def after(questionnaire: Questionnaire, sent: MultiDict[str, str], context: Context) -> Scene:
    """What a sent page leads to: the next one, the one before, or itself (with errors, or in another language)."""
    answers, key, go = unpack(sent.get("state", "")), sent.get("page", ""), sent.get("go", NEXT)
    if not key:
        step = flow.previous_page(questionnaire, answers) if go == BACK else None
        return _scene(questionnaire, answers, step, context)
    reading = read_page(questionnaire, answers, key, sent, context)
    answers = reading.answers
    if go == BACK:
        before = flow.previous_page(questionnaire, answers, key)
        return _scene(questionnaire, answers, before or flow.next_page(questionnaire, answers, ""), context)
    if go != NEXT:
        return _scene(questionnaire, answers, flow.page_step(questionnaire, answers, key), context)
    if reading.page is not None and not reading.done:
        has_back = flow.previous_page(questionnaire, answers, key) is not None
        return Scene(answers, reading.page, newly_shown=len(reading.newly_shown), has_back=has_back)
    return _scene(questionnaire, answers, flow.next_page(questionnaire, answers, key), context)


def _scene(
    questionnaire: Questionnaire, answers: dict[str, object], step: flow.PageStep | None, context: Context
) -> Scene:
    if step is not None:
        has_back = flow.previous_page(questionnaire, answers, step.key) is not None
        return Scene(answers, page_form(questionnaire, answers, step.key, context), has_back=has_back)
    return Scene(answers, None, tuple(review(questionnaire, answers, context)))


def pack(answers: dict[str, object]) -> str:
    """Answers as a hidden field holds them: signed, so that what comes back is what was there."""
    return str(_serializer().dumps(answers))


def unpack(state: str) -> dict[str, Any]:
    """The answers in a hidden field; none where it was tampered with."""
    try:
        answers: dict[str, Any] = _serializer().loads(state)
    except BadSignature:
        return {}
    return answers


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="survey-rehearsal")
