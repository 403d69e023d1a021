import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.text.language import guess_language
from engage.text.search import index_terms, query_terms
from tests.text.replies import DANISH


def finds(query: str, *texts: str | None) -> bool:
    """Whether the database would find the texts: every term begins some word of the index."""
    index = index_terms(*texts)
    return all(f" {term}" in index for term in query_terms(query))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("vindmøller", "Nej til vindmølleparken ved Nørager"),
        ("VINDMØLLE", "Vindmøllerne støjer"),
        ("vindmoelle", "Vindmøllerne støjer"),
        ("børn", "Et barn skal lege"),
        ("barn", "Børnene leger"),
        ("børnehave", "Børnehaverne er lukket"),
        ("bog", "Bøgerne er slidte"),
        ("mænd", "En mand alene"),
        ("hånd", "Varme hænder"),
        ("by", "Byerne vokser"),
        ("Ålestrup", "Hallen i Aalestrup"),
        ("aars", "Skolen i Års"),
        ("park", "Ingen vindmøllepark her"),
        ("sti", "Cykelstierne mangler lys"),
        ("plejecentre", "Plejehjemmet er godt"),
        ("cyklister", "Jeg cykler til arbejde"),
        ("cykelsti farsø", "Vi vil have en cykelsti til Farsø"),
        ("party", "The parties are fun for the city"),
        ("children", "A child is playing on the road"),
        ("bikes", "We need a bicycle lane and more of them"),
        ("велосипед", "велосипедні доріжки"),
        ("دراجات", "مسار دراجات جديد"),
    ],
)
def test_a_query_finds_other_forms_of_its_words(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("skole", "Busserne kører ikke"),
        ("cykelsti farsø", "En cykelsti til Aars"),
        ("kat", "En indkaldt mand"),
        ("дорога", "велосипедні доріжки"),
    ],
)
def test_a_query_does_not_find_other_words(query: str, text: str) -> None:
    assert not finds(query, text)


def test_several_texts_share_one_index_and_missing_ones_are_passed_over() -> None:
    assert finds("lys cykelsti", "Cykelsti", None, "", "Mere lys")


def test_no_words_give_an_empty_index_and_no_terms() -> None:
    assert index_terms("", None, "👍 !!") == ""
    assert query_terms(" %_' \\ ") == []


def test_terms_hold_nothing_that_means_something_to_a_database() -> None:
    assert query_terms("100% 'skole'; DROP_TABLE \\%") == ["100", "skol", "drop", "tabl"]


def test_small_words_are_left_out_unless_they_are_all_there_is() -> None:
    assert query_terms("en sti til og fra skolen") == ["sti", "skol"]
    assert query_terms("hvad er det") != []


def test_a_hidden_number_is_not_searchable() -> None:
    assert not finds("fjernet", "Mit nummer er [CPR-nummer fjernet]")


def test_the_index_names_each_term_once() -> None:
    terms = index_terms(*DANISH).split()
    assert len(terms) == len(set(terms))


@given(st.sampled_from(DANISH), st.data())
def test_every_word_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(text.split()))
    assert finds(word, text)


@given(st.text(max_size=40))
def test_any_text_finds_itself(text: str) -> None:
    assert finds(text, text)
    assert all(term.isascii() and term.isalnum() and term == term.lower() for term in query_terms(text))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi mangler en cykelsti", "da"),
        ("We need more bike lanes in the city", "en"),
        ("Gør noget ved vejen", "da"),
        ("", "da"),
        ("for under over", "da"),
    ],
)
def test_the_language_is_told_by_small_words(text: str, language: str) -> None:
    assert guess_language(text) == language
