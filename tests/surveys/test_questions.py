from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.surveys.questions import Choice, Context
from engage.surveys.questions.number import parse_number, write_number
from tests.surveys.engine import CONTEXT, NAMES, question, questionnaire

GONE = "Det valgte svar findes ikke længere. Vælg et af svarene på listen"
pytestmark = pytest.mark.usefixtures("danish")
ENGLISH = Context("en", CONTEXT.focus_areas, CONTEXT.local_areas)


@pytest.mark.parametrize(
    ("name", "key", "changes", "raw", "text"),
    [
        ("single_choice", "transport", {}, None, "Vælg et svar"),
        ("single_choice", "transport", {}, "rocket", GONE),
        ("multiple_choice", "transport", {"required": True}, [], "Vælg mindst ét svar"),
        ("multiple_choice", "transport", {}, ["bus", "rocket"],
         "Et af de valgte svar findes ikke længere. Vælg blandt svarene på listen"),
        ("multiple_choice_limits", "transport", {}, [], "Vælg mindst 2 svar"),
        ("multiple_choice_limits", "transport", {}, ["bus"], "Vælg mindst 2 svar"),
        ("multiple_choice_limits", "transport", {"required": False}, ["bus"], "Vælg mindst 2 svar"),
        ("multiple_choice_limits", "transport", {}, ["bus", "car", "bike"],
         "Du har valgt 3 svar. Vælg højst 2, og fjern resten"),
        ("multiple_choice_exclusive", "transport", {}, ["bus", "none"],
         "Vælg enten “Ingen af disse” eller et eller flere af de andre svar"),
        ("scale", "happy", {}, None, "Vælg et tal fra 1 til 5"),
        ("scale", "happy", {}, "6", "Vælg et tal fra 1 til 5"),
        ("scale", "happy", {}, "0", "Vælg et tal fra 1 til 5"),
        ("scale", "happy", {}, "٣", "Vælg et tal fra 1 til 5"),
        ("number", "people", {}, "", "Skriv et tal, fx 12"),
        ("number", "people", {}, "   ", "Skriv et tal, fx 12"),
        ("number", "people", {}, "mange", "Skriv svaret som et tal, fx 12"),
        ("number", "people", {}, "1e3", "Skriv svaret som et tal, fx 12"),
        ("number", "people", {}, "٣", "Skriv svaret som et tal, fx 12"),
        ("number", "people", {}, "9" * 10_000, "Skriv svaret som et tal, fx 12"),
        ("number", "people", {}, "2,5", "Skriv et helt tal uden decimaler"),
        ("number", "people", {}, "0", "Skriv et tal mellem 1 og 20"),
        ("number", "people", {}, "1.000", "Skriv et tal mellem 1 og 20"),
        ("number", "people", {"max": None}, "0", "Skriv et tal, der er mindst 1"),
        ("number", "people", {"min": None}, "21", "Skriv et tal, der er højst 20"),
        ("number", "people", {"max": None}, "9" * 39, "Skriv et tal, der er højst 1.000.000.000.000.000"),
        ("number_with_decimals", "distance", {}, "nej", "Skriv svaret som et tal, fx 12,5"),
        ("number_with_decimals", "distance", {}, "1,25", "Skriv tallet med højst én decimal"),
        ("number_with_decimals", "distance", {"decimals": 2}, "1,255", "Skriv tallet med højst 2 decimaler"),
        ("short_text", "street", {"required": True}, " \n ", "Skriv dit svar"),
        ("short_text", "street", {}, "x" * 61, "Din tekst er på 61 tegn. Gør den kortere: højst 60"),
        ("long_text", "wish", {}, "", "Skriv dit svar"),
        ("long_text", "wish", {}, "x" * 10_000_000,
         "Din tekst er på 10.000.000 tegn. Gør den kortere: højst 500"),
        ("yes_no", "lives_here", {}, None, "Vælg ja eller nej"),
        ("yes_no", "lives_here", {}, "maybe", GONE),
        ("focus_area", "areas", {}, [], "Vælg mindst ét fokusområde"),
        ("focus_area", "areas", {"min_picks": 2}, [], "Vælg mindst 2 fokusområder"),
        ("focus_area", "areas", {}, ["growth", "nature", "life"], "Du har valgt 3 svar. Vælg højst 2, og fjern resten"),
        ("local_area", "place", {"required": True}, None, "Vælg et lokalområde"),
        ("local_area", "place", {}, "atlantis", GONE),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_how_to_mend_it(
    name: str, key: str, changes: dict[str, Any], raw: Any, text: str
) -> None:
    assert str(question(name, key, **changes).fault(raw, CONTEXT)) == text


@pytest.mark.parametrize(
    ("name", "key", "raw", "stored", "shown"),
    [
        ("single_choice", "transport", "bus", "bus", "Bus"),
        ("multiple_choice", "transport", [], None, ""),
        ("multiple_choice", "transport", ["car", "bike", "car"], ["bike", "car"], "Cykel, Bil"),
        ("multiple_choice_limits", "transport", ["car", "bike"], ["bike", "car"], "Cykel, Bil"),
        ("multiple_choice_exclusive", "transport", ["none"], ["none"], "Ingen af disse"),
        ("scale", "happy", "4", 4, "4"),
        ("scale", "happy", "5", 5, "5 – Meget"),
        ("scale_from_zero_to_ten", "likely", "0", 0, "0 – Nej"),
        ("scale_from_zero_to_ten", "likely", None, None, ""),
        ("number", "people", " 12 ", 12, "12"),
        ("number_with_decimals", "distance", "1.234,5", 1234.5, "1.234,5 km"),
        ("number_with_decimals", "distance", "0", 0, "0 km"),
        ("number_with_decimals", "distance", "", None, ""),
        ("short_text", "street", "  Vest\r\nergade\x00 ", "Vest ergade", "Vest ergade"),
        ("short_text", "street", "", None, ""),
        ("long_text", "wish", "En\r\n\r\nTo ", "En\n\nTo", "En\n\nTo"),
        ("yes_no", "lives_here", "yes", "yes", "Ja"),
        ("focus_area", "areas", ["nature", "growth"], ["growth", "nature"], "Growth, Nature"),
        ("local_area", "place", "farsoe", "farsoe", "Farsø"),
    ],
)  # fmt: skip
def test_a_right_answer_is_stored_shown_and_filled_in_again(
    name: str, key: str, raw: Any, stored: object, shown: str
) -> None:
    asked = question(name, key)
    assert asked.fault(raw, CONTEXT) is None
    assert asked.clean(raw, CONTEXT) == stored
    assert asked.display(stored, CONTEXT) == shown
    again = asked.prefill({key: stored}, CONTEXT)
    assert asked.read(again, CONTEXT)[key] == stored
    assert not asked.faults(again, CONTEXT)


@pytest.mark.parametrize("name", NAMES)
def test_optional_questions_may_stay_empty_and_required_ones_may_not(name: str) -> None:
    for asked in questionnaire(name).questions.values():
        assert bool(asked.faults({}, CONTEXT)) == (asked.required and asked.asks)
        assert all(value is None for value in asked.read({}, CONTEXT).values())
        assert asked.show({}, CONTEXT) == ""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("raw", [None, "", "x", "\x00", [], ["x"], [None], 3, 2.5, True, {}, {"a": 1}, ["\ud800"]])
def test_no_raw_value_breaks_a_question(name: str, raw: object) -> None:
    for asked in questionnaire(name).questions.values():
        if asked.asks:
            asked.faults({asked.key: raw}, CONTEXT)
            asked.show({asked.key: raw}, CONTEXT)


def test_a_line_break_counts_as_one_character() -> None:
    assert question("long_text", "wish").fault("x\r\n" * 250, CONTEXT) is None


def test_a_choice_that_is_gone_is_shown_by_its_value() -> None:
    assert question("single_choice", "transport").display("rocket", CONTEXT) == "rocket"
    assert question("multiple_choice", "transport").display(["bus", "rocket"], CONTEXT) == "Bus, rocket"


def test_choices_are_read_in_the_language_of_the_page_and_else_in_danish() -> None:
    asked = question("single_choice", "transport")
    assert asked.choices(ENGLISH)[2] == Choice("car", "Car")
    assert asked.choices(Context("de"))[2] == Choice("car", "Bil")
    assert asked.label_in(ENGLISH) == "How do you get to town?"


class TestOther:
    asked = question("multiple_choice_other", "transport")

    def data(self, *picks: str, other: str = "") -> dict[str, Any]:
        return {"transport": list(picks), "transport-other": other}

    def test_words_are_stored_beside_the_answer_and_become_input(self) -> None:
        answers = self.asked.read(self.data("bus", "other", other=" Traktor "), CONTEXT)
        assert answers == {"transport": ["bus", "other"], "transport-other": "Traktor"}
        assert self.asked.show(answers, CONTEXT) == "Bus, Andet: Traktor"
        assert self.asked.texts(answers) == ["Traktor"]
        assert self.asked.prefill(answers, CONTEXT) == {"transport": ["bus", "other"], "transport-other": "Traktor"}

    def test_writing_on_the_line_counts_as_choosing_it(self) -> None:
        assert self.asked.read(self.data(other="Traktor"), CONTEXT)["transport"] == ["other"]

    def test_it_counts_towards_the_limit(self) -> None:
        assert "transport" in self.asked.faults(self.data("bus", "car", other="Traktor"), CONTEXT)

    def test_choosing_it_without_words_is_told_on_the_line(self) -> None:
        assert {k: str(v) for k, v in self.asked.faults(self.data("other"), CONTEXT).items()} == {
            "transport-other": "Skriv, hvad du tænker på"
        }

    def test_the_line_has_a_limit(self) -> None:
        assert list(self.asked.faults(self.data("other", other="x" * 301), CONTEXT)) == ["transport-other"]


@pytest.mark.parametrize(
    ("text", "danish", "english"),
    [
        ("1", "1", "1"), ("-3", "-3", "-3"), ("−3", "-3", "-3"), ("+3", "3", "3"), ("007", "7", "7"),
        ("1,5", "1.5", "1.5"), ("1.5", "1.5", "1.5"), (",5", "0.5", "0.5"), ("5,", "5", "5"),
        ("1.234", "1234", "1.234"), ("1,234", "1.234", "1234"),
        ("1.234,5", "1234.5", "1234.5"), ("1,234.5", "1234.5", "1234.5"),
        ("1.234.567", "1234567", None), ("1,234,567", None, "1234567"),
        ("1 234", "1234", "1234"), ("1\u00a0234,5", "1234.5", "1234.5"),
        ("", None, None), ("-", None, None), (".", None, None), ("1,2,3", None, None), ("12 km", None, None),
        ("nan", None, None), ("inf", None, None), ("0x10", None, None), ("1e5", None, None), ("1_000", None, None),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text: str, danish: str | None, english: str | None) -> None:
    for language, expected in (("da", danish), ("en", english)):
        assert parse_number(text, language) == (None if expected is None else Decimal(expected))


@given(value=st.decimals(-(10**12), 10**12, places=3), language=st.sampled_from(["da", "en"]))
def test_a_written_number_is_read_back(value: Decimal, language: str) -> None:
    assert parse_number(write_number(value, language), language) == value


def test_hints_tell_limits_and_units() -> None:
    fields = [
        ("multiple_choice_limits", "transport", "Vælg 2."),
        ("focus_area", "areas", "Vælg højst 2."),
        ("number_with_decimals", "distance", "Svar i km."),
        ("long_text", "wish", "Skriv ikke CPR-numre. Højst 500 tegn."),
    ]
    for name, key, hint in fields:
        built: Any = question(name, key).build_field(CONTEXT)
        assert built.kwargs["description"] == hint


def test_limits_in_words() -> None:
    def hint(**limits: int) -> str:
        return str(question("multiple_choice", "transport", **limits).limits() or "")  # type: ignore[attr-defined]

    assert hint() == hint(min_picks=1) == ""
    assert hint(min_picks=2) == "Vælg mindst 2."
    assert hint(max_picks=2) == "Vælg højst 2."
    assert hint(min_picks=2, max_picks=3) == "Vælg mindst 2 og højst 3."
