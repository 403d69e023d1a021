"""Themes formed anew by the worker: asked for once, kept with their end, old or new wherever a worker dies."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core.db import db
from engage.core.jobs import Job
from engage.triage import forming, proposing, themes
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import StaffClient
from tests.fixtures.surroundings import Clock, Drain
from tests.strategy.factories import make_committee, make_strategy
from tests.triage.test_themes import CYCLING, SWIMMING, say, say_all

UNDER_WAY = "Maskinen læser det hele igennem"


class Killed(BaseException):
    """The worker is gone: nothing after this is done."""


class Bang(Exception):
    pass


@pytest.fixture
def consultation(clock: Clock, drain: Drain) -> Consultation:
    """Twenty inputs in themes, and nothing more to do."""
    make_strategy()
    consultation = make_consultation(make_committee())
    say_all(consultation)
    drain()
    return consultation


@pytest.fixture
def secretary(consultation: Consultation) -> User:
    return make_user("secretary", consultation.committee)


def home_of(consultation: Consultation) -> str:
    return f"/staff/consultations/{consultation.slug}/themes"


def counts(consultation: Consultation) -> list[tuple[str, int]]:
    return [(row.theme.label, row.inputs) for row in themes.themes_of(consultation.id)]


def stop(monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    def stopped(*_args: Any, **_kwargs: Any) -> Any:
        raise error

    monkeypatch.setattr(proposing, step, stopped)


def test_the_worker_forms_them_and_the_page_says_how_it_goes(
    staff_client: StaffClient, consultation: Consultation, drain: Drain
) -> None:
    client, home = staff_client("secretary", consultation.committee), home_of(consultation)
    page = client.submit(client.get(home), form=f"{home}/run", follow_redirects=True)
    assert UNDER_WAY in page.text
    part = {"HX-Request": "true"}
    assert "data-live-running" in client.get(f"{home}/run", headers=part).text
    assert f'action="{home}/run"' not in page.text, "there is nothing more to ask for"
    done = drain()
    assert done.count(Job.FORM_THEMES) == 1
    assert Job.BUILD_SUMMARY in done, "the summary tells of the themes as they are"
    assert "Maskinen har lagt 20 input i temaer." in client.get(f"{home}/run", headers=part).text
    page = client.get(home)
    assert "Maskinen har lagt 20 input i temaer. Sidst" in page.text
    assert f'action="{home}/run"' in page.text


def test_who_may_not_put_in_order_sees_how_it_went_but_cannot_ask(
    staff_client: StaffClient, consultation: Consultation
) -> None:
    reader = staff_client("reader")
    assert "Lad maskinen foreslå temaer" not in reader.get(home_of(consultation)).text
    assert reader.post(f"{home_of(consultation)}/run").status_code == 403


def test_two_clicks_ask_once(staff_client: StaffClient, consultation: Consultation, drain: Drain) -> None:
    client, home = staff_client("secretary", consultation.committee), home_of(consultation)
    page = client.get(home)
    for _click in range(2):
        client.submit(page, form=f"{home}/run")
    assert drain().count(Job.FORM_THEMES) == 1


def test_two_who_ask_at_once_for_the_first_time_ask_once(
    app: Flask, consultation: Consultation, secretary: User, drain: Drain
) -> None:
    colleague, consultation_id = make_user("secretary", consultation.committee), consultation.id
    actors = (secretary.id, colleague.id)
    db.session.commit()
    together = threading.Barrier(2)
    asked: list[int] = []

    def ask(user_id: int) -> None:
        with app.app_context():
            actor = db.session.get(User, user_id)
            assert actor is not None
            together.wait(10)
            forming.ask(actor, consultation_id)
            asked.append(user_id)

    clicks = [threading.Thread(target=ask, args=(user_id,)) for user_id in actors]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join(30)
    assert sorted(asked) == sorted(actors)
    assert drain().count(Job.FORM_THEMES) == 1


def test_the_same_job_twice_is_done_once_and_two_never_at_once(
    consultation: Consultation, secretary: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    forming.ask(secretary, consultation.id)
    really, meanwhile = proposing.propose, []

    def at_the_same_time(consultation_id: int, *, anew: bool) -> int:
        meanwhile.append(forming.form(consultation_id))
        return really(consultation_id, anew=anew)

    monkeypatch.setattr(proposing, "propose", at_the_same_time)
    assert forming.form(consultation.id)
    assert not forming.form(consultation.id)
    assert meanwhile == [False]


@pytest.mark.parametrize("step", ["_texts", "_place", "_placed_by_machine"])
def test_a_worker_killed_in_the_middle_leaves_the_old_themes_and_another_forms_the_new(
    step: str,
    staff_client: StaffClient,
    consultation: Consultation,
    secretary: User,
    clock: Clock,
    drain: Drain,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = counts(consultation)
    say(consultation, [CYCLING.format(place="Aars"), SWIMMING.format(place="Aars")])
    forming.ask(secretary, consultation.id)
    with monkeypatch.context() as patch:
        stop(patch, step, Killed())
        with pytest.raises(Killed):
            forming.form(consultation.id)
    db.session.rollback()
    assert counts(consultation) == before
    client = staff_client("secretary", consultation.committee)
    assert UNDER_WAY in client.get(home_of(consultation)).text
    clock.advance(seconds=50)
    forming.ask(secretary, consultation.id)
    assert not forming.form(consultation.id), "for all we know the first is still at it"
    page = client.get(home_of(consultation)).text
    assert UNDER_WAY not in page
    assert "Arbejdet blev afbrudt og begynder selv forfra" in page
    clock.advance(seconds=20)
    assert forming.sweep() == 1
    assert Job.FORM_THEMES in drain()
    assert sum(number for _label, number in counts(consultation)) == 22
    assert forming.sweep() == 0


def test_what_was_asked_for_while_the_queue_was_away_is_sent_by_the_sweep(
    consultation: Consultation, secretary: User, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(forming, "enqueue", lambda *_args: None)
        forming.ask(secretary, consultation.id)
    assert drain() == []
    assert forming.sweep() == 1
    assert Job.FORM_THEMES in drain()


def test_a_failure_is_told_on_the_page_with_a_way_to_try_again(
    staff_client: StaffClient, consultation: Consultation, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, home = staff_client("secretary", consultation.committee), home_of(consultation)
    before = counts(consultation)
    with monkeypatch.context() as patch:
        stop(patch, "propose", Bang("no memory left\nwhat a citizen wrote"))
        client.submit(client.get(home), form=f"{home}/run")
        with pytest.raises(Bang):
            drain()
    page = client.get(home)
    assert "Temaerne kunne ikke laves" in page.text
    assert "Bang: no memory left</code>" in page.text
    assert counts(consultation) == before
    client.submit(page, form=f"{home}/run")
    drain()
    assert "Maskinen har lagt 20 input i temaer." in client.get(home).text


def test_a_worker_that_was_given_up_does_not_end_what_another_has_taken_over(
    db_session: Session, consultation: Consultation, secretary: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    forming.ask(secretary, consultation.id)
    really = proposing.propose

    def very_slow(consultation_id: int, *, anew: bool) -> int:
        monkeypatch.undo()
        clock.advance(minutes=6)
        assert forming.form(consultation_id)
        return really(consultation_id, anew=anew) + 1000

    monkeypatch.setattr(proposing, "propose", very_slow)
    assert not forming.form(consultation.id)
    run = forming.last_run(consultation.id)
    assert run is not None
    assert run.placed == 20
