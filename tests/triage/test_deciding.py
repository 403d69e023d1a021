"""Links, weighings, replies: reasoned, kept, and held against what others have done meanwhile."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.accounts.models import User
from engage.core.audit import trail_of
from engage.core.errors import Forbidden
from engage.strategy.models import Committee
from engage.strategy.queries import focus_areas, values, visions
from engage.triage import bulk, deciding, service
from engage.triage.deciding import Judgement
from engage.triage.decisions import Grade, Link, Weighing
from engage.triage.desk import EditedMeanwhile, ReasonMissing
from engage.triage.models import Input, InputState
from engage.triage.queries import counts_behind, links_of, public_reply_of
from engage.triage.undoing import NothingToUndo
from tests.factories import make_user
from tests.strategy.factories import make_committee, make_objective, make_plan, make_strategy, make_track
from tests.triage.factories import make_input, make_inputs


@pytest.fixture
def committee(app: object) -> Committee:
    make_strategy()
    return make_committee("Udvalget for Teknik")


@pytest.fixture
def secretary(committee: Committee) -> User:
    return make_user("secretary", committee)


@pytest.fixture
def given(committee: Committee) -> Input:
    return make_input("Der er mørkt på stien ved hallen.", committee=committee)


def test_opening_it_reads_it_once(secretary: User, given: Input) -> None:
    seen = service.open_input(secretary, given.public_id)
    assert seen.state == InputState.OPEN
    assert seen.read_at is not None
    version = seen.version
    assert service.open_input(secretary, given.public_id).version == version


def test_a_reader_from_elsewhere_does_not_read_it_for_the_committee(given: Input) -> None:
    assert service.open_input(make_user("secretary", make_committee()), given.public_id).state == InputState.NEW


def test_a_vision_brings_its_focus_area(secretary: User, given: Input) -> None:
    vision = visions()[0]
    service.tag(secretary, given.public_id, given.version, focus_area_ids=[], vision_ids=[vision.id])
    assert [area.id for area in given.focus_areas] == [vision.focus_area_id]
    assert given.tagged_at is not None


def test_links_are_never_changed_only_taken_back(secretary: User, given: Input, db_session: Session) -> None:
    track = make_track()
    target = f"track:{track.public_id}"
    link = deciding.link(
        secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Lys i 2027"
    )
    assert counts_behind(track_ids=[track.id]) == {track.id: 1}
    assert counts_behind(objective_ids=[track.objective_id]) == {track.objective_id: 1}
    with pytest.raises(deciding.LinkedAlready):
        deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.IN_FULL, reason="Igen")
    deciding.take_back(secretary, given.public_id, given.version, link_id=link.id, reason="Forkert spor")
    assert links_of(given.id) == []
    assert given.linked_at is None
    assert counts_behind(track_ids=[track.id]) == {track.id: 0}
    assert db_session.scalar(select(func.count()).select_from(Link)) == 2


def test_a_declined_input_stands_behind_nothing(secretary: User, given: Input) -> None:
    objective = make_objective(make_plan(make_committee()))
    target = f"objective:{objective.public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.DECLINED, reason="For dyrt")
    assert len(links_of(given.id)) == 1
    assert counts_behind(objective_ids=[objective.id]) == {objective.id: 0}


@pytest.mark.parametrize("target", ["track:findes-ikke", "objective:", "vision:1", ""])
def test_only_what_stands_in_a_plan_can_be_linked(secretary: User, given: Input, target: str) -> None:
    with pytest.raises(deciding.NotLinkable):
        deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Fordi")


def test_a_decision_needs_a_reason(secretary: User, given: Input) -> None:
    target = f"track:{make_track().public_id}"
    with pytest.raises(ReasonMissing):
        deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="  ")
    with pytest.raises(ReasonMissing):
        service.close(secretary, given.public_id, given.version, " ")


def test_each_reader_weighs_for_themselves(
    secretary: User, committee: Committee, given: Input, db_session: Session
) -> None:
    other, value = make_user("secretary", committee), values()[0]
    deciding.weigh(secretary, given.public_id, {value.id: Judgement(2, "Trygt")})
    deciding.weigh(other, given.public_id, {value.id: Judgement(-1, "Dyrt")})
    deciding.weigh(secretary, given.public_id, {value.id: Judgement(1, "Lidt trygt")})
    rows = db_session.execute(select(Weighing.score, Weighing.sentence).order_by(Weighing.score)).all()
    assert [tuple(row) for row in rows] == [(-1, "Dyrt"), (1, "Lidt trygt")]


def test_a_short_reply_needs_a_decision_behind_it(secretary: User, given: Input) -> None:
    with pytest.raises(deciding.ReplyTooShort):
        deciding.reply(secretary, given.public_id, given.version, "Ja, det gør vi.")
    target = f"track:{make_track().public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.IN_FULL, reason="Det er planen")
    deciding.reply(secretary, given.public_id, given.version, "Ja, det gør vi.")
    assert given.state == InputState.ANSWERED
    reply = public_reply_of(given.id)
    assert reply is not None
    assert reply.text == "Ja, det gør vi."


def test_a_later_reply_replaces_what_the_public_sees(secretary: User, given: Input) -> None:
    deciding.reply(secretary, given.public_id, given.version, "Vi ser på det til efteråret.")
    deciding.reply(secretary, given.public_id, given.version, "Nu er lamperne sat op på stien.")
    reply = public_reply_of(given.id)
    assert reply is not None
    assert reply.text.startswith("Nu er")


def test_the_second_of_two_is_told(secretary: User, committee: Committee, given: Input) -> None:
    other, seen = make_user("secretary", committee), given.version
    service.tag(other, given.public_id, seen, focus_area_ids=[focus_areas()[0].id], vision_ids=[])
    with pytest.raises(EditedMeanwhile):
        deciding.reply(secretary, given.public_id, seen, "Vi svarer, uden at have set det nye.")
    assert given.state == InputState.NEW


def test_a_hand_over_is_new_to_the_other_committee(secretary: User, given: Input) -> None:
    receiver = make_committee()
    service.open_input(secretary, given.public_id)
    service.hand_over(secretary, given.public_id, given.version, committee_id=receiver.id, reason="Det er jeres sti")
    assert (given.committee_id, given.state) == (receiver.id, InputState.NEW)
    with pytest.raises(Forbidden):
        service.close(secretary, given.public_id, given.version, "For sent")
    assert [entry.action for entry in trail_of(given)] == ["input.handed_over", "input.read"]


def test_it_cannot_be_handed_to_those_who_have_it(secretary: User, given: Input) -> None:
    with pytest.raises(service.SameCommittee):
        service.hand_over(
            secretary, given.public_id, given.version, committee_id=given.committee_id, reason="Til os selv"
        )


@pytest.mark.parametrize("role", ["secretary", "editor", "reader"])
def test_only_the_committees_own_secretaries_decide(given: Input, role: str) -> None:
    stranger = make_user(role, make_committee())
    with pytest.raises(Forbidden):
        service.close(stranger, given.public_id, given.version, "Ikke mit udvalg")
    with pytest.raises(Forbidden):
        deciding.weigh(stranger, given.public_id, {values()[0].id: Judgement(1, "Ikke mit udvalg")})
    with pytest.raises(Forbidden):
        service.add_note(stranger, given.public_id, "Ikke mit udvalg")


def test_many_are_closed_at_once_and_taken_up_again(secretary: User, committee: Committee) -> None:
    inputs = [*make_inputs(3, committee), make_input()]
    done = bulk.close_all(secretary, [each.public_id for each in inputs], "Handler om samme afsluttede sag")
    assert (done.changed, done.passed_over) == (3, 1)
    assert {each.state for each in inputs} == {InputState.CLOSED, InputState.NEW}
    service.reopen(secretary, inputs[0].public_id, inputs[0].version)
    assert done.entry_id is not None
    undone = bulk.undo(secretary, done.entry_id)
    assert (undone.changed, undone.passed_over) == (2, 1)
    assert [each.state for each in inputs[:3]] == [InputState.OPEN, InputState.NEW, InputState.NEW]
    with pytest.raises(NothingToUndo):
        bulk.undo(secretary, done.entry_id)


def test_nobody_undoes_for_somebody_else(secretary: User, committee: Committee) -> None:
    done = bulk.mark_all_read(secretary, [make_input(committee=committee).public_id])
    assert done.entry_id is not None
    with pytest.raises(NothingToUndo):
        bulk.undo(make_user("secretary", committee), done.entry_id)


def test_a_focus_area_is_added_to_many_and_taken_off_again(secretary: User, committee: Committee) -> None:
    area, first, second = focus_areas()[0], make_input(committee=committee), make_input(committee=committee)
    service.tag(secretary, first.public_id, first.version, focus_area_ids=[area.id], vision_ids=[])
    done = bulk.tag_all(secretary, [first.public_id, second.public_id], area.id)
    assert (done.changed, [each.id for each in second.focus_areas]) == (1, [area.id])
    assert done.entry_id is not None
    bulk.undo(secretary, done.entry_id)
    assert (first.focus_areas, second.focus_areas) == ([area], [])


def test_many_are_handed_over(secretary: User, committee: Committee) -> None:
    receiver, inputs = make_committee(), make_inputs(2, committee)
    done = bulk.hand_over_all(secretary, [each.public_id for each in inputs], receiver.id, "Det er jeres")
    assert (done.changed, done.entry_id) == (2, None)
    assert {each.committee_id for each in inputs} == {receiver.id}
