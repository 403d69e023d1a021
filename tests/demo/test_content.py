"""What the demo promises: enough of everything, and words that read as people's."""

import datetime as dt
import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.audit import AuditEntry
from engage.core.db import Base
from engage.ideas.models import Idea, IdeaStatus, Support
from engage.invitations.models import Campaign, CampaignStatus, Contact
from engage.messages.models import Message, MessageState
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective, TrackNews, TrackStatus
from engage.summaries.models import PublishedResult, Summary
from engage.surveys.answers import faults_of
from engage.surveys.models import Response, Survey, SurveyStatus
from engage.surveys.queries import context_in
from engage.surveys.service import questionnaire_of
from engage.text.similarity import group_duplicates
from engage.triage.decisions import Grade, Handover, Link, Note, Reply, Weighing
from engage.triage.models import Channel, Input, InputState


def _count(db_session: Session, model: type[Base], *conditions: sa.ColumnElement[bool]) -> int:
    return db_session.scalar(sa.select(sa.func.count()).select_from(model).where(*conditions)) or 0


def test_six_adopted_plans_marked_as_demo(db_session: Session) -> None:
    plans = list(db_session.scalars(sa.select(DevelopmentPlan)))
    assert len(plans) == 6
    for plan in plans:
        assert plan.is_demo
        assert plan.is_public
        assert len(plan.introduction) > 150
        assert 3 <= len(plan.standing_objectives) <= 4
        assert all(2 <= len(objective.tracks) <= 4 for objective in plan.objectives)


def test_parts_of_the_plans_point_to_the_strategy_and_some_to_nothing(db_session: Session) -> None:
    tracks = list(db_session.scalars(sa.select(ActionTrack)))
    assert any(not track.values and not track.visions for track in tracks)
    assert sum(bool(track.visions) for track in tracks) > len(tracks) / 2
    assert all(objective.values or objective.visions for objective in db_session.scalars(sa.select(Objective)))


def test_the_plans_are_being_carried_out(db_session: Session) -> None:
    for status in (TrackStatus.PLANNED, TrackStatus.UNDER_WAY, TrackStatus.DONE):
        assert _count(db_session, ActionTrack, ActionTrack.status == status) >= 3
    assert _count(db_session, TrackNews) >= 20
    assert _count(db_session, ActionTrack, ActionTrack.withdrawn_at.is_not(None)) == 1
    for plan in db_session.scalars(sa.select(ActionPlan)):
        assert plan.department
        assert plan.responsible
        assert plan.due_on


def test_three_consultations_one_open_one_closed_one_coming(db_session: Session) -> None:
    consultations = list(db_session.scalars(sa.select(Consultation)))
    assert sorted(each.state_at(clock.now()) for each in consultations) == ["closed", "coming", "open"]
    for each in consultations:
        assert each.is_demo
        assert each.phases
        assert each.documents
        assert all(each.purpose[language] and each.title[language] for language in ("da", "en"))
    closed = next(each for each in consultations if each.state_at(clock.now()) == "closed")
    assert closed.results_published_at is not None
    assert _count(db_session, PublishedResult, PublishedResult.consultation_id == closed.id) == 1


def test_the_surveys_use_every_type_of_question(db_session: Session) -> None:
    surveys = list(db_session.scalars(sa.select(Survey)))
    types = set()
    for survey in surveys:
        assert survey.status == SurveyStatus.PUBLISHED
        questionnaire = questionnaire_of(survey.versions[-1])
        asking = [question for question in questionnaire.questions.values() if question.asks]
        assert len(questionnaire.pages) == 3
        assert 6 <= len(asking) <= 9
        assert any(question.show_if for question in asking)
        types |= {question.type for question in questionnaire.questions.values()}
    assert types >= {
        *("single_choice", "multiple_choice", "scale", "number", "short_text", "long_text"),
        *("yes_no", "focus_area", "local_area", "information"),
    }


def test_every_answer_is_one_that_a_citizen_could_have_sent(db_session: Session) -> None:
    context = context_in("da")
    for response in db_session.scalars(sa.select(Response)):
        assert not faults_of(questionnaire_of(response.version), response.answers, context)


def test_four_hundred_danish_answers_over_sixty_days(db_session: Session) -> None:
    days = [response.submitted_at for response in db_session.scalars(sa.select(Response)) if response.language == "da"]
    assert len(days) >= 400
    assert len({day.date() for day in days}) > 40
    assert dt.timedelta(days=50) < clock.now() - min(days) <= dt.timedelta(days=61)


