"""What comes in after themes were formed is placed in them; they are formed anew when that no longer serves."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.core.jobs import Job
from engage.strategy.models import LocalArea
from engage.text.normalise import text_key
from engage.triage import forming, proposing, themes
from engage.triage.models import FormedThemes, Input, InputTheme, Reading, Theme
from engage.triage.proposing import propose, stamp_of
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.surroundings import Drain
from tests.strategy.factories import make_committee, make_strategy
from tests.triage.factories import make_input, make_theme
from tests.triage.test_themes import CYCLING, PLACES, SWIMMING, place

LATE = "Overlade Mark"


@pytest.fixture
def consultation(app: object, monkeypatch: pytest.MonkeyPatch) -> Consultation:
    """Twenty inputs in themes that were formed once; two more may come before they are formed anew."""
    monkeypatch.setattr(proposing, "FEWEST_TO_KEEP", 20)
    make_strategy()
    consultation = make_consultation(make_committee())
    for text in (CYCLING, SWIMMING):
        for name in PLACES:
            say(consultation, text.format(place=name))
    propose(consultation.id)
    return consultation


@pytest.fixture
def secretary(consultation: Consultation) -> User:
    return make_user("secretary", consultation.committee)


def say(consultation: Consultation, text: str) -> Input:
    return make_input(text, committee=consultation.committee, consultation_id=consultation.id)


def standing(session: Session) -> dict[int, tuple[int, str, float]]:
    """Where each input stands, who put it there, and how surely."""
    session.expire_all()
    rows = session.execute(sa.select(InputTheme)).scalars().all()
    assert len({row.input_id for row in rows}) == len(rows)
    return {row.input_id: (row.theme_id, row.made_by, row.confidence) for row in rows}


def theme_of(session: Session, words: str) -> int:
    """The theme in which most inputs with these words stand."""
    query = (
        sa.select(InputTheme.theme_id, sa.func.count())
        .join(Input)
        .where(Input.text.contains(words))
        .group_by(InputTheme.theme_id)
        .order_by(sa.func.count().desc())
    )
    return session.execute(query).tuples().all()[0][0]


def test_what_comes_later_joins_its_like_and_nothing_else_moves(
    consultation: Consultation, db_session: Session
) -> None:
    before, stamp = standing(db_session), stamp_of(consultation.id)
    new = say(consultation, CYCLING.format(place=LATE))
    say(consultation, "Noget helt andet")
    assert propose(consultation.id) == len(before) + 1
    after = standing(db_session)
    assert after.pop(new.id)[:2] == (theme_of(db_session, "cykelsti"), "machine")
    assert after == before
    assert stamp_of(consultation.id) == stamp


def test_a_whole_forming_gives_what_placing_gave(consultation: Consultation, db_session: Session) -> None:
    for text in (CYCLING, SWIMMING):
        say(consultation, text.format(place=LATE))
    propose(consultation.id)
    placed = {each.theme.label: each.inputs for each in themes.themes_of(consultation.id)}
    propose(consultation.id, anew=True)
    assert {each.theme.label: each.inputs for each in themes.themes_of(consultation.id)} == placed


def test_after_many_new_ones_themes_are_formed_anew(consultation: Consultation) -> None:
    stamp = stamp_of(consultation.id)
    for number in range(2):
        say(consultation, f"Affald {number}")
        propose(consultation.id)
        assert stamp_of(consultation.id) == stamp
    say(consultation, "Affald 3")
    propose(consultation.id)
    assert stamp_of(consultation.id) != stamp


def test_few_inputs_are_formed_anew_each_time(consultation: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = stamp_of(consultation.id)
    monkeypatch.setattr(proposing, "FEWEST_TO_KEEP", 21)
    propose(consultation.id)
    assert stamp_of(consultation.id) != stamp


def test_another_reading_of_texts_or_other_places_or_a_person_form_them_anew(
    consultation: Consultation, secretary: User, db_session: Session, drain: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = [stamp_of(consultation.id)]
    monkeypatch.setattr(proposing, "edition", lambda: "another")
    propose(consultation.id)
    stamps.append(stamp_of(consultation.id))
    with transaction():
        db_session.add(LocalArea(name="Hvalpsund", position=9))
    propose(consultation.id)
    stamps.append(stamp_of(consultation.id))
    propose(consultation.id)
    assert stamp_of(consultation.id) == stamps[-1]
    forming.ask(secretary, consultation.id)
    assert Job.FORM_THEMES in drain()
    stamps.append(stamp_of(consultation.id))
    assert len(set(stamps)) == 4


def test_an_input_whose_words_changed_is_read_again(consultation: Consultation, db_session: Session) -> None:
    changed = db_session.scalars(sa.select(Input).where(Input.text.contains("cykelsti"))).first()
    assert changed is not None
    words = SWIMMING.format(place=LATE)
    with transaction():
        changed.text, changed.twin_key = words, text_key(words)
    propose(consultation.id)
    assert standing(db_session)[changed.id][0] == theme_of(db_session, "Svømmehallen")


def test_an_input_that_is_gone_is_counted_no_more(consultation: Consultation, db_session: Session) -> None:
    before, stamp = standing(db_session), stamp_of(consultation.id)
    gone = db_session.scalars(sa.select(Input).where(Input.id.in_(before))).first()
    assert gone is not None
    with transaction():
        db_session.delete(gone)
    assert propose(consultation.id) == len(before) - 1
    before.pop(gone.id)
    assert standing(db_session) == before
    assert db_session.get(Reading, gone.id) is None
    assert stamp_of(consultation.id) == stamp


def test_it_follows_staff_who_named_and_merged_themes(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    cycling, swimming = theme_of(db_session, "cykelsti"), theme_of(db_session, "Svømmehallen")
    themes.rename(secretary, cycling, "Sikker skolevej")
    first = say(consultation, CYCLING.format(place=LATE))
    propose(consultation.id)
    assert standing(db_session)[first.id][:2] == (cycling, "machine")
    themes.merge(secretary, swimming, cycling)
    second = say(consultation, SWIMMING.format(place=LATE))
    propose(consultation.id)
    assert standing(db_session)[second.id][:2] == (cycling, "machine")
    assert db_session.get(Theme, swimming) is None


def test_the_rest_of_a_group_follows_staff_without_a_forming(consultation: Consultation, db_session: Session) -> None:
    stamp = stamp_of(consultation.id)
    group = db_session.scalars(sa.select(Input).where(Input.text.contains("cykelsti"))).all()
    mine = make_theme(consultation, "Skolevej")
    with transaction():
        db_session.execute(sa.delete(InputTheme).where(InputTheme.input_id.in_([each.id for each in group[:4]])))
    for given in group[:4]:
        place(given, mine.id)
    propose(consultation.id)
    assert {standing(db_session)[each.id][0] for each in group} == {mine.id}
    assert stamp_of(consultation.id) == stamp


def test_of_an_input_in_a_theme_of_staffs_the_machine_says_nothing(
    consultation: Consultation, db_session: Session
) -> None:
    given = db_session.scalars(sa.select(Input).where(Input.text.contains("cykelsti"))).first()
    assert given is not None
    mine = make_theme(consultation, "Skolevej")
    place(given, mine.id)  # beside the machine's own row
    propose(consultation.id)
    assert standing(db_session)[given.id][:2] == (mine.id, "staff")


def test_a_forming_that_fails_leaves_all_as_it_was(
    consultation: Consultation, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stamp = standing(db_session), stamp_of(consultation.id)
    new = say(consultation, SWIMMING.format(place=LATE))
    with monkeypatch.context() as patch:
        patch.setattr(proposing, "_placed_by_machine", _raise)
        for anew in (True, False):
            with pytest.raises(RuntimeError):
                propose(consultation.id, anew=anew)
            assert (standing(db_session), stamp_of(consultation.id)) == (before, stamp)
            assert db_session.get(Reading, new.id) is None
    propose(consultation.id)
    assert new.id in standing(db_session)


def _raise(_consultation_id: int) -> int:
    raise RuntimeError


def test_what_was_placed_by_themes_that_are_no_more_is_dropped(
    consultation: Consultation, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person has them formed anew while the worker places what came in."""
    new = say(consultation, SWIMMING.format(place=LATE))
    really = proposing._still_serve

    def meanwhile(formed: FormedThemes, unread: proposing.Texts) -> bool:
        monkeypatch.undo()
        answer = really(formed, unread)
        propose(consultation.id, anew=True)
        return answer

    monkeypatch.setattr(proposing, "_still_serve", meanwhile)
    propose(consultation.id)
    reading = db_session.get(Reading, new.id)
    assert reading is not None
    assert not reading.later
    assert new.id in standing(db_session)
