"""Every letter, in both its forms, says who it is from, how to reach them, and asks for one thing by a button."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

import engage
from engage.messages.letters import render

KINDS = sorted(path.parent.name for path in (Path(engage.__file__).parent / "templates/email").glob("*/body.html"))
LINKS = ("confirm_url", "trace_url", "stop_url", "idea_url")
WORDS = ("title", "text", "track", "objective", "reply", "subject", "source", "legal_basis", "html")


def values() -> dict[str, Any]:
    return {
        **dict.fromkeys(LINKS, "https://deltag.example/x"),
        **dict.fromkeys(WORDS, "Ord"),
        "wrote": ["Ord"],
        "is_test": False,
        "old_status": "",
        "new_status": "I gang",
        "decisions": [],
        "trace_urls": ["https://deltag.example/x"],
        "idea": SimpleNamespace(title="Ord", status="published", decision_reason="Ord"),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_who_writes_and_how_to_reach_them(app: Flask, kind: str) -> None:
    settings = app.config["SETTINGS"]
    with app.test_request_context():
        letter = render(kind, "da", **values())
    for form in (letter.text, letter.html):
        for said in (settings.municipality_name, settings.municipality_address, settings.municipality_phone):
            assert said in form
    assert "max-width:600px" in letter.html


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "invitation"])
def test_the_next_step_is_a_button_and_the_letter_ends_politely(app: Flask, kind: str) -> None:
    with app.test_request_context():
        letter = render(kind, "da", **values())
    assert "display:inline-block" in letter.html
    assert "Venlig hilsen" in letter.html
    assert "Venlig hilsen" in letter.text
