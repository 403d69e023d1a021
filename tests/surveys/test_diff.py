from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engage.surveys.diff import agreements, compare, reportable_together
from engage.surveys.document import load
from engage.surveys.fault_words import CHANGES, change_text
from engage.surveys.questions import Context
from tests.surveys.engine import NAMES, document

Edit = Callable[[dict[str, Any]], object]


def first(data: dict[str, Any]) -> dict[str, Any]:
    question: dict[str, Any] = data["pages"][0]["questions"][0]
    return question


def versions(name: str, edit: Edit) -> tuple[Any, Any]:
    data = document(name)
    old = load(data)
    edit(data)
    return old, load(data)


@pytest.mark.parametrize("name", NAMES)
def test_a_version_agrees_with_itself(name: str) -> None:
    old, new = versions(name, lambda _data: None)
    assert compare(old, new) == []
    assert set(agreements(old, new).values()) == {"same"}


def option(value: str) -> dict[str, Any]:
    return {"value": value, "label": {"da": value}}


@pytest.mark.parametrize(
    ("name", "edit", "agreement", "codes"),
    [
        ("yes_no", lambda d: first(d)["label"].update(da="Bor du i byen?"), "reworded", ["label_changed"]),
        ("yes_no", lambda d: first(d).update(required=False), "same", ["now_optional"]),
        ("local_area", lambda d: first(d).update(required=True), "same", ["now_required"]),
        ("yes_no", lambda d: first(d).update(hint={"da": "Tip"}), "same", ["hint_changed"]),
        ("yes_no", lambda d: first(d).update(type="short_text"), "incompatible", ["type_changed"]),
        ("short_text", lambda d: (first(d).pop("max_length"), first(d).update(type="long_text")),
         "same", ["type_changed"]),
        ("single_choice", lambda d: first(d)["options"].append(option("tram")), "extended", ["option_added"]),
        ("single_choice", lambda d: first(d)["options"].pop(), "extended", ["option_removed"]),
        ("single_choice", lambda d: first(d)["options"][0]["label"].update(da="Løbehjul"), "reworded",
         ["option_reworded"]),
        ("single_choice", lambda d: first(d).update(options=[option("x"), option("y")]), "incompatible",
         ["option_added", "option_added", "option_removed", "option_removed", "option_removed"]),
        ("scale", lambda d: first(d).update(highest=7), "incompatible", ["setting_changed"]),
        ("scale", lambda d: first(d)["low_label"].update(da="Aldrig"), "reworded", ["setting_changed"]),
        ("number", lambda d: first(d).update(max=30), "same", ["setting_changed"]),
        ("number_with_decimals", lambda d: first(d)["unit"].update(da="mil"), "incompatible", ["setting_changed"]),
    ],
)  # fmt: skip
def test_what_changed_in_a_question(name: str, edit: Edit, agreement: str, codes: list[str]) -> None:
    old, new = versions(name, edit)
    key = next(iter(old.questions))
    assert agreements(old, new) == {key: agreement}
    assert reportable_together(old, new) == ([] if agreement == "incompatible" else [key])
    assert [change.code for change in compare(old, new)] == codes


def rename(data: dict[str, Any]) -> None:
    data["title"]["da"] = "Ny"
    data["pages"][1]["title"]["da"] = "Ny"
    data["pages"][1]["show_if"] = {"answered": [{"answer": "lives_here"}]}
    data["pages"][2]["key"] = "finish"
    data["pages"][2]["questions"].append({"type": "yes_no", "key": "more"})


def test_what_changed_in_pages() -> None:
    old, new = versions("show_page", rename)
    assert [(change.key, change.code) for change in compare(old, new)] == [
        ("", "title_changed"),
        ("home", "page_title_changed"),
        ("home", "page_show_if_changed"),
        ("finish", "page_added"),
        ("wish", "question_moved"),
        ("more", "question_added"),
        ("end", "page_removed"),
    ]
    assert list(agreements(old, new)) == ["lives_here", "years", "wish"]


def test_another_order_and_a_removed_question_are_told() -> None:
    old, new = versions("optional_only", lambda d: d["pages"].reverse())
    assert [change.code for change in compare(old, new)] == ["order_changed"]
    old, new = versions("show_question_on_same_page", lambda d: d["pages"][0]["questions"].pop())
    assert [(change.key, change.code) for change in compare(old, new)] == [("glad", "question_removed")]


@pytest.mark.usefixtures("danish")
def test_changes_in_words() -> None:
    old, new = versions("show_page", rename)
    texts = [change_text(change, old, new, Context("da")) for change in compare(old, new)]
    assert texts == [
        "Skemaets titel er ændret",
        "Siden “Ny” har fået en anden titel",
        "Siden “Ny” vises efter en anden regel",
        "Siden “End” er ny",
        "Spørgsmålet “Andet?” er flyttet til en anden side",
        "Spørgsmålet “more” er nyt",
        "Siden “End” er fjernet",
    ]


@pytest.mark.usefixtures("danish")
@pytest.mark.parametrize("code", CHANGES)
def test_every_change_has_words(code: str) -> None:
    assert str(CHANGES[code] % {"name": "“x”", "value": "y"})
