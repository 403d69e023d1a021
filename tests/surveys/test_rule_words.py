from __future__ import annotations

from typing import Any

import pytest

from engage.surveys.questions import Context
from engage.surveys.rule_words import to_words
from engage.surveys.rules import OPERATORS
from tests.surveys.engine import with_questions

pytestmark = pytest.mark.usefixtures("danish")

OPTIONS = [{"value": "bike", "label": {"da": "Cykel", "en": "Bicycle"}}, {"value": "bus", "label": {"da": "Bus"}}]
ASKED = with_questions(
    {"type": "yes_no", "key": "a", "label": {"da": "Bor du her?", "en": "Do you live here?"}},
    {"type": "multiple_choice", "key": "use", "label": {"da": "Hvad bruger du?"}, "options": OPTIONS},
    {"type": "number", "key": "n", "label": {"da": "Hvor mange?"}, "decimals": 1},
    {"type": "number", "key": "m"},
)
A, USE, N = ({"answer": key} for key in ("a", "use", "n"))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"==": [A, "yes"]}, "“Bor du her?” er “Ja”"),
        ({"!=": [A, "no"]}, "“Bor du her?” er ikke “Nej”"),
        ({">=": [N, 1000.5]}, "“Hvor mange?” er mindst 1.000,5"),
        ({"between": [N, 1, 3]}, "“Hvor mange?” er mellem 1 og 3"),
        ({"<": [N, {"answer": "m"}]}, "“Hvor mange?” er mindre end “m”"),
        ({"contains": [USE, "bike"]}, "“Hvad bruger du?” indeholder “Cykel”"),
        ({"any_of": [USE, ["bike", "bus"]]}, "“Hvad bruger du?” indeholder mindst én af “Cykel”, “Bus”"),
        ({">": [{"count": "use"}, 1]}, "antal valg i “Hvad bruger du?” er mere end 1"),
        ({"answered": [A]}, "“Bor du her?” er besvaret"),
        ({"not_answered": [{"answer": "gone"}]}, "“gone” er ikke besvaret"),
        ({"not": [{"answered": [A]}]}, "det passer ikke, at “Bor du her?” er besvaret"),
        (
            {"and": [{"==": [A, "yes"]}, {"or": [{"answered": [N]}, {"answered": [USE]}]}]},
            "“Bor du her?” er “Ja” og (“Hvor mange?” er besvaret eller “Hvad bruger du?” er besvaret)",
        ),
        ("nonsense", ""),
    ],
)
def test_a_rule_in_words(rule: Any, words: str) -> None:
    assert to_words(rule, ASKED, Context("da")) == words


def test_questions_are_quoted_in_the_language_of_the_reader() -> None:
    assert to_words({"answered": [A]}, ASKED, Context("en")).startswith("“Do you live here?”")


@pytest.mark.parametrize("operator", [name for name in OPERATORS if name not in {"and", "or", "not"}])
def test_every_comparison_has_words(operator: str) -> None:
    rule = {operator: [A, "yes", "no"][: 3 if operator == "between" else 2]}
    assert "“Bor du her?”" in to_words(rule, ASKED, Context("da"))
