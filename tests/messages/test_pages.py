"""The pages about messages: the one behind the link in a mail, and staff's."""

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.db import transaction
from engage.core.errors import Forbidden
from engage.messages import queries, service
from engage.messages.models import Message, MessageState, SuppressionReason
from engage.messages.suppression import is_suppressed, suppress
from engage.messages.unsubscribe import unsubscribe_url
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Drain
from tests.messages.conftest import Queue
from tests.services import SmtpSink


def path_of(message: Message) -> str:
    return unsubscribe_url(message).removeprefix("http://localhost")


def is_declined(address: str = "ida@borger.example") -> bool:
    return is_suppressed(address, {SuppressionReason.UNSUBSCRIBED})


@pytest.mark.usefixtures("csrf")
def test_one_click_of_a_mail_program_is_enough(client: PageClient, queue: Queue) -> None:
    response = client.post(path_of(queue()), data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert is_declined()
    assert "Set-Cookie" not in response.headers


@pytest.mark.usefixtures("csrf")
def test_a_person_is_asked_and_may_change_their_mind(client: PageClient, queue: Queue) -> None:
    page = client.get(path_of(queue()))
    assert "Set-Cookie" not in page.headers
    assert not is_declined()
    declined = client.submit(page)
    assert "Du er afmeldt" in declined.text
    assert is_declined()
    undone = client.submit(declined)
    assert "Afmeldingen er fortrudt." in undone.text
    assert "Vil du ikke have flere invitationer?" in undone.text
    assert not is_declined()
    assert client.submit(undone).status_code == 200
    assert client.submit(client.get(path_of(queue()))).status_code == 200  # twice is as good as once


@pytest.mark.parametrize(
    "change", [lambda path: path[:-1] + ("A" if path[-1] != "A" else "B"), lambda path: path + "x"]
)
def test_a_forged_link_declines_nothing(client: PageClient, queue: Queue, change: object) -> None:
    assert callable(change)
    forged = change(path_of(queue()))
    assert client.get(forged).status_code == 404
    assert client.post(forged, data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not is_declined()


def test_staff_see_why_a_mail_failed_and_send_it_again(
    staff_client: StaffClient, queue: Queue, drain: Drain, smtp_sink: SmtpSink
) -> None:
    smtp_sink.rejected.add("ida@borger.example")
    message = queue()
    queue("per@borger.example", id=2)
    drain()
    client = staff_client("editor")
    page = client.get("/staff/messages?state=failed")
    assert "Modtagerens mailserver afviste mailen. Adressen findes nok ikke." in page.text
    assert "550 5.1.1 No such mailbox" in page.text
    assert "per@borger.example" not in page.text
    smtp_sink.rejected.clear()
    client.submit(page, form=f"/staff/messages/{message.public_id}/send-again?state=failed")
    drain()
    assert message.state == MessageState.SENT
    assert "per@borger.example" in client.get("/staff/messages").text


def test_all_that_failed_can_be_sent_again_at_once(
    staff_client: StaffClient, queue: Queue, drain: Drain, smtp_sink: SmtpSink
) -> None:
    smtp_sink.rejected.update({"ida@borger.example", "per@borger.example"})
    messages = [queue(address, id=place) for place, address in enumerate(sorted(smtp_sink.rejected))]
    drain()
    smtp_sink.rejected.clear()
    client = staff_client("editor")
    page = client.get("/staff/messages?state=failed")
    client.submit(page, form="/staff/messages/send-again")
    drain()
    assert {message.state for message in messages} == {MessageState.SENT}


def test_what_is_sent_is_not_sent_again(staff_client: StaffClient, queue: Queue, drain: Drain) -> None:
    message = queue()
    drain()
    assert staff_client("editor").post(f"/staff/messages/{message.public_id}/send-again").status_code == 409


def test_messages_to_one_address_are_found(staff_client: StaffClient, queue: Queue) -> None:
    queue("ida@borger.example")
    queue("per@borger.example")
    page = staff_client("editor").get("/staff/messages?address=IDA@borger.example")
    assert "ida@borger.example" in page.text
    assert "per@borger.example" not in page.text


def test_the_page_costs_the_same_however_many_there_are(
    staff_client: StaffClient, queue: Queue, counting_queries: CountQueries
) -> None:
    client = staff_client("editor")
    queue()
    with counting_queries() as few:
        client.get("/staff/messages")
    for number in range(30):
        queue(id=number)
    with counting_queries() as many:
        client.get("/staff/messages")
    assert len(few) == len(many)


def test_staff_decline_for_somebody_who_has_called(staff_client: StaffClient) -> None:
    client = staff_client("editor")
    page = client.get("/staff/messages/declined")
    refused = client.submit(page, {"address": "ida"})
    assert "Skriv e-mailen sådan: navn@eksempel.dk" in refused.text
    done = client.submit(page, {"address": "Ida@Borger.example"}, follow_redirects=True)
    assert is_declined()
    suppression = queries.suppressions_page("", None).items[0]
    client.submit(done, form=f"/staff/messages/declined/{suppression.id}/lift")
    assert not is_declined()


def test_a_declined_address_is_found_and_the_next_page_still_looks_for_it(staff_client: StaffClient) -> None:
    client = staff_client("editor")
    assert client.user is not None
    for number in range(51):
        service.decline_for(client.user, f"ida{number}@borger.example")
        service.decline_for(client.user, f"per{number}@borger.example")
    page = client.get("/staff/messages/declined?search=ida")
    assert 'value="ida"' in page.text
    assert "per1@" not in page.text
    onwards = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert onwards is not None
    assert "per1@" not in client.get(onwards.group(1).replace("&amp;", "&")).text


def test_a_message_without_a_subject_is_named_by_its_kind(staff_client: StaffClient, queue: Queue) -> None:
    message = queue("ida@borger.example")
    with transaction():
        message.kind, message.subject, message.state = "reply", "", MessageState.SENT
    assert "Svar til en borger" in staff_client("editor").get("/staff/messages").text


def test_only_editors_see_addresses(staff_client: StaffClient, app: Flask, db_session: Session) -> None:
    suppress("ida@borger.example", SuppressionReason.BOUNCED)
    for path in ("/staff/messages", "/staff/messages/declined"):
        assert staff_client("reader").get(path).status_code == 403
    with pytest.raises(Forbidden):
        service.send_all_again(make_user("reader"))
