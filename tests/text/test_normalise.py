import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.text.normalise import fold, normalise, one_line, words


@pytest.mark.parametrize(("one", "other"), [("Års", "Aars"), ("Ålestrup", "AALESTRUP"), ("Løgstør", "loegstoer")])
def test_two_spellings_of_a_place_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_decomposed_letter_folds_like_a_composed_one() -> None:
    assert fold(unicodedata.normalize("NFD", "Å på café")) == "aa paa cafe"


def test_invisible_and_control_characters_are_removed_but_emoji_stay_whole() -> None:
    family = "👨\u200d👩\u200d👧"
    assert normalise(f"Vind\u00admølle\u200b\x00 \u202etak {family}") == f"Vindmølle tak {family}"


def test_line_breaks_are_made_one_kind_and_blank_lines_limited() -> None:
    assert normalise("  Kære  byråd\r\n\r\n\r\n\r\nVi\tmangler en sti \r") == "Kære byråd\n\nVi mangler en sti"


def test_a_title_is_put_on_one_line() -> None:
    assert one_line("Cykelsti\n til  Farsø ") == "Cykelsti til Farsø"


def test_words_keep_their_apostrophe_and_lose_their_punctuation() -> None:
    assert words("SFO'en, don't – (ja!) 3. klasse_x") == ["SFO'en", "don't", "ja", "3", "klasse", "x"]


@given(st.text())
def test_normalising_and_folding_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)
