"""Staff's way through a campaign on screen: write, look, test, release, follow, remind."""

import re

import pytest
from sqlalchemy.orm import Session

from engage.invitations import queries, service
from engage.invitations.models import Campaign, CampaignStatus
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock, Drain
from tests.invitations.factories import make_campaign, make_list
from tests.services import SmtpSink
from tests.surveys.factories import published_survey


def newest(client: PageClient) -> Campaign:
    return queries.campaigns_page(None).items[0]


def test_an_invitation_from_the_first_word_to_the_reminder(
    staff_client: StaffClient, drain: Drain, smtp_sink: SmtpSink, clock: Clock
) -> None:
    survey, contact_list = published_survey(), make_list("ida@borger.example", "per@borger.example")
    client = staff_client("editor")
    form = client.get("/staff/campaigns/new")
    values = {"name": "Skolevej", "survey_id": str(survey.id), "list_id": str(contact_list.id), "when": "now"}
    draft = client.submit(form, values, follow_redirects=True)
    campaign = newest(client)
    address = f"/staff/campaigns/{campaign.id}"
    assert "Hej Ida Jensen" in draft.text
    assert "Hello Ida Jensen" in draft.text
    assert "Svar senest 1. juni 2026 kl. 12.00." in draft.text

    client.submit(draft, form=f"{address}/test")
    drain()
    assert client.user is not None
    assert len(smtp_sink.to(client.user.email)) == 2
    smtp_sink.reset()

    confirm = client.get(f"{address}/release")
    assert "2 personer på listen" in confirm.text
    assert "Den kommer fra Vesthimmerlands Kommune (borger@engage.example)" in confirm.text
    assert "Ja, send til 2 personer" in confirm.text
    released = client.submit(confirm, follow_redirects=True)
    assert f"af {client.user.name}" in released.text
    assert "0 af 2 behandlet" in released.text
    assert "Skriv en påmindelse" not in released.text  # of what nobody has got
    drain()
    assert len(smtp_sink.messages) == 2
    done = client.get(f"{address}/progress", headers={"HX-Request": "true"}).text
    assert "Alt er sendt." in done
    assert "behandlet" not in done
    assert "0 % af dem, der fik mailen, har svaret." in done.replace("\xa0", " ")
    sent = client.get(address)  # nothing is left to hold back, though no sweep has been by
    assert "Sæt på pause" not in sent.text
    assert "Annuller" not in sent.text
    assert actions(sent.text) == [("primary", "Skriv en påmindelse")]
    assert client.submit(released, form=f"{address}/pause").status_code == 409
    assert newest(client).status == CampaignStatus.RELEASED

    reminder = client.submit(sent, form=f"{address}/remind", follow_redirects=True)
    assert "Kun de, der ikke har svaret" in reminder.text
    assert "Påmindelse: Skolevej" in reminder.text
    shown = client.submit(reminder, follow_redirects=True)
    assert "For nogle dage siden bad vi dig fortælle" in shown.text
    assert actions(client.get(address).text) == [("secondary", "Skriv en ny påmindelse")]


def test_what_can_be_done_while_it_is_sent_is_buttons_first_and_the_way_out_last(
    staff_client: StaffClient, drain: Drain
) -> None:
    campaign = make_campaign("ida@borger.example", "per@borger.example", per_minute=1)
    client, address = staff_client("editor"), f"/staff/campaigns/{campaign.id}"
    page = client.submit(client.get(f"{address}/release"), follow_redirects=True)
    drain()
    page = client.get(address)
    rest = [("secondary", "Skriv en påmindelse"), ("link", "Annuller …")]
    assert actions(page.text) == [("secondary", "Sæt på pause"), *rest]
    paused = client.submit(page, form=f"{address}/pause", follow_redirects=True)
    assert actions(paused.text) == [("primary", "Fortsæt"), *rest]


def actions(page: str) -> list[tuple[str, str]]:
    """The kind and the words of what can be done with a campaign, in its order."""
    return re.findall(
        r'class="button button--(\w+)"[^>]*>([^<]+)</(?:button|a)>', page.partition("</h1>")[2].partition("<dl")[0]
    )


