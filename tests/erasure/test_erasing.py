"""What a citizen wishes gone is gone from every table, nothing else is, and nothing goes before somebody says yes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from engage.core.audit import AuditEntry
from engage.core.db import Base, transaction
from engage.erasure.commands import erase_commands
from engage.ideas import supporting
from engage.ideas.models import Idea, Support
from engage.ideas.service import receipt_token
from engage.invitations import contacts, service
from engage.invitations.contacts_file import ContactRow, ContactsFile
from engage.invitations.models import Contact, ContactImport
from engage.messages.models import SuppressionReason
from engage.messages.service import queue_message
from engage.messages.suppression import suppress
from engage.summaries import publishing, queries
from engage.surveys.models import Response, Tally
from engage.triage import deciding
from engage.triage import service as triage
from engage.triage.intake import trace_url
from engage.triage.models import Input, Trace
from engage.triage.tray import TrayFilter, listed
from tests.factories import make_user
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Clock, Drain
from tests.ideas.factories import make_idea
from tests.invitations.factories import make_campaign, make_list
from tests.summaries.factories import answered_consultation, built
from tests.triage.factories import make_input, make_trace

KAREN, NAME, OTHER = "karen.qvist@borger.example", "Karen Qvistgaard", "per@borger.example"
Erase = Callable[..., Result]


@pytest.fixture
def erase(app: Flask) -> Erase:
    """`engage erase …` and what it says."""

    def run(*arguments: str) -> Result:
        return app.test_cli_runner().invoke(erase_commands, arguments)

    return run


@dataclass
class Traces:
    """What Karen has left behind."""

    idea: Idea
    letter: Input


@pytest.fixture
def karen(drain: Drain, clock: Clock) -> Traces:
    """She is on two lists, was invited, has sent an idea and a letter, got a reply, and supports another's idea."""
    idea = make_idea(email=KAREN.upper(), sender_name=NAME, show_name=True, text="En bænk ved den grønne kvistsø.")
    with transaction():
        idea.trace.email_confirmed_at = idea.created_at
    other = make_idea(title="Lys på stien", email=OTHER)
    supporting.ask_by_email(other.public_id, KAREN, "da")
    drain()
    with transaction() as session:
        support = session.scalars(sa.select(Support)).one()
        support.confirmed_at = idea.created_at
        other.supports = 1
    letter = make_input("Sæt lys på vejen.", trace=make_trace(KAREN), sender_name=NAME)
    deciding.reply(
        make_user("secretary", letter.committee), letter.public_id, letter.version, "Tak, det ser vi på til foråret."
    )
    campaign = make_campaign(list_id=make_list(KAREN, OTHER).id)
    service.release(make_user("editor"), campaign.id)
    drain()
    clock.advance(minutes=2)
    drain()
    panel = make_list(KAREN)
    with transaction() as session:
        rows = [ContactRow(2, NAME, KAREN, "da", "")]
        content = {**vars(ContactsFile()), "rows": [vars(row) for row in rows]}
        session.add(ContactImport(list_id=panel.id, filename="borgere.csv", content=content))
    suppress(KAREN, SuppressionReason.UNSUBSCRIBED)
    with transaction():
        queue_message("invitation_test", KAREN, to_name=NAME, context={"campaign_id": campaign.id}, language="da")
    return Traces(idea, letter)


def everything(session: Session) -> str:
    """Every value of every row, but for what Python has in mind."""
    session.expire_all()
    rows = [list(row) for table in Base.metadata.sorted_tables for row in session.execute(sa.select(table))]
    return json.dumps(rows, default=str, ensure_ascii=False).lower()


def test_an_address_and_its_name_go_from_every_table_and_the_words_stay(
    erase: Erase, karen: Traces, db_session: Session
) -> None:
    assert NAME.lower() in everything(db_session)
    done = erase("email", f" {KAREN.title()} ", "--yes")
    assert done.exit_code == 0, done.output
    assert "2 contacts on lists" in done.output
    assert "2 submissions' e-mails and sender's names" in done.output
    assert "1 support of an idea" in done.output
    assert f"engage erase submission {karen.letter.public_id}" in done.output
    left = everything(db_session)
    for word in (KAREN, NAME.lower(), "qvistgaard"):
        assert word not in left
    assert OTHER in left
    assert karen.letter.text == "Sæt lys på vejen."
    assert "lys" in karen.letter.terms.split()
    assert db_session.scalar(sa.select(Idea.supports).where(Idea.title == "Lys på stien")) == 0
    (entry,) = db_session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "erasure.email"))
    assert entry.detail["contacts"] == 2
    again = erase("email", KAREN, "--yes")
    assert again.output == f"Nothing is kept under {KAREN}.\n"


