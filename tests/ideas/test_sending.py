"""Sending an idea, from the form to the tray."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.errors import NotFound
from engage.ideas import queries, service
from engage.ideas.models import Idea
from engage.messages.models import Message
from engage.strategy.queries import committees
from engage.triage.models import Input
from tests.fixtures.clients import PageClient
from tests.ideas.factories import areas, content_of, make_idea

pytestmark = pytest.mark.usefixtures("app")
KEY = "a-key-that-a-form-carries"


def test_an_idea_becomes_an_input_at_once() -> None:
    idea = service.send_idea(content_of(areas()[0], areas()[1], association="Aars Idrætsforening"), KEY)
    given = idea.input
    assert (given.channel, given.source, given.source_key) == ("idea", "idea", idea.public_id)
    assert (given.title, given.text, given.association) == (idea.title, idea.text, "Aars Idrætsforening")
    assert [area.id for area in given.focus_areas] == [area.id for area in areas()[:2]]
    assert given.trace_id == idea.trace_id
    assert idea.status == "waiting"


def test_an_offer_to_do_it_is_an_initiative() -> None:
    assert service.send_idea(content_of(is_initiative=True), KEY).input.channel == "initiative"


def test_the_committee_of_the_focus_area_receives_it(db_session: Session) -> None:
    area = areas()[2]
    area.committee_id = committees()[3].id
    db_session.commit()
    assert service.send_idea(content_of(area), KEY).input.committee_id == committees()[3].id
    assert service.send_idea(content_of(areas()[0]), KEY + "2").input.committee_id == committees()[0].id


def test_a_retry_gives_the_same_receipt(db_session: Session) -> None:
    first = service.send_idea(content_of(email="ane@eksempel.dk"), KEY)
    again = service.send_idea(content_of(email="ane@eksempel.dk"), KEY)
    assert first.id == again.id
    counts = [db_session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (Idea, Input, Message)]
    assert counts == [1, 1, 1]


def test_two_sends_at_once_make_one_idea(app: Flask, db_session: Session) -> None:
    content, found, start = content_of(), [], threading.Barrier(2)

    def send() -> None:
        with app.app_context():
            start.wait()
            found.append(service.send_idea(content, KEY).public_id)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db_session.commit()  # the next look at the database is a fresh one
    assert len(set(found)) == 1
    assert len(found) == 2
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Input)) == 1


def test_what_must_not_be_shown_is_hidden_and_the_input_keeps_all_but_the_cpr_number() -> None:
    text = "Ring 98 62 12 34 eller skriv til ole@eksempel.dk. Mit CPR er 010203-1234."
    idea = service.send_idea(content_of(text=text), KEY)
    assert "98 62 12 34" not in idea.text
    assert "ole@eksempel.dk" not in idea.text
    assert "98 62 12 34" in idea.input.text
    assert "010203" not in idea.text + idea.input.text


def test_a_focus_area_that_is_not_in_force_is_refused() -> None:
    areas()
    with pytest.raises(NotFound):
        service.send_idea(content_of(areas()[0], focus_area_ids=(987_654,)), KEY)


def test_ideas_about_the_same_are_found() -> None:
    alike = make_idea(title="Nye bænke i Farsø midtby", text="Der er for få bænke.")
    make_idea(title="Vindmøller ved fjorden")
    make_idea(title="Flere bænke i midtbyen", status="waiting")
    assert [idea.id for idea in queries.similar("Bænk i midtbyen")] == [alike.id]
    assert queries.similar("Svømmehal") == []
    assert queries.similar("???") == []


def form_values(**changes: object) -> dict[str, object]:
    return {
        "title": "En ny legeplads i Løgstør",
        "text": "Børnene mangler et sted at lege.",
        "focus_area_ids": [str(areas()[0].id)],
        **changes,
    }


def test_an_idea_is_sent_without_script_and_received(client: PageClient) -> None:
    areas()
    page = client.get("/ideas/new")
    sent = client.submit(page, form_values(email="ane@eksempel.dk", sender_name="Ane", show_name="y"))
    assert sent.status_code == 302
    receipt = client.get(sent.location)
    text = receipt.get_data(as_text=True)
    assert "Tak for din idé" in text
    assert "En ny legeplads i Løgstør" in text
    assert "ane@eksempel.dk" in text
    assert "/trace/" in text
    assert "Set-Cookie" not in receipt.headers


def test_the_same_form_sent_twice_leads_to_the_same_receipt(client: PageClient) -> None:
    areas()
    page = client.get("/ideas/new")
    first, second = client.submit(page, form_values()), client.submit(page, form_values())
    assert first.location == second.location


def test_errors_say_what_to_do_and_keep_everything(client: PageClient) -> None:
    areas()
    page = client.get("/ideas/new")
    answer = client.submit(page, {"text": "Min lange tekst", "show_name": "y", "email": "ane@", "is_initiative": "y"})
    text = answer.get_data(as_text=True)
    for words in (
        "Skriv en kort overskrift til din idé",
        "Vælg mindst ét emne",
        "Skriv dit navn, eller fjern fluebenet",
        "navn@eksempel.dk",
    ):
        assert words in text
    assert "Min lange tekst" in text
    assert 'value="ane@"' in text


def test_a_text_that_is_too_long_is_told_its_length_and_kept(client: PageClient) -> None:
    areas()
    page = client.get("/ideas/new")
    answer = client.submit(page, form_values(text="æ" * 5_001))
    text = answer.get_data(as_text=True)
    assert "Din tekst er på 5.001 tegn" in text
    assert "æ" * 5_001 in text


def test_five_thousand_characters_with_line_breaks_are_not_too_long(client: PageClient) -> None:
    areas()
    page = client.get("/ideas/new")
    lines = "\r\n".join(["x" * 99] * 50)
    assert client.submit(page, form_values(text=lines)).status_code == 302


def test_a_paste_of_ten_megabytes_gets_a_clear_answer(client: PageClient, db_session: Session) -> None:
    areas()
    page = client.get("/ideas/new")
    answer = client.submit(page, form_values(text="x" * 10_000_000))
    text = answer.get_data(as_text=True)
    assert "Din tekst er på 10.000.000 tegn. Feltet viser de første 40.000." in text
    assert "En ny legeplads i Løgstør" in text
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 0


def test_similar_ideas_are_shown_before_sending_and_nothing_is_lost(client: PageClient, db_session: Session) -> None:
    alike = make_idea(title="Legeplads i Løgstør til de mindste")
    page = client.get("/ideas/new")
    step = client.submit(page, form_values(text="To\nlinjer"))
    assert "Der er allerede noget, der ligner" in step.get_data(as_text=True)
    assert f"/ideas/{alike.public_id}" in step.get_data(as_text=True)
    edit = client.submit(step, button="Ret min idé")
    assert "To\nlinjer" in edit.get_data(as_text=True)
    sent = client.submit(step, button="Nej, send min idé")
    assert sent.status_code == 302
    newest = db_session.scalar(sa.select(Idea).where(Idea.status == "waiting"))
    assert newest is not None
    assert newest.text == "To\nlinjer"
    assert [area.id for area in newest.focus_areas] == [areas()[0].id]


def test_a_machine_that_fills_in_the_hidden_field_is_stopped(client: PageClient, db_session: Session) -> None:
    areas()
    answer = client.submit(client.get("/ideas/new"), form_values(website="https://spam.example"))
    assert answer.status_code == 200
    assert "Tøm feltet nederst" in answer.get_data(as_text=True)
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Idea)) == 0


def test_a_cpr_number_is_warned_of(client: PageClient) -> None:
    areas()
    sent = client.submit(client.get("/ideas/new"), form_values(text="Jeg hedder Bo, 010203-1234."))
    assert "Du skrev et CPR-nummer" in client.get(sent.location).get_data(as_text=True)


def test_a_forged_receipt_is_not_found(client: PageClient) -> None:
    idea = make_idea()
    token = service.receipt_token(idea)
    assert client.get(f"/ideas/received/{token}").status_code == 200
    assert client.get(f"/ideas/received/{idea.public_id}{'A' * 20}").status_code == 404


def test_the_answer_is_due_in_words(client: PageClient) -> None:
    idea = make_idea()
    due = idea.input.due_on
    assert due - idea.created_at.date() in {dt.timedelta(days=28), dt.timedelta(days=29)}
    assert "Vi svarer senest" in client.get(f"/ideas/{idea.public_id}").get_data(as_text=True)
