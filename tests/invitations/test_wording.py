"""The places in a letter that are filled in."""

import pytest
from markupsafe import Markup

from engage.invitations import wording

VALUES = {"name": "Ida <b>", "link": "https://x.dk/s/p/t?a=1&b=2", "deadline": "4. maj 2026 kl. 12.00"}


@pytest.mark.parametrize("language", ["da", "en"])
def test_what_we_propose_can_be_sent(language: str) -> None:
    for subject, body in (
        (wording.DEFAULT_SUBJECT, wording.DEFAULT_BODY),
        (wording.REMINDER_SUBJECT, wording.REMINDER_BODY),
    ):
        wording.check_subject(subject[language])
        wording.check_body(body[language])


def test_a_letter_without_its_link_is_refused() -> None:
    with pytest.raises(wording.LinkMissing):
        wording.check_body("Hej {name}")


@pytest.mark.parametrize("text", ["Hej {navn} {link}", "{link} {Name}", "{link} {}"])
def test_an_unknown_place_is_named(text: str) -> None:
    with pytest.raises(wording.UnknownPlace) as refusal:
        wording.check_body(text)
    assert refusal.value.params["place"] in text


def test_plain_text_is_filled_in() -> None:
    body = "Hej {name}\n\n[Svar her]({link}) **senest** {deadline}"
    assert wording.fill_plain(body, VALUES) == (
        "Hej Ida <b>\n\nSvar her: https://x.dk/s/p/t?a=1&b=2 senest 4. maj 2026 kl. 12.00"
    )


def test_nobody_is_greeted_by_an_empty_name() -> None:
    assert wording.fill("Hej {name}\n{link}", {**VALUES, "name": ""}).startswith("Hej\n")


def test_html_is_filled_in_and_escaped() -> None:
    html = wording.fill_html("Hej {name}\n\n{link}\n\n[her]({link}) eller {link}", VALUES, Markup("<p>KNAP</p>"))
    assert "Hej Ida &lt;b&gt;" in html
    assert "<p>KNAP</p>" in html
    assert html.count('href="https://x.dk/s/p/t?a=1&amp;b=2"') == 2
    assert "{" not in html


def test_a_name_puts_no_html_into_the_letter() -> None:
    values = {**VALUES, "name": "[klik](https://ond.example) <img src=x>"}
    html = wording.fill_html("Hej {name} {link}", values, Markup(""))
    assert "<img" not in html
    assert "ond.example)" in html  # as it was written, no link