@pytest.mark.parametrize("what", ["email", "submission"])
def test_nothing_is_erased_before_somebody_says_yes(
    what: str, erase: Erase, karen: Traces, db_session: Session
) -> None:
    before = everything(db_session)
    key = KAREN if what == "email" else karen.idea.public_id
    told = erase(what, key)
    assert "Would be erased:" in told.output
    assert "add --yes" in told.output
    assert everything(db_session) == before
    done = erase(what, key, "--yes")
    assert done.output.splitlines()[2:4] == told.output.splitlines()[2:4], "what was told is what was done"


@pytest.mark.parametrize("key", ["input", "idea", "page", "link", "receipt"])
def test_an_idea_goes_with_its_words_by_whatever_names_it(
    key: str, erase: Erase, karen: Traces, client: PageClient, db_session: Session
) -> None:
    idea = karen.idea
    keys = {
        "input": idea.input.public_id,
        "idea": idea.public_id,
        "page": f"https://borger.example/ideas/{idea.public_id}?lang=en",
        "link": trace_url(idea.trace),
        "receipt": receipt_token(idea),
    }
    address = f"/ideas/{idea.public_id}"
    assert "kvistsø" in everything(db_session)
    assert client.get(address).status_code == 200
    done = erase("submission", keys[key], "--yes")
    assert done.exit_code == 0, done.output
    assert "1 contribution\n  1 idea\n" in done.output
    assert "kvistsø" not in everything(db_session)
    assert client.get(address).status_code == 404
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Trace)) == 2


def test_a_letter_goes_with_all_that_staff_did_with_it(erase: Erase, karen: Traces, db_session: Session) -> None:
    committee = karen.letter.committee
    secretary = make_user("secretary", committee)
    triage.add_note(secretary, karen.letter.public_id, "Ring til hende")
    public_id = karen.letter.public_id
    done = erase("submission", public_id, "--yes")
    assert "1 reply by staff\n  1 internal note\n" in done.output
    left = everything(db_session)
    assert "sæt lys på vejen" not in left
    assert "ring til hende" not in left
    assert public_id not in {row.public_id for row in listed(secretary, TrayFilter(state="all"), None).items}
    assert erase("submission", public_id, "--yes").exit_code == 1


def test_a_letter_that_nobody_has_a_link_to_is_erased_too(erase: Erase, db_session: Session) -> None:
    letter = make_input("Fortrolige ord fra mødet.", trace=None)
    with transaction():
        letter.public_id = "-0yQ--yesBhiaYTa"  # as chance may have it
    assert erase("submission", letter.public_id, "--yes").exit_code == 0
    assert "fortrolige ord" not in everything(db_session)


def test_a_response_goes_from_its_answers_and_from_the_quotes_of_what_was_published(
    erase: Erase, db_session: Session, drain: Drain
) -> None:
    consultation, _survey = answered_consultation(40)
    drain()
    summary = built(consultation)
    publishing.publish(make_user("editor"), consultation.slug, built_at=summary.built_at, left_out=[])
    before = queries.published_result(consultation.id)
    assert before is not None
    quote = next(quote for theme in before.content["voices"]["themes"] for quote in theme["quotes"])
    quoted = db_session.scalars(sa.select(Input).where(Input.public_id == quote["input"])).one()
    response = db_session.scalars(sa.select(Response).where(Response.trace_id == quoted.trace_id)).one()
    with transaction():
        response.answers = {**response.answers, "long": f"{response.answers.get('long', '')} Kendeord."}
    response_id, public_id = response.id, response.public_id
    done = erase("submission", public_id, "--yes")
    assert "1 response to a survey, all its answers" in done.output
    published = queries.published_result(consultation.id)
    assert published is not None
    for content in (built(consultation).content, published.content):
        assert quote["input"] not in json.dumps(content)
    left = everything(db_session)
    assert "kendeord" not in left
    assert public_id.lower() not in left
    assert not db_session.scalars(sa.select(Tally).where(Tally.response_id == response_id)).all()


def test_an_address_in_somebodys_words_is_told_and_not_touched(erase: Erase, db_session: Session) -> None:
    letter = make_input(f"Skriv til {KAREN.title()} om det.")
    done = erase("email", KAREN, "--yes")
    assert f"The address stands in the words of: {letter.public_id}" in done.output
    assert KAREN in everything(db_session)


def test_what_cannot_be_found_is_one_clear_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = app.test_cli_runner()
    for arguments, line in (
        (("email", "karen"), "Error: 'karen' is not an e-mail address\n"),
        (("submission", "findes-ikke"), "Error: nothing has the id findes-ikke\n"),
    ):
        refused = runner.invoke(erase_commands, arguments)
        assert (refused.exit_code, refused.output) == (1, line)  # main() makes it 2


def test_a_contact_taken_off_by_an_address_leaves_the_others(app: Flask, db_session: Session) -> None:
    make_list(KAREN, OTHER)
    assert contacts.forget_address(KAREN) == (1, 0)
    assert db_session.scalars(sa.select(Contact.email)).all() == [OTHER]
