"""Names stand in the order of the Danish alphabet."""

import random

from engage.text.alphabet import danish_key

IN_ORDER = ["", "2026", "abe", "Anna", "Émile", "Ezra", "Müller", "Myra", "Zoe", "Ærø", "Öland", "Ørsted"]
IN_ORDER += ["Aabenraa", "Ålborg", "Aars"]


def test_ae_oe_and_aa_come_last_and_case_and_accents_do_not_matter() -> None:
    mixed = random.Random(4).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(mixed, key=danish_key) == IN_ORDER


def test_a_letter_of_two_marks_is_the_same_letter() -> None:
    assert sorted(["Z", "A\u030aben", "B"], key=danish_key) == ["B", "Z", "A\u030aben"]
