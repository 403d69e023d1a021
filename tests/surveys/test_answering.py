"""Answering through the public door, without script: nothing typed is lost, nothing is sent twice."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from engage.core.db import session
from engage.strategy.queries import local_areas
from engage.triage.models import Input
from tests.consultations.factories import make_consultation
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.strategy.factories import make_strategy
from tests.surveys.factories import everyday_document, make_response, options, published_survey, question, texts
from tests.surveys.walking import address, another, drafts, fill, first_page, responses, to_review, words

pytestmark = pytest.mark.usefixtures("app")


def inputs() -> list[Input]:
    return list(session().scalars(sa.select(Input).order_by(Input.question_key)))


def test_the_whole_way_without_script(client: PageClient) -> None:
    survey = published_survey()
    page = first_page(client, survey)
    assert "Side 1 af 3" in words(page)
    page = fill(client, page, how="car")
    assert "Hvad skulle til, for at du lod bilen stå?" in words(page)
    page = fill(client, page, why_car="En bus, der kører", safe="2", minutes="1.5")
    assert "Skriv et helt tal uden decimaler" in words(page)
    page = fill(client, page, minutes="25")
    page = fill(client, page, more="Der mangler lys ved skolen.")
    review = words(page)
    assert "Se dine svar igennem" in review
    assert "I bil" in review
    assert "25 minutter" in review
    receipt = client.submit(page, button="Send mine svar", follow_redirects=True)
    assert "Tak for dine svar" in words(receipt)
    (response,) = responses()
    assert response.answers == {
        "how": "car",
        "why_car": "En bus, der kører",
        "safe": 2,
        "minutes": 25,
        "more": "Der mangler lys ved skolen.",
    }
    assert response.channel == "open"
    assert drafts() == []


AT_ONCE = {"Prefer": "return=representation"}


def same_words(page: TestResponse) -> str:
    """What a page is, but for what is another in each: keys, tokens and fingerprints of a style."""
    return re.sub(r'(value|nonce)="[^"]{16,}"', "", page.get_data(as_text=True))


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_a_script_gets_the_next_page_with_the_answer_to_the_last(client: PageClient, query: str) -> None:
    survey = published_survey()
    page = first_page(client, survey, query)
    places = []
    for answers in ({"q-how": "bike"}, {"q-minutes": "25"}, {"q-more": "Der mangler lys ved skolen."}, {}):
        page = client.submit(page, answers, headers=AT_ONCE)
        assert page.status_code == 200
        places.append(page.headers["Content-Location"])
        assert same_words(page) == same_words(client.get(places[-1]))
    assert places == [
        address(survey, *rest) + query for rest in (["pages", "about"], ["pages", "end"], ["review"], ["receipt"])
    ]
    assert len(responses()) == 1


def test_a_script_gets_an_error_at_the_address_it_sent_to(client: PageClient) -> None:
    page = fill(client, first_page(client, published_survey()), how="car")
    wrong = client.submit(page, {"q-minutes": "mange"}, headers=AT_ONCE)
    assert "Content-Location" not in wrong.headers
    assert "Skriv svaret som et tal" in words(wrong)


def test_what_is_said_once_is_said_to_a_script_once(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="car", button="Næste")
    last = fill(client, page, minutes="12")
    review = client.submit(last, {"q-more": "Mit nummer er 070761-4285."}, headers=AT_ONCE)
    assert "Vi har skjult et CPR-nummer" in words(review)
    assert "Vi har skjult et CPR-nummer" not in words(client.get(address(survey, "review")))


def test_who_has_answered_is_told_so_and_led_to_the_receipt(client: PageClient) -> None:
    survey = published_survey()
    assert "Du har allerede svaret" not in words(client.get(address(survey)))
    review = to_review(client, survey, how="bus", more="Flere afgange.", safe="4")
    receipt = client.submit(review, button="Send mine svar", follow_redirects=True).get_data(as_text=True)
    assert "/email" in receipt
    start = client.get(address(survey))
    assert "Du har allerede svaret" in words(start)
    assert f"{address(survey)}/receipt" in start.get_data(as_text=True)


def test_the_receipt_holds_a_copy_the_closing_and_the_private_link(client: PageClient) -> None:
    survey = published_survey()
    review = to_review(client, survey, how="bus", more="Flere afgange.", safe="4")
    receipt = client.submit(review, button="Send mine svar", follow_redirects=True)
    shown = words(receipt)
    for part in ("Udvalget læser svarene i juni.", "Med bus", "Flere afgange.", "Ikke besvaret"):
        assert part in shown
    assert "/trace/" in receipt.get_data(as_text=True)
    assert "Tak for dine svar" in words(client.get(address(survey, "receipt")))


def test_reading_the_start_page_sets_no_cookie(client: PageClient) -> None:
    survey = published_survey()
    start = client.get(address(survey))
    assert "Set-Cookie" not in start.headers
    assert "Dit svar er anonymt" in words(start)
    assert "7 spørgsmål" in words(start)


def test_going_back_shows_what_was_answered(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="bus")
    before = client.get(address(survey, "pages", "way"))
    assert 'value="bus" checked' in before.get_data(as_text=True)
    page = fill(client, before, how="bus")
    assert "Om turen" in words(page)


def test_an_error_keeps_every_value(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="car")
    page = fill(client, page, why_car="Cykelsti", safe="3", minutes="mange")
    shown = page.get_data(as_text=True)
    assert "<title>Fejl: Om turen" in shown
    assert "Skriv svaret som et tal, fx 12" in shown
    for kept in ('value="Cykelsti"', 'value="3" checked', 'value="mange"'):
        assert kept in shown
    # what was right has been stored already
    assert drafts()[0].answers == {"how": "car", "why_car": "Cykelsti", "safe": 3}


def test_an_unanswered_required_question_is_told_in_words(client: PageClient) -> None:
    page = fill(client, first_page(client, published_survey()))
    assert "Vælg et svar" in words(page)


def test_a_change_from_the_review_comes_back_to_it(client: PageClient) -> None:
    survey = published_survey()
    to_review(client, survey, how="bike", more="Tak")
    page = client.get(address(survey, "pages", "end") + "?go=review")
    review = fill(client, page, button="Gem og se det hele", more="Mere lys")
    assert "Se dine svar igennem" in words(review)
    assert "Mere lys" in words(review)


def test_a_change_that_raises_a_new_question_asks_it_before_the_review(client: PageClient) -> None:
    document = everyday_document()
    document["pages"][1]["questions"][0]["required"] = True
    survey = published_survey(document=document)
    to_review(client, survey, how="bike")
    page = client.get(address(survey, "pages", "way") + "?go=review")
    page = fill(client, page, button="Gem og se det hele", how="car")
    assert "Om turen" in words(page)


def test_the_same_form_sent_twice_gives_one_response_and_the_same_receipt(client: PageClient) -> None:
    survey = published_survey()
    review = to_review(client, survey, more="Kun én gang")
    before = client.get_cookie("session")
    assert before is not None
    first = client.submit(review, button="Send mine svar", follow_redirects=True)
    second = client.submit(review, button="Send mine svar", follow_redirects=True)
    # and as a telephone does that never got the answer: its cookie is the old one
    client.set_cookie("session", before.value)
    third = client.submit(review, button="Send mine svar", follow_redirects=True)
    assert len(responses()) == 1
    assert len(inputs()) == 1
    assert words(first) == words(second) == words(third)


def test_nothing_is_sent_without_a_draft(client: PageClient) -> None:
    survey = published_survey()
    answer = client.post(address(survey, "review"), data={"submission_key": "made up"})
    assert answer.status_code == 422
    assert "Begynd forfra" in words(answer)
    assert client.get(address(survey, "review")).location == address(survey)
    assert client.get(address(survey, "receipt")).location == address(survey)


def test_a_page_out_of_order_is_kept_and_leads_to_the_first(client: PageClient) -> None:
    survey = published_survey()
    assert client.get(address(survey, "pages", "end")).location == address(survey, "pages", "way")
    sent = client.post(address(survey, "pages", "end"), data={"served": "more areas home", "q-more": "Kom først"})
    page = client.get(sent.location, follow_redirects=True)
    assert "Side 1 af 3" in words(page)
    page = fill(client, page, how="bike")
    page = fill(client, page)
    assert "Kom først" in words(page)


def test_a_page_off_the_way_is_not_served(client: PageClient) -> None:
    document = everyday_document()
    document["pages"][2]["show_if"] = {"==": [{"answer": "how"}, "bus"]}
    survey = published_survey(document=document)
    page = fill(client, first_page(client, survey), how="bike")
    assert client.get(address(survey, "pages", "end")).location == address(survey, "pages", "about")
    sent = client.post(address(survey, "pages", "end"), data={"q-more": "nej"}, follow_redirects=True)
    assert "ikke gælder dig" in words(sent)
    page = fill(client, client.get(address(survey, "pages", "about")))
    assert "Se dine svar igennem" in words(page)
    assert client.get(address(survey, "pages", "nowhere")).status_code == 302


def test_the_later_of_two_windows_is_told_and_keeps_its_text(client: PageClient) -> None:
    survey = published_survey()
    fill(client, first_page(client, survey), how="bike")
    here = client.get(address(survey, "pages", "about"))
    there = client.get(address(survey, "pages", "about"))
    fill(client, there, minutes="10")
    page = fill(client, here, minutes="20")
    assert "Der er to vinduer åbne" in words(page)
    assert 'value="20"' in page.get_data(as_text=True)
    assert drafts()[0].answers["minutes"] == 10
    page = fill(client, page)
    assert "Til sidst" in words(page)
    assert drafts()[0].answers["minutes"] == 20


def test_ten_megabytes_are_refused_in_words(client: PageClient) -> None:
    survey = published_survey()
    fill(client, fill(client, first_page(client, survey), how="bike"))
    answer = client.post(address(survey, "pages", "end"), data={"q-more": "æ" * 5_000_000})
    assert answer.status_code == 413
    assert "for stort" in words(answer)
    assert drafts()[0].answers == {"how": "bike"}


def test_a_text_beyond_the_limit_is_kept_and_explained(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, fill(client, first_page(client, survey), how="bike"))
    page = fill(client, page, more="ord " * 700)
    assert "Gør den kortere: højst 2.000" in words(page)
    assert "ord ord ord" in words(page)


def test_a_cpr_number_is_hidden_at_once(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="car")
    page = fill(client, page, why_car="Ring om 010190-1234", minutes="mange")
    assert "skjult et CPR-nummer" in words(page)
    assert "010190" not in page.get_data(as_text=True)
    assert drafts()[0].answers["why_car"] == "Ring om [CPR-nummer fjernet]"


def test_free_texts_become_inputs_with_areas(client: PageClient) -> None:
    make_strategy()
    consultation = make_consultation()
    survey = published_survey(consultation)
    review = to_review(
        client, survey, how="car", why_car="Billigere bus", more="Lys på stien", areas=["nature-green"], home="Farsø"
    )
    client.submit(review, button="Send mine svar")
    (response,) = responses()
    found = inputs()
    assert [(one.question_key, one.text) for one in found] == [("more", "Lys på stien"), ("why_car", "Billigere bus")]
    farsoe = next(area.id for area in local_areas() if area.name == "Farsø")
    for one in found:
        assert [area.key for area in one.focus_areas] == ["nature-green"]
        assert one.local_area_id == farsoe
        assert one.committee_id == consultation.committee_id
        assert one.trace_id == response.trace_id
        assert one.source_key.startswith(response.public_id)
    assert found[0].question == "Er der andet, du vil sige?"


def test_a_name_is_no_input(client: PageClient) -> None:
    name = question("short_text", "name", "Hvad hedder du?", becomes_input=False)
    document = {"title": texts("Navne"), "pages": [{"key": "one", "title": texts("Side"), "questions": [name]}]}
    survey = published_survey(document={"schema_version": 1, **document})
    make_response(survey, {"name": "Karen Holm"})
    assert inputs() == []


def test_other_which_is_an_input_too() -> None:
    choice = question("multiple_choice", "what", "Hvad mangler?", options=options(a="Lys", b="Andet"), other="b")
    document = {"title": texts("Valg"), "pages": [{"key": "one", "title": texts("Side"), "questions": [choice]}]}
    survey = published_survey(document={"schema_version": 1, **document})
    make_response(survey, {"what": ["b"], "what-other": "Bænke"})
    assert [one.text for one in inputs()] == ["Bænke"]


def test_in_english_all_the_way(client: PageClient) -> None:
    survey = published_survey()
    page = first_page(client, survey, "?lang=en")
    assert "På cykel (in English)" in words(page)
    page = client.submit(page, {"q-how": "bike"}, follow_redirects=True)
    assert page.request.args["lang"] == "en"
    assert page.headers["Content-Language"] == "en"
    page = client.submit(client.submit(page, follow_redirects=True), follow_redirects=True)
    client.submit(page)
    assert responses()[0].language == "en"


def test_going_on_later_by_the_link_that_was_kept(client: PageClient, app: object) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="bus")
    later = fill(client, page, button="Gem til senere", minutes="12")
    assert "Dine svar er gemt" in words(later)
    link = later.get_data(as_text=True).split('value="http://localhost')[1].split('"')[0]
    elsewhere = another(client)
    resumed = elsewhere.get(link)
    assert link not in elsewhere.get(resumed.location).get_data(as_text=True)
    assert "Fortsæt, hvor du slap" in words(elsewhere.get(resumed.location))
    assert "Med bus" in words(fill(elsewhere, first_page(elsewhere, survey)))
    assert elsewhere.get(link + "x").status_code == 410


def test_who_must_leave_is_not_asked_to_finish_the_page_first(client: PageClient) -> None:
    survey = published_survey()
    later = fill(client, first_page(client, survey), button="Gem til senere")
    assert "Dine svar er gemt" in words(later)
    page = fill(client, first_page(client, survey), how="car")
    # but what could not be stored is not left behind in silence
    page = fill(client, page, button="Gem til senere", minutes="mange")
    assert "Skriv svaret som et tal" in words(page)
    assert 'value="mange"' in page.get_data(as_text=True)


def test_a_form_whose_draft_was_sent_from_another_window_leads_to_the_receipt(client: PageClient) -> None:
    survey = published_survey()
    review = to_review(client, survey, more="Tak")
    left_open = client.get(address(survey, "pages", "end"))
    client.submit(review, button="Send mine svar")
    page = fill(client, left_open, more="Mere")
    assert "allerede sendt fra et andet vindue" in words(page)
    assert (len(responses()), len(drafts())) == (1, 0)
    # who shares the computer may answer after that
    page = fill(client, first_page(client, survey), how="bus")
    assert "Side 2 af 3" in words(page)


def test_the_review_shows_the_answers_page_by_page(client: PageClient) -> None:
    review = to_review(client, published_survey(), how="bus", minutes="20")
    headings = [" ".join(part.split("<")[0].split()) for part in review.get_data(as_text=True).split("<h2>")[1:]]
    assert headings == ["Din vej", "Om turen", "Til sidst"]


def test_a_form_left_open_overnight_finds_its_draft(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, first_page(client, survey), how="bus")
    client.delete_cookie("session")
    page = fill(client, page, minutes="12")
    client.delete_cookie("session")
    review = fill(client, page, more="God morgen")
    client.delete_cookie("session")
    client.submit(review, button="Send mine svar")
    assert responses()[0].answers == {"how": "bus", "minutes": 12, "more": "God morgen"}


@pytest.mark.usefixtures("csrf")
def test_a_form_that_waited_too_long_shows_only_what_was_typed(client: PageClient) -> None:
    survey = published_survey()
    page = fill(client, fill(client, first_page(client, survey), how="bus"))
    client.delete_cookie("session")
    expired = client.submit(page, {"q-more": "Lys på stien"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert expired.status_code == 400
    typed = re.findall(r'<blockquote class="typed">(.*?)</blockquote>', expired.get_data(as_text=True))
    assert typed == ["Lys på stien"]
    assert "Se dine svar igennem" in words(client.submit(expired, follow_redirects=True))


def test_a_page_costs_the_same_however_many_have_answered(client: PageClient, counting_queries: CountQueries) -> None:
    survey = published_survey()
    fill(client, first_page(client, survey), how="bike")
    page = address(survey, "pages", "about")
    with counting_queries() as few:
        client.get(page)
    for _number in range(12):
        make_response(survey, {"how": "bus", "more": "Flere ord"})
    with counting_queries() as many:
        client.get(page)
    assert len(few) == len(many) <= 8


def test_a_survey_nobody_has_published_is_not_there(client: PageClient) -> None:
    hidden = published_survey(make_consultation(state="draft"))
    assert client.get(address(hidden)).status_code == 404
