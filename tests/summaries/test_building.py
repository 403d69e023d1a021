from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.consultations.service import mark_changed
from engage.core.builds import MOST_ATTEMPTS, BuildState
from engage.core.db import db, transaction
from engage.core.jobs import Job
from engage.summaries import queries, service
from engage.summaries.models import Summary
from engage.summaries.voices import voices
from engage.surveys.queries import survey_by_slug
from engage.triage import proposing
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.surroundings import Clock, Drain
from tests.strategy.factories import make_committee, make_strategy
from tests.summaries.factories import answered_consultation, built, wide_document
from tests.surveys.factories import make_response, make_survey, published_survey
from tests.triage.factories import make_input


class Bang(Exception):
    pass


def whole(consultation: Consultation) -> Summary:
    summary = queries.whole_summary(consultation.id)
    assert summary is not None
    return summary


def number_of_inputs(consultation: Consultation) -> int:
    count: int = whole(consultation).content["voices"]["inputs"]
    return count


def test_what_comes_in_marks_it_stale_and_the_worker_builds_it(db_session: Session, clock: Clock, drain: Drain) -> None:
    survey = published_survey(document=wide_document())
    make_response(survey, {"how": "bike", "long": "Vi mangler en cykelsti"})
    assert queries.is_stale(survey.consultation_id)
    assert Job.BUILD_SUMMARY in drain()
    assert not queries.is_stale(survey.consultation_id)
    assert whole(survey.consultation).totals["responses"] == 1
    clock.advance(minutes=1)
    make_response(survey, {"how": "bus"})
    assert queries.is_stale(survey.consultation_id)
    drain()
    assert (whole(survey.consultation).totals["responses"], whole(survey.consultation).state) == (2, "built")


def test_each_survey_has_a_summary_of_its_own(db_session: Session) -> None:
    first = published_survey(document=wide_document())
    second = published_survey(first.consultation, wide_document())
    draft = make_survey(consultation=first.consultation)
    make_response(first, {"long": "Vi mangler en cykelsti"})
    make_response(second, {"long": "Bussen kører for sjældent"})
    make_input("Et brev om bussen", consultation_id=first.consultation_id)
    built(first.consultation)
    summaries = queries.summaries_of(first.consultation_id)
    assert [one.survey_id for one in summaries] == [None, first.id, second.id, draft.id]
    assert [one.content["voices"]["inputs"] for one in summaries] == [3, 1, 1, 0]
    assert [one.totals["responses"] for one in summaries] == [2, 1, 1, 0]


