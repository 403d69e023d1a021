"""Small helpers for tests of the survey engine."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict

from engage.surveys.answers import PageReading, read_page
from engage.surveys.document import Questionnaire, load
from engage.surveys.questions import Choice, Context, Question

FOLDER = Path(__file__).parent / "questionnaires"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
AREAS = ("growth", "nature", "life", "learning")
CONTEXT = Context(
    "da",
    focus_areas=tuple(Choice(key, key.capitalize()) for key in AREAS),
    local_areas=(Choice("aars", "Aars"), Choice("farsoe", "Farsø")),
)


def document(name: str) -> dict[str, Any]:
    """The data of a fixture questionnaire, free to change."""
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return copy.deepcopy(data)


def questionnaire(name: str) -> Questionnaire:
    """A fixture questionnaire."""
    return load(document(name))


def question(name: str, key: str, **changes: Any) -> Question:
    """One question of a fixture questionnaire, with settings changed."""
    found = questionnaire(name).questions[key]
    return type(found).model_validate({**found.model_dump(exclude_defaults=True), **changes})


def with_questions(*questions: dict[str, Any]) -> Questionnaire:
    """A questionnaire of one page with these questions."""
    return load({"schema_version": 1, "pages": [{"key": "page", "questions": list(questions)}]})


def send(asked: Questionnaire, answers: dict[str, object], page: str, **data: Any) -> PageReading:
    """Send a page: values by question key; a list for checkboxes; `served` and `<key>__other` where needed."""
    form: MultiDict[str, str] = MultiDict()
    for key, value in data.items():
        name = key if key == "served" else "q-" + key.replace("__", "-")
        form.setlist(name, value if isinstance(value, list) else [value])
    return read_page(asked, answers, page, form, CONTEXT)
