"""Themes: the machine proposes, staff's word stands, and a merge can be undone."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.core.errors import Forbidden
from engage.triage import forming, proposing, service, themes
from engage.triage.models import Input, InputTheme
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import StaffClient
from tests.fixtures.surroundings import Drain
from tests.strategy.factories import make_committee, make_strategy
from tests.triage.factories import make_input, make_theme

CYCLING = "Der mangler en cykelsti ved skolen, og cyklister føler sig utrygge på vejen i {place}"
SWIMMING = "Svømmehallen i {place} bør have længere åbningstid, så familier kan svømme om aftenen"
PLACES = ("Gatten", "Hornum", "Vilsted", "Ranum", "Overlade", "Strandby", "Ullits", "Simested", "Hvam", "Blære")


@pytest.fixture
def consultation(app: object) -> Consultation:
    make_strategy()
    return make_consultation(make_committee())


@pytest.fixture
def secretary(consultation: Consultation) -> User:
    return make_user("secretary", consultation.committee)


def say(consultation: Consultation, texts: Sequence[str]) -> list[Input]:
    return [make_input(text, committee=consultation.committee, consultation_id=consultation.id) for text in texts]


def say_all(consultation: Consultation) -> tuple[list[Input], list[Input]]:
    cycling = say(consultation, [CYCLING.format(place=place) for place in PLACES])
    return cycling, say(consultation, [SWIMMING.format(place=place) for place in PLACES])


def place(given: Input, theme_id: int, made_by: str = "staff") -> None:
    with transaction() as session:
        session.add(InputTheme(input_id=given.id, theme_id=theme_id, made_by=made_by))


def held(session: Session, theme_id: int) -> set[int]:
    return set(session.scalars(select(InputTheme.input_id).where(InputTheme.theme_id == theme_id)))


def themes_of(session: Session, given: Input) -> list[tuple[int, str]]:
    rows = session.execute(select(InputTheme.theme_id, InputTheme.made_by).where(InputTheme.input_id == given.id))
    return sorted((theme_id, made_by) for theme_id, made_by in rows)


def test_the_machine_groups_and_says_the_same_again(consultation: Consultation, db_session: Session) -> None:
    cycling, swimming = say_all(consultation)
    assert proposing.propose(consultation.id) >= 18
    first = {(row.theme.id, row.theme.label, row.inputs) for row in themes.themes_of(consultation.id)}
    assert {row.theme.made_by for row in themes.themes_of(consultation.id)} == {"machine"}
    holding = [held(db_session, theme_id) for theme_id, *_ in first]
    for group in ({given.id for given in cycling}, {given.id for given in swimming}):
        assert not any(ids & group and ids - group for ids in holding)
    proposing.propose(consultation.id)
    assert {(row.theme.id, row.theme.label, row.inputs) for row in themes.themes_of(consultation.id)} == first


def test_few_inputs_give_no_themes(consultation: Consultation) -> None:
    say(consultation, ["En bænk", "To bænke"])
    assert proposing.propose(consultation.id) == 0
    assert themes.themes_of(consultation.id) == []


def test_what_staff_placed_is_left_and_the_rest_follows_them(consultation: Consultation, db_session: Session) -> None:
    cycling, _swimming = say_all(consultation)
    mine = make_theme(consultation, "Sikker skolevej")
    for given in cycling[:4]:
        place(given, mine.id)
    proposing.propose(consultation.id)
    rows = db_session.scalars(select(InputTheme).where(InputTheme.theme_id == mine.id)).all()
    assert {row.input_id for row in rows} == {given.id for given in cycling}
    assert {row.input_id for row in rows if row.made_by == "staff"} == {given.id for given in cycling[:4]}


def test_what_staff_took_out_of_every_theme_stays_out(
    staff_client: StaffClient, consultation: Consultation, db_session: Session
) -> None:
    cycling, _swimming = say_all(consultation)
    proposing.propose(consultation.id)
    desk, given = staff_client("secretary", consultation.committee), cycling[0]
    address = f"/staff/inputs/{given.public_id}"
    page = desk.get(address)
    assert "(forslag)" in page.text
    desk.submit(page, {"themes-themes": []}, form=f"{address}/themes")
    for anew in (True, False):
        proposing.propose(consultation.id, anew=anew)
        assert themes_of(db_session, given) == []
    desk.get(address)  # shows once more how to take it back
    later = desk.get(address)
    assert "Intet tema, valgt af jer" in later.text
    assert 'class="step step--done" id="themes"' in later.text
    assert "Valgt af jer" in desk.get(f"/staff/consultations/{consultation.slug}/themes").text
    undo = next(part.split('"')[0] for part in later.text.split('action="') if "/undo/" in part.split('"')[0])
    desk.submit(later, form=undo)
    proposing.propose(consultation.id)
    assert [made_by for _theme, made_by in themes_of(db_session, given)] == ["machine"]


def test_of_two_themes_the_one_taken_away_by_hand_stays_away(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    cycling, _swimming = say_all(consultation)
    proposing.propose(consultation.id)
    given, mine = cycling[0], make_theme(consultation, "Sikker skolevej")
    ((machines, _made_by),) = themes_of(db_session, given)
    service.set_themes(secretary, given.public_id, given.version, theme_ids=[machines, mine.id])
    service.set_themes(secretary, given.public_id, given.version, theme_ids=[mine.id])
    proposing.propose(consultation.id, anew=True)
    assert themes_of(db_session, given) == [(mine.id, "staff")]


def test_a_merge_taken_back_leaves_alone_what_staff_chose_since(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    (given, other) = say(consultation, ["En", "To"])
    first, second = make_theme(consultation, "Cykler"), make_theme(consultation, "Stier", holding=[given, other])
    entry = themes.merge(secretary, second.id, first.id)
    service.set_themes(secretary, given.public_id, given.version, theme_ids=[])
    again = themes.undo_merge(secretary, entry.id)
    assert themes_of(db_session, given) == []
    assert themes_of(db_session, other) == [(again.id, "staff")]


def test_the_machine_may_place_what_staff_chose_only_a_deleted_theme_for(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    cycling, _swimming = say_all(consultation)
    proposing.propose(consultation.id)
    given, mine = cycling[0], make_theme(consultation, "Fejlslag")
    service.set_themes(secretary, given.public_id, given.version, theme_ids=[mine.id])
    themes.delete(secretary, mine.id)
    proposing.propose(consultation.id)
    assert [made_by for _theme, made_by in themes_of(db_session, given)] == ["machine"]


def test_a_renamed_theme_survives_the_next_run(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    say_all(consultation)
    proposing.propose(consultation.id)
    theme = themes.themes_of(consultation.id)[0].theme
    before = held(db_session, theme.id)
    themes.rename(secretary, theme.id, "  Vores   egne ord ")
    proposing.propose(consultation.id)
    assert "Vores egne ord" in {row.theme.label for row in themes.themes_of(consultation.id)}
    assert held(db_session, theme.id) >= before


def test_a_name_is_used_once(consultation: Consultation, secretary: User) -> None:
    first, second = make_theme(consultation, "Cykler"), make_theme(consultation, "Stier")
    with pytest.raises(themes.LabelTaken):
        themes.rename(secretary, second.id, "Cykler")
    with pytest.raises(themes.LabelMissing):
        themes.rename(secretary, first.id, "  ")


def test_a_merge_moves_everything_and_is_undone_as_it_was(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    a, both, b = say(consultation, ["En", "To", "Tre"])
    first, second = make_theme(consultation, "Cykler", "machine"), make_theme(consultation, "Stier")
    for given, theme in ((a, first), (both, first), (both, second), (b, second)):
        place(given, theme.id, theme.made_by)
    entry = themes.merge(secretary, first.id, second.id)
    assert held(db_session, second.id) == {a.id, both.id, b.id}
    assert [row.theme.label for row in themes.themes_of(consultation.id)] == ["Stier"]
    assert [each.id for each in themes.merges_of(consultation.id)] == [entry.id]
    again = themes.undo_merge(secretary, entry.id)
    assert (again.label, again.made_by) == ("Cykler", "machine")
    assert held(db_session, again.id) == {a.id, both.id}
    assert held(db_session, second.id) == {both.id, b.id}
    assert themes.merges_of(consultation.id) == []
    with pytest.raises(themes.NothingToUndo):
        themes.undo_merge(secretary, entry.id)


def test_a_theme_is_split(consultation: Consultation, secretary: User, db_session: Session) -> None:
    a, b = say(consultation, ["En", "To"])
    theme = make_theme(consultation, "Cykler")
    for given in (a, b):
        place(given, theme.id)
    other = themes.split(secretary, theme.id, "El-cykler", [b.public_id])
    assert (held(db_session, theme.id), held(db_session, other.id)) == ({a.id}, {b.id})


def test_only_the_committees_own_put_themes_in_order(consultation: Consultation) -> None:
    theme, stranger = make_theme(consultation), make_user("secretary", make_committee())
    for change in (
        lambda: themes.rename(stranger, theme.id, "Nyt"),
        lambda: themes.delete(stranger, theme.id),
        lambda: themes.allow(stranger, consultation.id, theme.label),
        lambda: forming.ask(stranger, consultation.id),
    ):
        with pytest.raises(Forbidden):
            change()


def test_themes_are_put_in_order_on_the_screen(
    staff_client: StaffClient, consultation: Consultation, drain: Drain
) -> None:
    client = staff_client("secretary", consultation.committee)
    say_all(consultation)
    drain()
    home = f"/staff/consultations/{consultation.slug}/themes"
    first, second = (row.theme for row in themes.themes_of(consultation.id)[:2])
    page = client.get(f"{home}/{first.id}")
    taken = client.submit(page, {"name-label": second.label}, form=f"{home}/{first.id}/rename")
    assert (taken.status_code, "Læg de to sammen i stedet" in taken.text) == (409, True)
    page = client.submit(page, {"name-label": "Mit tema"}, form=f"{home}/{first.id}/rename", follow_redirects=True)
    assert "<h1>Mit tema</h1>" in page.text
    unticked = client.submit(page, {"split-label": "Andet"}, form=f"{home}/{first.id}/split")
    assert "Sæt flueben ved dem, du vil flytte" in unticked.text
    form = f"{home}/{first.id}/merge"
    page = client.submit(page, {"merge-into": str(second.id)}, form=form, follow_redirects=True)
    assert "“Mit tema” ind i" in page.text
    entry = themes.merges_of(consultation.id)[0]
    assert page.text.count(f'action="{home}/undo/{entry.id}"') == 2, "the toast's, and the list's that stays"
    page = client.submit(client.get(home), form=f"{home}/undo/{entry.id}", follow_redirects=True)
    assert "Temaerne er skilt ad igen." in page.text
    label = second.label
    client.submit(client.get(f"{home}/{second.id}/delete"))
    assert label not in {row.theme.label for row in themes.themes_of(consultation.id)}


def test_a_theme_that_staff_deleted_is_not_proposed_again_until_they_say_so(
    staff_client: StaffClient, consultation: Consultation, drain: Drain, db_session: Session
) -> None:
    client = staff_client("secretary", consultation.committee)
    say_all(consultation)
    drain()
    home = f"/staff/consultations/{consultation.slug}/themes"
    theme = themes.themes_of(consultation.id)[0].theme
    inputs, label = held(db_session, theme.id), theme.label
    client.submit(client.get(f"{home}/{theme.id}/delete"))
    say(consultation, [CYCLING.format(place="Aars"), SWIMMING.format(place="Aars")])
    client.submit(client.get(home), form=f"{home}/run")
    drain()
    rows = themes.themes_of(consultation.id)
    assert rows, "the others are proposed as ever"
    assert not any(held(db_session, row.theme.id) & inputs for row in rows)
    page = client.get(home)
    assert "Dem foreslår maskinen ikke igen." in page.text
    page = client.submit(page, form=f"{home}/allow", follow_redirects=True)
    assert f"Maskinen må foreslå “{label}” igen." in page.text
    assert "Dem foreslår maskinen ikke igen." not in page.text
    client.submit(page, form=f"{home}/run")
    drain()
    assert sum(row.inputs for row in themes.themes_of(consultation.id)) == 22


def test_a_deleted_theme_does_not_come_back_under_another_name(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    cycling, _swimming = say_all(consultation)
    proposing.propose(consultation.id)
    given = cycling[0].id
    theme = next(row.theme for row in themes.themes_of(consultation.id) if given in held(db_session, row.theme.id))
    themes.rename(secretary, theme.id, "Vores egne ord")  # the machine would call it by its own
    themes.delete(secretary, theme.id)
    left = {row.theme.id for row in themes.themes_of(consultation.id)}
    proposing.propose(consultation.id)
    assert {row.theme.id for row in themes.themes_of(consultation.id)} == left
    assert themes.refused_labels(consultation.id) == ["Vores egne ord"]


def test_staff_may_make_a_theme_of_a_name_they_deleted(
    consultation: Consultation, secretary: User, db_session: Session
) -> None:
    say_all(consultation)
    proposing.propose(consultation.id)
    theme, other = (row.theme for row in themes.themes_of(consultation.id)[:2])
    label = theme.label
    themes.delete(secretary, theme.id)
    themes.rename(secretary, other.id, label)
    assert themes.refused_labels(consultation.id) == []
