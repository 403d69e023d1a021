import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.text.masking import CPR, EMAIL, PHONE, mask_personal, redact_contacts, without_placeholders


@pytest.mark.parametrize(
    "number",
    [
        "010190-1234",
        "0101901234",
        "010190 1234",
        "010190 - 1234",
        "31.12.59-0001",
        "610190–1234",
        "٠١٠١٩٠-١٢٣٤",
    ],
)
def test_a_cpr_number_is_masked(number: str) -> None:
    masked = mask_personal(f"Min mor, {number}, venter på svar.")
    assert masked.text == "Min mor, [CPR-nummer fjernet], venter på svar."
    assert masked.found == {CPR}


@pytest.mark.parametrize(
    "text",
    ["sag 999999-9999", "4512345678", "320190-1234", "011390-1234", "1010190-12345", "2022-2026", "1.234.567,5", ""],
)
def test_other_numbers_stay(text: str) -> None:
    masked = mask_personal(text)
    assert (masked.text, masked.found) == (text, frozenset())


@pytest.mark.parametrize(
    "number",
    ["98123456", "98 12 34 56", "9812 3456", "981 23 456", "+45 98 12 34 56", "0045 98123456", "+4917612345678"],
)
def test_a_telephone_number_is_redacted(number: str) -> None:
    redacted = redact_contacts(f"Ring til mig på {number}.")
    assert redacted.text == "Ring til mig på [telefonnummer fjernet]."
    assert redacted.found == {PHONE}


@pytest.mark.parametrize("address", ["karen@eksempel.dk", "k.h+x@post.eksempel.dk", "karen(at)eksempel.dk"])
def test_an_email_address_is_redacted(address: str) -> None:
    redacted = redact_contacts(f"Skriv til {address} i dag")
    assert redacted.text == "Skriv til [e-mail fjernet] i dag"
    assert redacted.found == {EMAIL}


@pytest.mark.parametrize(
    "text",
    [
        "Budgettet er 12.345.678 kr.",
        "I perioden 2022-2026 og 2024 2028",
        "Det koster 25000000 kr",
        "9640 Farsø, kl. 14.30",
    ],
)
def test_amounts_years_and_postcodes_are_not_telephone_numbers(text: str) -> None:
    assert redact_contacts(text).text == text


def test_redacting_also_masks_cpr_numbers() -> None:
    assert redact_contacts("010190-1234, 98123456, a@b.dk").found == {CPR, EMAIL, PHONE}


def test_replacements_count_as_nobodys_words() -> None:
    assert without_placeholders(redact_contacts("Ring 98123456").text).split() == ["Ring"]


@given(st.text(alphabet="0123456789-+ .abc@", max_size=60))
def test_masking_and_redacting_twice_changes_nothing_more(text: str) -> None:
    once, redacted = mask_personal(text).text, redact_contacts(text).text
    assert mask_personal(once).text == once
    assert redact_contacts(redacted).text == redacted


@pytest.mark.parametrize("letter", ["a", "1", "a.", "a@"])
def test_a_huge_paste_is_worked_through(letter: str) -> None:
    assert len(redact_contacts(letter * 200_000).text) > 0
