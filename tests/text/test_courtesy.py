import pytest

from engage.text.courtesy import is_courtesy, strip_courtesy


@pytest.mark.parametrize(
    "sentence",
    [
        "Tak for muligheden for at komme med input.",
        "Kære byråd",
        "Kære Nordby Kommune,",
        "Med venlig hilsen Jens Hansen",
        "Mvh Karen",
        "På forhånd tak!",
        "Tak fordi I lytter.",
        "Jeg håber, I lytter til os",
        "Hermed mit høringssvar.",
        "Thank you for the opportunity to give my opinion.",
        "Kind regards, John",
    ],
)
def test_greetings_and_thanks_are_courtesy(sentence: str) -> None:
    assert is_courtesy(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tak for cykelstien til Farsø.",
        "Hej, vi mangler en cykelsti",
        "Thanks for the new park downtown.",
        "Stranden er beskidt.",
        "Vi er mange, der hilser på hinanden på torvet.",
        "",
    ],
)
def test_a_statement_is_not_courtesy(sentence: str) -> None:
    assert not is_courtesy(sentence)


def test_only_the_matter_is_left_of_a_letter() -> None:
    letter = (
        "Hej kommune. Tak for muligheden for at sige min mening. Vi mangler lys. Med venlig hilsen\nJens Hansen, Aars"
    )
    assert strip_courtesy(letter) == "Vi mangler lys."
