"""Support: once per person, by browser or by a confirmed address."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.errors import NotFound
from engage.ideas import moderating, queries, supporting
from engage.ideas.models import Idea, Support
from engage.messages import letters
from engage.messages.models import Message
from tests.factories import make_user
from tests.fixtures.clients import PageClient
from tests.ideas.factories import make_idea

pytestmark = pytest.mark.usefixtures("app")


def supports_of(idea: Idea) -> int:
    return queries.by_public_id(idea.public_id).supports


def mailed_token(db_session: Session) -> str:
    message = db_session.scalars(sa.select(Message).where(Message.kind == "support_confirm")).one()
    support = db_session.get_one(Support, message.context["support_id"])
    return supporting.confirm_token(support)


def test_a_browser_counts_once() -> None:
    idea, token = make_idea(), supporting.new_browser_token()
    assert supporting.support_by_browser(idea.public_id, token)
    assert not supporting.support_by_browser(idea.public_id, token)
    assert supporting.support_by_browser(idea.public_id, supporting.new_browser_token())
    assert supports_of(idea) == 2


def test_many_presses_at_once_count_once(app: Flask, db_session: Session) -> None:
    idea, token = make_idea(), supporting.new_browser_token()
    public_id, start = idea.public_id, threading.Barrier(4)

    def press() -> None:
        with app.app_context():
            start.wait()
            supporting.support_by_browser(public_id, token)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db_session.rollback()
    db_session.expire_all()
    assert supports_of(idea) == 1


def test_a_support_is_taken_back() -> None:
    idea, token = make_idea(), supporting.new_browser_token()
    supporting.support_by_browser(idea.public_id, token)
    assert supporting.take_back(idea.public_id, token)
    assert not supporting.take_back(idea.public_id, token)
    assert supports_of(idea) == 0


def test_an_address_counts_when_its_link_is_used_and_only_once(db_session: Session) -> None:
    idea = make_idea()
    supporting.ask_by_email(idea.public_id, "Ane@Eksempel.dk", "da")
    assert supports_of(idea) == 0
    token = mailed_token(db_session)
    supporting.confirm(token)
    supporting.confirm(token)
    supporting.ask_by_email(idea.public_id, "ane@eksempel.dk ", "da")
    assert supports_of(idea) == 1
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Message)) == 1


def test_the_address_is_not_kept_with_the_support(db_session: Session) -> None:
    idea = make_idea()
    supporting.ask_by_email(idea.public_id, "ane@eksempel.dk", "da")
    kept = db_session.execute(sa.select(Support.__table__)).mappings().one()
    assert "ane" not in " ".join(str(value) for value in kept.values())


def test_one_who_supports_both_ways_counts_once(db_session: Session) -> None:
    idea, browser = make_idea(), supporting.new_browser_token()
    supporting.support_by_browser(idea.public_id, browser)
    supporting.ask_by_email(idea.public_id, "ane@eksempel.dk", "da")
    supporting.confirm(mailed_token(db_session), browser)
    assert supports_of(idea) == 1


def test_the_mail_says_which_idea_and_is_not_sent_when_it_is_gone(db_session: Session) -> None:
    idea = make_idea(title="Bænk i Farsø")
    supporting.ask_by_email(idea.public_id, "ane@eksempel.dk", "da")
    message = db_session.scalars(sa.select(Message).where(Message.kind == "support_confirm")).one()
    letter = letters.build(message)
    assert letter is not None
    assert "Bænk i Farsø" in letter.text
    assert f"/ideas/support/{mailed_token(db_session)}" in letter.text
    moderating.take_down(make_user("administrator"), idea.public_id, "Den handler om en person.")
    assert letters.build(message) is None


@pytest.mark.parametrize("status", ["waiting", "rejected"])
def test_only_published_ideas_are_supported(status: str) -> None:
    with pytest.raises(NotFound):
        supporting.support_by_browser(make_idea(status=status).public_id, supporting.new_browser_token())


def test_a_forged_link_is_refused() -> None:
    with pytest.raises(supporting.SupportGone):
        supporting.confirm("A" * 36)
    assert not supporting.is_browser_token("A" * 36)
    assert not supporting.is_browser_token(None)


def test_a_citizen_supports_by_browser_and_takes_it_back(client: PageClient) -> None:
    idea = make_idea()
    page = client.get(f"/ideas/{idea.public_id}/support")
    assert "cookie" in page.get_data(as_text=True)
    assert "supporter=" not in page.headers.get("Set-Cookie", "")
    answer = client.submit(page, {"method": "browser"})
    (cookie,) = (each for each in answer.headers.getlist("Set-Cookie") if each.startswith("supporter="))
    assert "HttpOnly" in cookie
    assert "Path=/ideas" in cookie
    shown = client.get(f"/ideas/{idea.public_id}").get_data(as_text=True)
    assert "1 støtter idéen" in shown
    assert "Du er en af dem." in shown
    assert "Giv din støtte" not in shown
    again = client.get(f"/ideas/{idea.public_id}/support")
    client.submit(again)
    assert "Ingen støtter endnu" in client.get(f"/ideas/{idea.public_id}").get_data(as_text=True)


def test_a_citizen_supports_by_mail(client: PageClient, db_session: Session) -> None:
    idea = make_idea()
    page = client.get(f"/ideas/{idea.public_id}/support")
    asked = client.submit(page, {"method": "email", "email": "ane@eksempel.dk"})
    assert "ane@eksempel.dk" in asked.get_data(as_text=True)
    address = f"/ideas/support/{mailed_token(db_session)}"
    confirm = client.get(address)
    assert supports_of(idea) == 0, "a mail scanner that opens the link does not count"
    assert client.submit(confirm).status_code == 302
    assert supports_of(idea) == 1


def test_the_way_of_supporting_must_be_chosen(client: PageClient) -> None:
    idea = make_idea()
    page = client.get(f"/ideas/{idea.public_id}/support")
    assert "Vælg, hvordan du vil støtte idéen" in client.submit(page).get_data(as_text=True)
    answer = client.submit(page, {"method": "email"})
    assert '<a href="#email">Skriv din e-mail, eller støt her i browseren</a>' in answer.get_data(as_text=True)
