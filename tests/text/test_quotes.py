import random

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.text import quotes
from engage.text.quotes import pick_quotes
from tests.text.replies import DANISH
from tests.text.statements import statements

REPLIES_BY_ID = {f"r{number}": text for number, text in enumerate(DANISH)}


def test_quotes_are_word_for_word_from_different_people() -> None:
    picked = pick_quotes(REPLIES_BY_ID, 6)
    assert len(picked) == 6
    assert len({quote.source_id for quote in picked}) == 6
    assert all(REPLIES_BY_ID[quote.source_id][quote.start : quote.end] == quote.text for quote in picked)


def test_nobody_is_quoted_twice() -> None:
    talkative = {"one": " ".join(DANISH[:8]), "other": DANISH[8]}
    assert sorted(quote.source_id for quote in pick_quotes(talkative, 5)) == ["one", "other"]


def test_the_first_quote_says_what_most_say() -> None:
    cycling = {str(number): text for number, text in enumerate(DANISH[:10])}
    stray = {"stray": "Min kat hedder Findus og spiser helst torsk om onsdagen."}
    picked = pick_quotes({**stray, **cycling}, 3)
    assert "stray" not in {quote.source_id for quote in picked}
    assert any("cykelsti" in quote.text.lower() for quote in picked)


def test_the_same_sentence_is_quoted_once() -> None:
    same = {str(number): "Vi mangler en cykelsti mellem Aars og Haubro!" for number in range(20)}
    assert len(pick_quotes(same, 5)) == 1


def test_greetings_and_contact_details_are_never_quoted() -> None:
    texts = {
        "a": "Tak for muligheden for at komme med input. Vi mangler virkelig lys på stien til skolen.",
        "b": "Ring til mig på 98 12 34 56, så fortæller jeg om lys på stien. Stien til skolen er meget mørk.",
        "c": "Skriv til karen@eksempel.dk om stien. Med venlig hilsen Karen",
        "d": "Mit nummer er 010190-1234, og jeg går på stien hver dag.",
    }
    text = " ".join(quote.text for quote in pick_quotes(texts, 9))
    assert "mørk" in text
    for hidden in ("98 12", "@", "010190", "muligheden", "hilsen"):
        assert hidden not in text


def test_the_choice_does_not_depend_on_the_order_of_the_texts() -> None:
    shuffled = list(statements().items())
    random.Random(3).shuffle(shuffled)
    assert pick_quotes(dict(shuffled), 5) == pick_quotes(statements(), 5)


def test_few_short_texts_are_still_quoted() -> None:
    assert [quote.text for quote in pick_quotes({"a": "Mere lys."}, 3)] == ["Mere lys."]
    assert pick_quotes({"a": "Nå. Ja."}, 2) == []
    assert pick_quotes({}, 3) == []
    assert pick_quotes(REPLIES_BY_ID, 0) == []


def test_a_large_theme_is_sampled() -> None:
    many = {str(number): f"Borger nummer {number} vil have flere busser til Aars nu." for number in range(9_000)}
    assert len(quotes._candidates(many, quotes._GOOD_WORDS)) == quotes._MOST_SENTENCES


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.text(max_size=3), st.text(max_size=80) | st.sampled_from(DANISH), max_size=8), st.integers(0, 4)
)
def test_any_quote_is_a_piece_of_its_source(texts: dict[str, str], wanted: int) -> None:
    picked = pick_quotes(texts, wanted)
    assert len(picked) <= wanted
    assert all(texts[quote.source_id][quote.start : quote.end] == quote.text for quote in picked)


def test_a_sentence_on_the_subject_goes_before_others() -> None:
    texts = {
        str(
            number
        ): f"Bussen kører alt for sjældent om aftenen i {place}. Vuggestuen i {place} mangler pædagoger hver dag."
        for number, place in enumerate(("Aars", "Farsø", "Ranum", "Gedsted", "Haubro"))
    }
    assert all("Vuggestuen" in quote.text for quote in pick_quotes(texts, 3, about="Vuggestuer og pædagoger"))
    assert all("Bussen" in quote.text for quote in pick_quotes(texts, 3, about="Busser"))