def test_while_one_builds_another_does_not(db_session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    consultation = make_input(consultation_id=make_consultation().id).consultation
    assert consultation is not None
    answers: list[bool] = []

    def at_the_same_time(consultation_id: int) -> int:
        answers.append(service.build(consultation_id, at_once=True))
        return 0

    monkeypatch.setattr(proposing, "propose", at_the_same_time)
    assert service.build(consultation.id)
    assert answers == [False]


def test_of_two_that_begin_at_once_one_builds(app: Flask, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    consultation_id = make_consultation().id
    db.session.commit()
    together = threading.Barrier(2)
    built_by: list[bool] = []

    def begin() -> None:
        with app.app_context():
            together.wait(10)
            built_by.append(service.build(consultation_id))

    workers = [threading.Thread(target=begin) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sorted(built_by) == [False, True]
    assert len(queries.summaries_of(consultation_id)) == 1


def test_what_arrives_during_a_build_leaves_it_stale_and_is_built_next(
    db_session: Session, clock: Clock, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation()
    make_input(consultation_id=consultation.id)
    with monkeypatch.context() as patch:
        patch.setattr(service, "_contents", _while_somebody_writes(consultation, service._contents))
        drain()
    assert number_of_inputs(consultation) == 1
    assert queries.is_stale(consultation.id)
    service.sweep()
    assert number_of_inputs(consultation) == 1  # it rests a little while answers pour in
    clock.advance(seconds=11)
    assert service.sweep() == 1
    drain()
    assert (number_of_inputs(consultation), queries.is_stale(consultation.id)) == (2, False)


def _while_somebody_writes(consultation: Consultation, really: Any) -> Any:
    def contents(consultation_id: int) -> Any:
        found = really(consultation_id)
        make_input("Og en ting til om bussen", consultation_id=consultation.id)
        return found

    return contents


def test_the_worker_rests_between_builds_unless_a_person_asks_by_command(db_session: Session, clock: Clock) -> None:
    consultation = make_consultation()
    assert service.build(consultation.id)
    clock.advance(seconds=5)
    assert not service.build(consultation.id)
    assert service.build(consultation.id, at_once=True)
    clock.advance(seconds=11)
    assert service.build(consultation.id)


def test_a_build_whose_worker_died_is_taken_over(db_session: Session, clock: Clock, drain: Drain) -> None:
    consultation = make_consultation()
    make_input(consultation_id=consultation.id)
    drain()
    with transaction():
        summary = whole(consultation)
        summary.state, summary.claimed_at = BuildState.BUILDING, clock.now
    clock.advance(seconds=50)
    assert service.sweep() == 0
    assert not service.build(consultation.id)
    clock.advance(seconds=20)
    assert service.sweep() == 1
    drain()
    assert whole(consultation).state == BuildState.BUILT


def test_who_was_taken_over_stores_nothing(db_session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    consultation = make_consultation()
    make_input(consultation_id=consultation.id)

    def very_slow(consultation_id: int) -> Any:
        monkeypatch.undo()
        clock.advance(minutes=6)
        make_input(consultation_id=consultation.id)
        assert service.build(consultation_id)
        return {None: {"surveys": [], "voices": {"inputs": 0, "themes": []}}}

    monkeypatch.setattr(service, "_contents", very_slow)
    assert not service.build(consultation.id)
    assert number_of_inputs(consultation) == 2


def test_a_failure_is_kept_and_raised_and_the_last_numbers_stay(
    db_session: Session, clock: Clock, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation()
    make_input(consultation_id=consultation.id)
    drain()
    clock.advance(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(proposing, "propose", _raise)
        make_input(consultation_id=consultation.id)
        with pytest.raises(Bang):
            drain()
        summary = whole(consultation)
        assert (summary.state, summary.attempts) == (BuildState.FAILED, 1)
        assert summary.last_error == "Bang: no memory left"  # not what follows, which may be a citizen's words
        assert number_of_inputs(consultation) == 1
        for attempt in range(2, 7):
            clock.advance(minutes=6)
            sent = service.sweep()
            assert sent == (1 if attempt <= MOST_ATTEMPTS else 0)
            if sent:
                with pytest.raises(Bang):
                    drain()
    service.rebuild(make_user("editor"), consultation.slug)
    drain()
    assert (whole(consultation).state, whole(consultation).attempts, whole(consultation).last_error) == ("built", 0, "")
    assert number_of_inputs(consultation) == 2


def test_new_input_tries_again_what_was_given_up(
    db_session: Session, clock: Clock, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = make_consultation()
    make_input(consultation_id=consultation.id)
    with monkeypatch.context() as patch:
        patch.setattr(proposing, "propose", _raise)
        with pytest.raises(Bang):
            drain()
    with transaction():
        whole(consultation).attempts = MOST_ATTEMPTS
    clock.advance(hours=1)
    assert service.sweep() == 0
    make_input(consultation_id=consultation.id)
    drain()
    assert (whole(consultation).state, number_of_inputs(consultation)) == ("built", 2)


def _raise(_consultation_id: int) -> int:
    raise Bang("no memory left\n[parameters: Jeg hedder Karen]")


def test_an_answer_stored_while_a_build_begins_is_never_lost(app: Flask) -> None:
    """It found the mark set already, and is committed after the builder has taken the mark away."""
    committee = make_committee()
    consultation_id = make_consultation(committee).id
    with transaction():
        mark_changed(consultation_id)
    begun = threading.Thread(target=_build, args=(app, consultation_id))
    with transaction():
        mark_changed(consultation_id)
        make_input(committee=committee, consultation_id=consultation_id)
        begun.start()
        begun.join(0.5)
        assert begun.is_alive()  # it waits for this answer
    begun.join(30)
    db.session.expire_all()
    summary = queries.whole_summary(consultation_id)
    assert summary is not None
    assert summary.content["voices"]["inputs"] == 1


def _build(app: Flask, consultation_id: int) -> None:
    with app.app_context():
        service.build(consultation_id)


def test_an_unknown_consultation_is_no_error(db_session: Session) -> None:
    assert not service.build(4711)


def test_what_changed_is_told_against_an_earlier_day(db_session: Session, clock: Clock) -> None:
    consultation, survey = answered_consultation(30)
    monday = built(consultation).totals
    assert whole(consultation).previous == {}
    clock.advance(minutes=1)
    make_response(survey, {"how": "bike"})
    built(consultation)
    assert whole(consultation).previous == monday
    clock.advance(minutes=1)
    built(consultation)
    assert whole(consultation).previous == monday  # not the build of a minute ago
    clock.advance(days=1)
    late = whole(consultation).totals
    built(consultation)
    assert whole(consultation).previous == late


def test_figures_are_of_one_moment(db_session: Session, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is stored between two of the counts is in none of them."""
    make_strategy()
    survey = published_survey(document=wide_document())
    for _ in range(6):
        make_response(survey, {"how": "bike", "long": "Vi mangler en cykelsti"})
    really = voices

    def meanwhile(*args: Any) -> dict[int | None, Any]:
        other = threading.Thread(target=_answer, args=(app, survey.slug))
        other.start()
        other.join(30)
        return really(*args)

    monkeypatch.setattr("engage.summaries.service.voices", meanwhile)
    content = built(survey.consultation).content
    assert content["surveys"][0]["responses"] == content["voices"]["inputs"] == 6


def _answer(app: Flask, slug: str) -> None:
    with app.app_context():
        make_response(survey_by_slug(slug), {"how": "bus", "long": "Bussen kører for sjældent"})
