"""What staff decide about ideas."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.core import clock
from engage.core.audit import trail_of
from engage.core.db import transaction
from engage.core.errors import Forbidden
from engage.ideas import moderating, queries
from engage.ideas.models import Idea
from engage.messages import letters
from engage.messages.models import Message
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import StaffClient
from tests.ideas.factories import make_idea
from tests.strategy.factories import make_committee

pytestmark = pytest.mark.usefixtures("app")


def confirmed(idea: Idea) -> Idea:
    with transaction():
        idea.trace.email_confirmed_at = clock.now()
    return idea


def decisions(db_session: Session) -> list[Message]:
    return list(db_session.scalars(sa.select(Message).where(Message.kind == "idea_decision")))


def test_publishing_shows_the_idea_and_tells_its_sender(db_session: Session) -> None:
    idea = confirmed(make_idea(status="waiting", email="ane@eksempel.dk", title="Bænk i Aars"))
    moderating.publish(make_user("administrator"), idea.public_id)
    moderating.publish(make_user("administrator"), idea.public_id)
    assert queries.published_idea(idea.public_id).published_at is not None
    (message,) = decisions(db_session)
    letter = letters.build(message)
    assert letter is not None
    assert letter.subject == "Din idé er offentliggjort"
    assert f"/ideas/{idea.public_id}" in letter.text
    assert trail_of(idea)[0].action == "idea.published"


def test_rejecting_needs_a_reason_and_sends_it(db_session: Session) -> None:
    idea, actor = confirmed(make_idea(status="waiting", email="ane@eksempel.dk")), make_user("administrator")
    with pytest.raises(moderating.IdeaReasonMissing):
        moderating.reject(actor, idea.public_id, "  ")
    moderating.reject(actor, idea.public_id, "Den nævner en nabo ved navn.")
    letter = letters.build(decisions(db_session)[0])
    assert letter is not None
    assert "Den nævner en nabo ved navn." in letter.text
    with pytest.raises(moderating.IdeaChanged):
        moderating.reject(actor, idea.public_id, "Igen")


def test_no_mail_goes_to_an_address_that_is_not_confirmed(db_session: Session) -> None:
    moderating.publish(make_user("administrator"), make_idea(status="waiting", email="ane@eksempel.dk").public_id)
    assert decisions(db_session) == []


def test_a_letter_about_a_changed_decision_is_not_sent(db_session: Session) -> None:
    idea, actor = confirmed(make_idea(status="waiting", email="ane@eksempel.dk")), make_user("administrator")
    moderating.reject(actor, idea.public_id, "Et navn")
    moderating.publish(actor, idea.public_id)
    rejected, published = decisions(db_session)
    assert letters.build(rejected) is None
    assert letters.build(published) is not None


def test_redacting_changes_what_is_shown_and_found_but_not_the_input() -> None:
    idea = make_idea(text="Naboen Jens Hansen larmer ved søen.")
    moderating.redact(
        make_user("administrator"),
        idea.public_id,
        idea.version,
        title=idea.title,
        text="[navn fjernet] larmer ved søen.",
    )
    assert idea.input.text == "Naboen Jens Hansen larmer ved søen."
    assert [each.id for each in queries.listed(queries.IdeaFilter(words="larmer"), None).items] == [idea.id]
    assert queries.listed(queries.IdeaFilter(words="Hansen"), None).items == []


def test_the_second_of_two_who_redact_is_told() -> None:
    idea, actor = make_idea(), make_user("administrator")
    version = idea.version
    moderating.redact(actor, idea.public_id, version, title="Ny", text="Ny tekst")
    with pytest.raises(moderating.IdeaChanged):
        moderating.redact(actor, idea.public_id, version, title="Anden", text="Anden tekst")


def test_a_secretary_decides_for_her_own_committee_only() -> None:
    own, other = make_committee(), make_committee()
    secretary = make_user("secretary", own)
    mine, theirs = make_idea(status="waiting", committee=own), make_idea(status="waiting", committee=other)
    with pytest.raises(Forbidden):
        moderating.publish_many(secretary, [mine.public_id, theirs.public_id])
    assert queries.by_public_id(mine.public_id).status == "waiting", "nothing is half-done"
    assert queries.waiting_for(secretary) == 1
    assert moderating.publish_many(secretary, [mine.public_id]) == 1
    assert queries.waiting_for(secretary) == 0
    assert queries.waiting_for(make_user("reader")) == 0
    assert queries.waiting_for(make_user("administrator")) == 1


def test_staff_publish_several_from_the_list(staff_client: StaffClient) -> None:
    ideas = [make_idea(status="waiting") for _ in range(3)]
    client = staff_client("administrator")
    page = client.get("/staff/ideas")
    chosen = [idea.public_id for idea in ideas[:2]]
    asked = client.submit(page, {"idea": chosen}, form="/staff/ideas/publish")
    assert "Offentliggør 2 idéer?" in asked.text
    assert {queries.by_public_id(public_id).status for public_id in chosen} == {"waiting"}
    client.submit(asked)
    assert "2 idéer er offentliggjort" in client.get("/staff/ideas").get_data(as_text=True)
    assert [queries.by_public_id(idea.public_id).status for idea in ideas] == ["published", "published", "waiting"]


def test_staff_reject_with_a_reason_on_a_page(staff_client: StaffClient) -> None:
    idea = make_idea(status="waiting")
    client = staff_client("administrator")
    page = client.get(f"/staff/ideas/{idea.public_id}/reject")
    assert "Skriv, hvorfor idéen ikke kan vises" in client.submit(page).get_data(as_text=True)
    client.submit(page, {"reason": "Den handler om en person."})
    assert "Den handler om en person." in client.get(f"/staff/ideas/{idea.public_id}").get_data(as_text=True)


def test_staff_take_down_and_the_public_is_told(staff_client: StaffClient) -> None:
    idea = make_idea()
    client = staff_client("administrator")
    client.submit(client.get(f"/staff/ideas/{idea.public_id}/take-down"), {"reason": "Afsenderen bad om det."})
    gone = client.get(f"/ideas/{idea.public_id}")
    assert gone.status_code == 410
    assert "taget idéen ned" in gone.get_data(as_text=True)


def test_two_who_redact_on_the_page_lose_nothing(staff_client: StaffClient) -> None:
    idea = make_idea()
    address = f"/staff/ideas/{idea.public_id}"
    one, two = staff_client("administrator"), staff_client("administrator")
    first, second = one.get(address), two.get(address)
    one.submit(first, {"text": "Den førstes ord"}, form="public-words")
    told = two.submit(second, {"text": "Den andens ord"}, form="public-words")
    page = told.get_data(as_text=True)
    assert "En anden har ændret idéen" in page
    assert "Den førstes ord" in page
    assert "Den andens ord" in page
    two.submit(told, form="public-words")
    assert queries.by_public_id(idea.public_id).text == "Den andens ord"


def test_a_reader_sees_but_cannot_decide(staff_client: StaffClient) -> None:
    idea = make_idea(status="waiting")
    client = staff_client("reader")
    assert "ikke afgøre den" in client.get(f"/staff/ideas/{idea.public_id}").get_data(as_text=True)
    assert client.post(f"/staff/ideas/{idea.public_id}/publish").status_code == 403


def test_another_committees_idea_is_closed_to_a_secretary(staff_client: StaffClient) -> None:
    idea = make_idea(status="waiting", committee=make_committee())
    client = staff_client("secretary", make_committee())
    assert client.get(f"/staff/ideas/{idea.public_id}/reject").status_code == 403
    assert client.post(f"/staff/ideas/{idea.public_id}/publish").status_code == 403


def test_the_list_costs_the_same_however_many(staff_client: StaffClient, counting_queries: CountQueries) -> None:
    client, counts = staff_client("administrator"), []
    for _ in range(2):
        for _ in range(3):
            make_idea(status="waiting")
        with counting_queries() as sent:
            client.get("/staff/ideas")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_list_is_sorted_and_the_way_back_leads_to_the_same_row(staff_client: StaffClient) -> None:
    second, first = make_idea(status="waiting", title="Ællinger i søen"), make_idea(status="waiting", title="Bænke")
    client = staff_client("administrator")
    page = client.get("/staff/ideas?sort=title").text
    assert page.index(first.title) < page.index(second.title)
    assert '<th scope="col" aria-sort="ascending">' in page
    assert client.get("/staff/ideas").text.count("aria-sort") == 1
    shown = client.get(f"/staff/ideas/{first.public_id}?sort=title").text
    assert f'href="/staff/ideas?sort=title#i-{first.public_id}"' in shown
    assert f'id="i-{first.public_id}"' in page


def test_a_secretary_of_two_committees_begins_with_both(staff_client: StaffClient) -> None:
    own, too, other = make_committee(), make_committee(), make_committee()
    ideas = [make_idea(status="waiting", committee=each) for each in (own, too, other)]
    client = staff_client("secretary", own, too)
    page = client.get("/staff/ideas").text
    assert [idea.title in page for idea in ideas] == [True, True, False]
    assert all(idea.title in client.get("/staff/ideas?committee=0").text for idea in ideas)
