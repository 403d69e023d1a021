"""What was done last is taken back: by its toast, by the history, and never behind anybody's back."""

import pytest

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core.audit import trail_of
from engage.strategy.models import Committee
from engage.strategy.queries import focus_areas, visions
from engage.triage import deciding, service, undoing
from engage.triage.decisions import Grade
from engage.triage.models import Input, InputState, InputTheme
from engage.triage.queries import links_of, taken_back_of
from engage.triage.undoing import NothingToUndo
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.strategy.factories import make_committee, make_objective, make_plan, make_strategy, make_track
from tests.triage.factories import make_input, make_theme


@pytest.fixture
def committee(app: object) -> Committee:
    make_strategy()
    return make_committee("Udvalget for Teknik")


@pytest.fixture
def consultation(committee: Committee) -> Consultation:
    return make_consultation(committee)


@pytest.fixture
def given(committee: Committee, consultation: Consultation) -> Input:
    return make_input("Der er mørkt på stien.", committee=committee, consultation_id=consultation.id)


@pytest.fixture
def secretary(committee: Committee) -> User:
    return make_user("secretary", committee)


def undo_last(actor: User, given: Input) -> None:
    undoing.undo(actor, given.public_id, trail_of(given)[0].id, reason="Fortrudt.")


def test_tags_come_back_as_they_were(secretary: User, given: Input) -> None:
    first, second = focus_areas()[:2]
    service.tag(secretary, given.public_id, given.version, focus_area_ids=[first.id], vision_ids=[])
    service.tag(secretary, given.public_id, given.version, focus_area_ids=[second.id], vision_ids=[visions()[0].id])
    undo_last(secretary, given)
    assert ([area.id for area in given.focus_areas], given.visions) == ([first.id], [])
    assert given.tagged_at is not None


def test_the_first_tag_taken_back_leaves_no_trace_of_sorting(secretary: User, given: Input) -> None:
    service.tag(secretary, given.public_id, given.version, focus_area_ids=[focus_areas()[0].id], vision_ids=[])
    undo_last(secretary, given)
    assert (given.focus_areas, given.tagged_at) == ([], None)


def test_themes_come_back_with_whoever_put_them_there(
    secretary: User, given: Input, consultation: Consultation
) -> None:
    machines, staffs = make_theme(consultation, made_by="machine"), make_theme(consultation)
    given.themes = [InputTheme(theme=machines, made_by="machine", confidence=0.7)]
    service.set_themes(secretary, given.public_id, given.version, theme_ids=[staffs.id])
    undo_last(secretary, given)
    assert [(row.theme_id, row.made_by, row.confidence) for row in given.themes] == [(machines.id, "machine", 0.7)]


def test_a_link_is_taken_back_by_a_row_that_says_so(secretary: User, given: Input, committee: Committee) -> None:
    track = make_track(make_objective(make_plan(committee)))
    target = f"track:{track.public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Lys i 2027")
    undo_last(secretary, given)
    assert (links_of(given.id), given.linked_at) == ([], None)
    assert [row.reason for row in taken_back_of(given.id)] == ["Fortrudt."]


def test_what_was_handed_over_comes_back_while_nobody_has_touched_it(
    secretary: User, given: Input, committee: Committee
) -> None:
    service.open_input(secretary, given.public_id)
    receiver = make_committee("Udvalget for Kultur")
    service.hand_over(secretary, given.public_id, given.version, committee_id=receiver.id, reason="Deres")
    undo_last(secretary, given)
    assert (given.committee_id, given.state) == (committee.id, InputState.OPEN)


def test_it_stays_with_the_other_committee_once_they_have_read_it(secretary: User, given: Input) -> None:
    receiver = make_committee("Udvalget for Kultur")
    service.hand_over(secretary, given.public_id, given.version, committee_id=receiver.id, reason="Deres")
    entry = trail_of(given)[0]
    service.open_input(make_user("secretary", receiver), given.public_id)
    with pytest.raises(NothingToUndo):
        undoing.undo(secretary, given.public_id, entry.id, reason="Fortrudt.")
    assert given.committee_id == receiver.id


def test_nobody_takes_back_what_another_did_and_nothing_twice(
    secretary: User, given: Input, committee: Committee
) -> None:
    service.close(secretary, given.public_id, given.version, "Sagen er slut")
    entry = trail_of(given)[0]
    with pytest.raises(NothingToUndo):
        undoing.undo(make_user("secretary", committee), given.public_id, entry.id, reason="Fortrudt.")
    undoing.undo(secretary, given.public_id, entry.id, reason="Fortrudt.")
    assert given.state == InputState.NEW
    with pytest.raises(NothingToUndo):
        undoing.undo(secretary, given.public_id, entry.id, reason="Fortrudt.")
    assert [row.action for row in trail_of(given)] == ["input.undone", "input.closed"]


def test_the_toast_takes_back_and_so_does_the_history_later(staff_client: StaffClient, given: Input) -> None:
    desk = staff_client("secretary", given.committee)
    address = f"/staff/inputs/{given.public_id}"
    sent = {"tags-focus_areas": str(focus_areas()[0].id)}
    done = desk.submit(desk.get(address), sent, form=f"{address}/tags", follow_redirects=True)
    assert "Fokusområder og visioner er gemt." in done.text
    undo = _undo_of(done.text)
    assert done.text.count(f'action="{undo}"') == 2
    later = desk.get(address)
    assert later.text.count(f'action="{undo}"') == 1
    after = desk.submit(later, form=undo, follow_redirects=True)
    assert "Fortrudt. Det er som før." in after.text
    assert given.focus_areas == []


def test_what_was_opened_by_mistake_is_unread_again(staff_client: StaffClient, given: Input) -> None:
    desk: PageClient = staff_client("secretary", given.committee)
    page = desk.get(f"/staff/inputs/{given.public_id}")
    after = desk.submit(page, form=_undo_of(page.text), follow_redirects=True)
    assert (given.state, given.read_at) == (InputState.NEW, None)
    assert after.request.path == "/staff/inputs"


def _undo_of(page: str) -> str:
    return next(part.split('"')[0] for part in page.split('action="') if "/undo/" in part.split('"')[0])
