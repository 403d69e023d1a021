"""What somebody says becomes an input, once, with a private page."""

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core.db import transaction
from engage.triage import intake
from engage.triage.models import Input, InputState
from engage.triage.queries import counts_behind
from tests.consultations.factories import make_consultation
from tests.fixtures.surroundings import Clock, Drain
from tests.services import SmtpSink
from tests.strategy.factories import make_committee
from tests.triage.factories import make_input, make_trace

pytestmark = pytest.mark.usefixtures("app")


def test_cpr_numbers_are_never_stored(db_session: Session) -> None:
    given = make_input("Ring til mig, 010190-1234.", title="Fra 010190-1234")
    assert "010190" not in given.text + given.title + given.terms
    assert given.text == "Ring til mig, [CPR-nummer fjernet]."


def test_the_same_answer_never_becomes_two(db_session: Session) -> None:
    first = make_input("En bænk", source="response", source_key="r1:q1")
    again = make_input("En bænk", source="response", source_key="r1:q1")
    assert first.id == again.id
    assert db_session.scalar(select(func.count()).select_from(Input)) == 1


def test_it_is_new_and_due_after_the_answer_days(clock: Clock) -> None:
    given = make_input()
    assert given.state == InputState.NEW
    assert given.due_on == dt.date(2026, 6, 1)


def test_same_words_have_the_same_key_however_they_are_written() -> None:
    assert make_input("Flere BÆNKE, tak!").twin_key == make_input("flere bænke tak").twin_key


def test_it_asks_for_a_new_summary_once(drain: Drain) -> None:
    consultation = make_consultation()
    for _ in range(3):
        make_input(committee=consultation.committee, consultation_id=consultation.id)
    assert drain().count("summaries.build") == 1


def test_an_address_is_asked_to_confirm_and_hears_nothing_else(drain: Drain, smtp_sink: SmtpSink) -> None:
    with transaction():
        trace = intake.open_trace(email="Karen@eksempel.dk")
    drain()
    (mail,) = smtp_sink.messages
    assert "Er det din e-mailadresse?" in mail.subject
    assert f"{intake.trace_url(trace)}/confirm?key=" in mail.text


def test_nothing_is_kept_of_a_use_case_that_fails(db_session: Session) -> None:
    committee = make_committee()

    def fail() -> None:
        with transaction():
            make_input("Går tabt", committee=committee, trace=make_trace())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert db_session.scalar(select(func.count()).select_from(Input)) == 0


def test_counts_behind_wants_one_kind_of_target() -> None:
    assert counts_behind(track_ids=[7]) == {7: 0}
    with pytest.raises(ValueError, match="track_ids or objective_ids"):
        counts_behind()