def test_a_time_is_danish_time(staff_client: StaffClient, clock: Clock) -> None:
    survey, contact_list = published_survey(), make_list("ida@borger.example")
    client = staff_client("editor")
    form = client.get("/staff/campaigns/new")
    values = {"name": "x", "survey_id": str(survey.id), "list_id": str(contact_list.id), "when": "later"}
    without_time = client.submit(form, values)
    assert "Vælg dag og klokkeslæt" in without_time.text
    client.submit(without_time, {"send_at": "2026-05-06T10:00"})
    campaign = newest(client)
    assert campaign.send_at is not None
    assert campaign.send_at.isoformat() == "2026-05-06T08:00:00+00:00"
    confirm = client.get(f"/staff/campaigns/{campaign.id}/release")
    assert "Den bliver sendt 6. maj 2026 kl. 10.00." in confirm.text
    released = client.submit(confirm, follow_redirects=True)
    assert "Udsendelsen begynder 6. maj 2026 kl. 10.00." in released.text


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("body_da", "Hej {name}", "Skriv {link} der, hvor linket til spørgeskemaet skal stå"),
        ("body_en", "Hi {navn} {link}", "Vi kender ikke {navn}. Du kan bruge {name}, {link} og {deadline}"),
        ("subject_da", "", "Skriv et emne på dansk"),
        ("per_minute", "mange", "Skriv et tal"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(
    staff_client: StaffClient, field: str, text: str, words: str
) -> None:
    published_survey()
    make_list("ida@borger.example")
    client = staff_client("editor")
    refused = client.submit(client.get("/staff/campaigns/new"), {"name": "Min egen", field: text})
    assert words in refused.text
    assert "Min egen" in refused.text


def test_what_is_missing_before_anybody_can_be_invited(staff_client: StaffClient) -> None:
    client = staff_client("editor")
    assert "Der er intet spørgeskema at invitere til" in client.get("/staff/campaigns/new").text
    published_survey()
    assert "Lav først en kontaktliste" in client.get("/staff/campaigns/new").text


def test_a_release_that_cannot_be_is_explained(staff_client: StaffClient) -> None:
    campaign = make_campaign(list_id=make_list().id)
    page = staff_client("editor").get(f"/staff/campaigns/{campaign.id}/release", follow_redirects=True)
    assert "Der er ingen at sende til" in page.text


def test_pause_go_on_and_cancel_on_screen(staff_client: StaffClient, db_session: Session) -> None:
    campaign = service.release(make_user("editor"), make_campaign().id)
    address, client = f"/staff/campaigns/{campaign.id}", staff_client("editor")
    paused = client.submit(client.get(address), form=f"{address}/pause", follow_redirects=True)
    assert "Udsendelsen er på pause" in paused.text
    client.submit(paused, form=f"{address}/resume")
    client.submit(client.get(f"{address}/cancel"))
    assert queries.campaign_by_id(campaign.id).status == CampaignStatus.CANCELLED
    assert client.get(f"{address}/edit").status_code == 409


def test_a_draft_is_thrown_away_after_a_question(staff_client: StaffClient) -> None:
    address, client = f"/staff/campaigns/{make_campaign().id}", staff_client("editor")
    client.submit(client.get(f"{address}/cancel"))
    assert client.get(address).status_code == 404


def test_every_page_is_whole(staff_client: StaffClient) -> None:
    campaign, client = make_campaign("ida@borger.example"), staff_client("editor")
    contact = queries.contacts_page(campaign.list_id, None, "").items[0]
    pages = ["campaigns", f"campaigns/{campaign.id}/edit", "contacts", "contacts/new"]  # in both languages
    pages += [f"contacts/{campaign.list_id}{tail}" for tail in ("", "/edit", "/import", "/delete")]
    pages += [f"contacts/person/{contact.public_id}/remove"]
    for page in pages:
        assert client.get(f"/staff/{page}").status_code == 200, page
        assert client.get(f"/staff/{page}", query_string={"lang": "en"}).status_code == 200, page


@pytest.mark.parametrize("role", ["reader", "secretary"])
def test_only_editors_invite(staff_client: StaffClient, role: str) -> None:
    campaign, client = make_campaign(), staff_client(role)
    for path in ("", "/new", f"/{campaign.id}", f"/{campaign.id}/release"):
        assert client.get(f"/staff/campaigns{path}").status_code == 403
    assert client.get("/staff/contacts").status_code == 403


def test_a_person_is_removed_with_what_was_not_sent(
    staff_client: StaffClient, drain: Drain, smtp_sink: SmtpSink
) -> None:
    campaign, client = make_campaign("ida@borger.example", "per@borger.example"), staff_client("editor")
    service.release(make_user("editor"), campaign.id)
    contact = queries.contacts_page(campaign.list_id, None, "ida").items[0]
    client.submit(client.get(f"/staff/contacts/person/{contact.public_id}/remove"))
    drain()
    assert [mail.recipients for mail in smtp_sink.messages] == [("per@borger.example",)]
