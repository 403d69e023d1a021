from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.strategy.queries import local_areas
from engage.summaries.voices import voices
from engage.triage import tray
from engage.triage.models import Input, InputTheme, Theme
from engage.triage.tray import TrayFilter
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.strategy.factories import make_committee, make_strategy
from tests.summaries.factories import answered_consultation, built
from tests.triage.factories import make_input, make_theme, make_trace


def put(theme: Theme, *inputs: Input) -> None:
    with transaction() as db_session:
        db_session.add_all(
            InputTheme(input_id=one.id, theme_id=theme.id, made_by="staff", confidence=1.0) for one in inputs
        )


def test_every_quote_is_word_for_word_in_its_input(db_session: Session) -> None:
    consultation, survey = answered_consultation(60)
    built(consultation)
    texts = dict(db_session.execute(sa.select(Input.public_id, Input.text)).tuples().all())
    for part in (voices(consultation.id), voices(consultation.id, survey.id)):
        quotes = [quote for theme in part["themes"] for quote in theme["quotes"]]
        assert len(part["themes"]) > 2
        assert len(quotes) > 2 * len(part["themes"])
        assert all(quote["text"] in texts[quote["input"]] and quote["verbatim"] for quote in quotes)
        assert len({quote["key"] for quote in quotes}) == len(quotes)
        assert part["quality"]["traceable"] == 1.0


def test_a_themes_count_is_the_trays_count(db_session: Session) -> None:
    consultation, _survey = answered_consultation(60)
    summary = built(consultation)
    reader = make_user("reader")
    everything = TrayFilter(committee="all", state="all", consultation=consultation.id)
    found = summary.content["voices"]
    assert tray.counts(reader, everything)["all"].number == found["inputs"]
    for theme in found["themes"]:
        chosen = TrayFilter(committee="all", state="all", consultation=consultation.id, theme=theme["id"])
        assert tray.counts(reader, chosen)["all"].number == theme["inputs"]


def test_a_person_counts_once_and_so_do_the_same_words(db_session: Session) -> None:
    consultation = make_consultation()
    talkative = make_trace()
    given = [
        make_input("Vi mangler en cykelsti", consultation_id=consultation.id, trace=talkative),
        make_input("Vi mangler også en bus", consultation_id=consultation.id, trace=talkative),
        make_input("Vi mangler en cykelsti", consultation_id=consultation.id),
        make_input("Alt er godt", consultation_id=consultation.id),
    ]
    theme = make_theme(consultation, "Cykelstier")
    put(theme, *given[:3])
    found = voices(consultation.id)
    assert (found["inputs"], found["persons"], found["texts"], found["unthemed"]) == (4, 3, 3, 1)
    (only,) = found["themes"]
    assert (only["label"], only["inputs"], only["persons"], only["texts"], only["share"]) == (
        "Cykelstier",
        3,
        2,
        2,
        0.75,
    )
    assert found["quality"]["coverage"] == 0.75
    assert found["quality"]["repeated"] == 0.25


def test_nothing_has_come_in(db_session: Session) -> None:
    found = voices(make_consultation().id)
    assert (found["inputs"], found["themes"], found["areas"]["rows"]) == (0, [], [])
    assert set(found["quality"].values()) == {None}


def areas_of(consultation: Consultation, **counts: int) -> list[int | None]:
    """The cells of one focus area, after so many inputs from each place ("nowhere" is none given)."""
    strategy = make_strategy()
    growth = strategy.focus_areas[0]
    places = {area.name: area.id for area in local_areas()}
    committee = make_committee()
    for place, count in counts.items():
        for _ in range(count):
            make_input(
                committee=committee,
                consultation_id=consultation.id,
                focus_area_ids=[growth.id],
                local_area_id=places.get(place),
            )
    (row,) = voices(consultation.id)["areas"]["rows"]
    assert row["focus_area"] == growth.key
    cells: list[int | None] = [row["total"], *row["cells"]]
    return cells


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"Aars": 6, "Farsø": 7}, [13, 6, 7, 0, 0]),
        ({"Aars": 3, "Farsø": 9, "Løgstør": 12}, [24, None, None, 12, 0]),
        ({"Aars": 2, "nowhere": 2}, [None, None, None, None, None, None]),
    ],
)
def test_small_cells_of_the_table_of_places_are_hidden_with_company(
    db_session: Session, counts: dict[str, int], expected: list[int | None]
) -> None:
    assert areas_of(make_consultation(), **counts) == expected