def test_hundred_and_twenty_ideas_unevenly_supported(db_session: Session) -> None:
    ideas = list(db_session.scalars(sa.select(Idea)))
    assert len(ideas) >= 120
    assert all(idea.is_demo for idea in ideas)
    by_status = {status: [idea for idea in ideas if idea.status == status] for status in IdeaStatus}
    assert len(by_status[IdeaStatus.PUBLISHED]) > 100
    assert len(by_status[IdeaStatus.WAITING]) >= 5
    assert all(idea.decision_reason for idea in by_status[IdeaStatus.REJECTED])
    assert by_status[IdeaStatus.REJECTED]
    assert sum(bool(idea.is_initiative and idea.association) for idea in ideas) >= 5
    supports = sorted(idea.supports for idea in by_status[IdeaStatus.PUBLISHED])
    assert supports[0] < 5
    assert supports[-1] > 100
    assert sum(supports) == _count(db_session, Support, Support.confirmed_at.is_not(None))


def test_people_say_things_in_their_own_words(db_session: Session) -> None:
    texts = [
        given.text
        for given in db_session.scalars(sa.select(Input))
        if given.question_key in {"most", "wish", ""}  # the short questions are often answered alike
    ]
    leaders = group_duplicates(texts)
    assert len(set(leaders)) / len(texts) > 0.8
    crowds = [leaders.count(leader) for leader in set(leaders)]
    assert max(crowds) >= 6  # a letter that a village has shared
    languages = set(db_session.scalars(sa.select(Input.language)))
    assert languages == {"da", "en"}
    assert {channel for channel in db_session.scalars(sa.select(Input.channel))} == set(Channel)  # noqa: C416 - unique


def test_nothing_was_left_unwritten_in_the_words(db_session: Session) -> None:
    words = [*db_session.scalars(sa.select(Input.text)), *db_session.scalars(sa.select(Reply.text))]
    words += db_session.scalars(sa.select(ActionTrack.description))
    for text in words:
        assert text.strip()
        assert not re.search(r"lorem|ipsum|\{|\}|TODO|xxx", text, re.IGNORECASE), text


def test_fifty_inputs_are_decided_on_with_every_grade(db_session: Session) -> None:
    assert _count(db_session, Input, Input.state == InputState.ANSWERED) >= 50
    assert set(db_session.scalars(sa.select(Link.grade))) == set(Grade)
    assert all(len(reason) > 10 for reason in db_session.scalars(sa.select(Link.reason)))
    assert _count(db_session, Handover) >= 10
    assert _count(db_session, Note) >= 3
    assert _count(db_session, Input, Input.closed_reason != "") >= 10


def test_readers_weigh_and_some_disagree(db_session: Session) -> None:
    scores: dict[tuple[int, int], set[int]] = {}
    for weighing in db_session.scalars(sa.select(Weighing)):
        scores.setdefault((weighing.input_id, weighing.value_id), set()).add(weighing.score)
    assert len({input_id for input_id, _value in scores}) >= 12
    assert sum(len(given) > 1 for given in scores.values()) >= 4


def test_something_is_due_soon_and_something_late(db_session: Session) -> None:
    waits = Input.state.in_((InputState.NEW, InputState.OPEN))
    today = clock.today()
    assert 3 <= _count(db_session, Input, waits, Input.due_on < today) <= 25
    assert _count(db_session, Input, waits, Input.due_on.between(today, today + dt.timedelta(days=7))) >= 10


def test_one_campaign_is_done_and_one_is_being_written(db_session: Session) -> None:
    campaigns = list(db_session.scalars(sa.select(Campaign)))
    assert all(campaign.is_demo for campaign in campaigns)
    assert {campaign.status for campaign in campaigns} == {CampaignStatus.DONE, CampaignStatus.DRAFT}
    assert _count(db_session, Contact) >= 60
    assert _count(db_session, Response, Response.channel == "personal") >= 20


def test_mail_goes_to_nobody_real_and_hardly_any_waits(db_session: Session) -> None:
    assert all(address.endswith("@demo.example") for address in db_session.scalars(sa.select(Message.to_address)))
    assert _count(db_session, Message, Message.state == MessageState.QUEUED) <= 10


def test_summaries_are_built(db_session: Session) -> None:
    assert _count(db_session, Summary, Summary.survey_id.is_(None), Summary.built_at.is_not(None)) == 3


def test_staff_work_when_offices_are_open(db_session: Session) -> None:
    for entry in db_session.scalars(sa.select(AuditEntry).where(AuditEntry.actor_id.is_not(None))):
        at = clock.local(entry.at)
        if at.date() < clock.today():
            assert at.weekday() < 5, (entry.action, at)
            assert 7 <= at.hour < 18, (entry.action, at)
