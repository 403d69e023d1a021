"""A citizen's words in a spreadsheet are words, never a formula."""

import pytest

from engage.core.cells import harmless
from tests.security.naughty import NAUGHTY


@pytest.mark.parametrize(
    "words",
    [
        "=1+1",
        "+SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        " =1",
        "\r\n=1",
        "＝1+1",
        "|calc",
        "=\0",
        "-",
        "%0",
    ],
)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(words: str) -> None:
    assert harmless(words) == "'" + words


@pytest.mark.parametrize("words", ["", "Cykelsti", "-12,5", "+45 99 66 70 00", "12 %", "-3", "1=1", "Vi vil +1", "'=1"])
def test_words_and_numbers_stay_as_they_are(words: str) -> None:
    assert harmless(words) == words


def test_nothing_of_any_words_is_lost() -> None:
    for words in NAUGHTY:
        assert harmless(words).removeprefix("'") == words.removeprefix("'")
        assert harmless(words).lstrip()[:1] not in {"=", "@"}
