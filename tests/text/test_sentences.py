import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.text.sentences import split_sentences


def split(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi vil have f.eks. cykelstier, bl.a. til Aars, jf. nr. 5 i planen.",
        "Det koster ca. 3 mio. kr. og skal være klar d. 3. maj kl. 14.30!",
        "H. C. Andersen og J. P. Jacobsen gik i 3. klasse her.",
        "Se www.Aars.dk eller skriv til hallen@Farsø.dk om det.",
        "Hvad med vejen...og fortovet?",
        "En linje\nsom er brudt midt i sætningen.",
    ],
)
def test_one_sentence_stays_whole(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Det var i 2024. Vi venter endnu!! Hvorfor?", ["Det var i 2024.", "Vi venter endnu!!", "Hvorfor?"]),
        ("vejen er farlig. ret den nu", ["vejen er farlig.", "ret den nu"]),
        ("Vi mangler en skole.Byg den.", ["Vi mangler en skole.", "Byg den."]),
        ("Det koster 3 mio. kr. Det er for dyrt.", ["Det koster 3 mio. kr.", "Det er for dyrt."]),
        ("1. Mere lys. 2. Flere busser.", ["1. Mere lys.", "2. Flere busser."]),
        (
            "Kære byråd\n\nvi ønsker en sti\n- og lys\n- og en bænk",
            ["Kære byråd", "vi ønsker en sti", "- og lys", "- og en bænk"],
        ),
        ('Hun sagde: "Nej tak." Så gik hun.', ['Hun sagde: "Nej tak."', "Så gik hun."]),
        (" \n ", []),
    ],
)
def test_sentences_are_told_apart(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(st.text(alphabet="aB. \n!?1åØ-", max_size=80) | st.text())
def test_sentences_are_pieces_of_the_text_and_lose_nothing(text: str) -> None:
    found = split_sentences(text)
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in found)
    assert "".join("".join(s.text for s in found).split()) == "".join(text.split())
