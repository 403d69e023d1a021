import random

from hypothesis import given
from hypothesis import strategies as st

from engage.text.normalise import text_key
from engage.text.similarity import group_duplicates, similar_to
from tests.text.replies import DANISH
from tests.text.statements import statements

LETTER = (
    "Vi protesterer mod de store vindmøller ved Nørager, fordi de støjer om natten og ødelægger udsigten over fjorden. "
    "Kommunen skal finde et andet sted, hvor der ikke bor så mange mennesker tæt på."
)


def test_the_same_words_have_the_same_key_whatever_their_dress() -> None:
    assert text_key("Års mangler en CYKELSTI!") == text_key("  aars mangler,\nen cykelsti")
    assert text_key("Ja tak") != text_key("Nej tak")
    assert text_key("👍") != text_key("👎")


def test_a_campaign_letter_is_folded_with_its_variants() -> None:
    texts = [
        DANISH[0],
        LETTER,
        LETTER + " Jeg bor selv kun 600 meter fra den nærmeste.",
        "Kære byråd. " + LETTER.replace("store vindmøller", "kæmpestore vindmøller"),
        DANISH[1],
        LETTER.upper(),
    ]
    assert group_duplicates(texts) == [0, 1, 1, 1, 4, 1]


def test_short_texts_are_grouped_only_when_they_are_the_same() -> None:
    assert group_duplicates(["Flere cykelstier tak", "flere cykelstier, tak!", "Flere cykelstier nu tak"]) == [0, 0, 2]
    nine = "Vi vil have flere busser til Aars om"
    assert group_duplicates([f"{nine} aftenen", f"{nine} natten"]) == [0, 1]
    assert similar_to(f"{nine} aftenen", [f"{nine} natten"]) == []
    assert group_duplicates([f"Nu: {nine} aftenen", f"Nu: {nine} natten"]) == [0, 0]


def test_empty_texts_repeat_nothing() -> None:
    assert group_duplicates(["", " ", ""]) == [0, 1, 2]
    assert group_duplicates([]) == []


def test_groups_do_not_creep_from_stranger_to_stranger() -> None:
    words = [f"ord{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(120)]
    chain = [" ".join(words[start : start + 40]) for start in range(0, 80, 10)]
    leaders = group_duplicates(chain)
    for text, leader in enumerate(leaders):
        assert text - leader <= 1  # ten words further on is like its leader, twenty is not


def test_twins_are_found_among_many_and_strangers_left_alone() -> None:
    chance = random.Random(7)
    letters = [" ".join(chance.sample(DANISH, 5)) for _ in range(8)]
    texts, origin = [], []
    for _ in range(400):
        number = chance.randrange(len(letters))
        written = letters[number].split()
        written[chance.randrange(len(written))] = "altså"
        texts.append(" ".join(written) + " " + chance.choice(DANISH))
        origin.append(number)
    leaders = group_duplicates(texts)
    assert all(origin[text] == origin[leader] for text, leader in enumerate(leaders))
    assert len(set(leaders)) <= len(letters) + 8


def test_real_statements_are_nearly_all_different() -> None:
    texts = list(statements().values())
    leaders = group_duplicates(texts)
    assert len(set(leaders)) > 850
    assert all(leaders[leader] == leader for leader in leaders)


def test_similar_texts_come_with_their_likeness_the_nearest_first() -> None:
    matches = similar_to(LETTER, [DANISH[3], LETTER + " Stop nu det projekt.", LETTER.lower(), ""])
    assert [match.index for match in matches] == [2, 1]
    assert matches[0].likeness == 1.0
    assert 0.45 <= matches[1].likeness < 1.0


@given(st.lists(st.sampled_from([*DANISH[:6], LETTER, LETTER + " Nej.", "", "👍"]), max_size=12))
def test_a_leader_leads_itself_and_comes_first(texts: list[str]) -> None:
    leaders = group_duplicates(texts)
    assert all(leader <= text and leaders[leader] == leader for text, leader in enumerate(leaders))
