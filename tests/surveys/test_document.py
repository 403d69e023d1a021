from __future__ import annotations

import json
from typing import Any

import pytest

from engage.surveys.document import InvalidDocument, Questionnaire, canonical, dump, load
from engage.surveys.questions import QUESTION_TYPES
from tests.surveys.engine import NAMES, document, questionnaire


@pytest.mark.parametrize("name", NAMES)
def test_load_and_dump_lose_nothing(name: str) -> None:
    data = document(name)
    assert dump(load(data)) == data
    assert load(canonical(load(data))) == load(data)


@pytest.mark.parametrize("name", NAMES)
def test_fingerprint_does_not_depend_on_the_order_of_keys_or_on_written_defaults(name: str) -> None:
    data = document(name)
    turned = json.loads(json.dumps(data, sort_keys=True))
    turned["title"] = dict(reversed(turned["title"].items()))
    turned["pages"][0]["questions"][0].setdefault("required", False)
    assert load(turned).sha256 == load(data).sha256


def test_fingerprint_changes_with_the_smallest_text_and_with_the_order_of_options() -> None:
    data = document("single_choice")
    before = load(data).sha256
    data["pages"][0]["questions"][0]["options"].reverse()
    turned = load(data).sha256
    data["title"]["da"] += "."
    assert len({before, turned, load(data).sha256}) == 3


def test_a_questionnaire_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        questionnaire("scale").title = {}


def faults_of(data: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        load(data)
    return [(fault.place, fault.code) for fault in caught.value.faults]


def changed(**changes: Any) -> dict[str, Any]:
    """A sound questionnaire with its only question changed."""
    data = document("yes_no")
    data["pages"][0]["questions"][0].update(changes)
    return data


FIRST = "pages[0].questions[0]"


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        ("{", "", "not_json"),
        ("[" * 100_000, "", "not_json"),
        (b"\xff\xfe{", "", "not_json"),
        (" " * 4_000_001, "", "too_large"),
        ([], "", "wrong_kind"),
        (None, "", "wrong_kind"),
        ({}, "schema_version", "missing"),
        ({"schema_version": 2}, "schema_version", "unknown_version"),
        ({"schema_version": 1, "secret": 1}, "secret", "unknown_field"),
        (changed(key="Q1"), f"{FIRST}.key", "bad_key"),
        (changed(key="1q"), f"{FIRST}.key", "bad_key"),
        (changed(key="q-other"), f"{FIRST}.key", "bad_key"),
        (changed(key="q\n"), f"{FIRST}.key", "bad_key"),
        (changed(key="q" * 41), f"{FIRST}.key", "bad_key"),
        (changed(type="poem"), FIRST, "unknown_type"),
        (changed(label="Hej"), f"{FIRST}.label", "wrong_kind"),
        (changed(label={"danish": "Hej"}), f"{FIRST}.label.danish", "bad_key"),
        (changed(label={"da": "x" * 501}), f"{FIRST}.label.da", "text_too_long"),
        (changed(label={"da": "a\u0000b"}), f"{FIRST}.label.da", "control_characters"),
        (changed(label={"da": "\ud800"}), f"{FIRST}.label.da", "wrong_kind"),
        (changed(required="perhaps"), f"{FIRST}.required", "wrong_kind"),
        (changed(lowest=1), f"{FIRST}.lowest", "unknown_field"),
        (changed(show_if={"eval": ["1"]}), f"{FIRST}.show_if", "rule_operator"),
        (changed(show_if={"==": [{"answer": "a"}]}), f"{FIRST}.show_if", "rule_operands"),
    ],
)
def test_a_broken_document_is_refused_with_place_and_reason(data: object, place: str, code: str) -> None:
    assert (place, code) in faults_of(data)


def test_no_more_pages_questions_or_options_than_allowed() -> None:
    assert faults_of({"schema_version": 1, "pages": [{"key": f"p{n}", "questions": []} for n in range(51)]}) == [
        ("pages", "too_many")
    ]
    questions = [{"type": "yes_no", "key": f"q{n}"} for n in range(101)]
    pages = [{"key": "a", "questions": questions}, {"key": "b", "questions": questions}]
    assert faults_of({"schema_version": 1, "pages": pages}) == [("", "too_many_questions")]
    data = document("single_choice")
    data["pages"][0]["questions"][0]["options"] = [{"value": f"o{n}"} for n in range(101)]
    assert faults_of(data) == [(f"{FIRST}.options", "too_many")]


@pytest.mark.parametrize("name", QUESTION_TYPES)
def test_a_new_question_of_each_type_can_be_kept_as_a_draft(name: str) -> None:
    started = QUESTION_TYPES[name].blank("fresh")
    draft = load({"schema_version": 1, "pages": [{"key": "page", "questions": [started]}]})
    assert draft.questions["fresh"].type == name


def test_the_types_are_offered_in_a_fixed_order() -> None:
    assert list(QUESTION_TYPES)[:4] == ["single_choice", "multiple_choice", "yes_no", "scale"]
    assert len({kind.order for kind in QUESTION_TYPES.values()}) == len(QUESTION_TYPES) == 10


def test_an_empty_draft_is_a_document() -> None:
    assert load({"schema_version": 1}) == Questionnaire(schema_version=1)
