from __future__ import annotations

import copy
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.strategy.queries import local_areas
from engage.summaries.models import Summary
from engage.summaries.voices import voices
from engage.surveys.models import Survey
from engage.triage import proposing, tray
from engage.triage.models import Input, InputTheme, Theme
from engage.triage.tray import TrayFilter
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.strategy.factories import make_committee, make_strategy
from tests.summaries.factories import answered_consultation, built
from tests.surveys.factories import make_response
from tests.text.replies import REPLIES
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
    for part in voices(consultation.id, [survey.id]).values():
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
    found = voices(consultation.id)[None]
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
    found = voices(make_consultation().id)[None]
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
    (row,) = voices(consultation.id)[None]["areas"]["rows"]
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


@pytest.fixture
def kept(app: object, monkeypatch: pytest.MonkeyPatch) -> tuple[Consultation, Survey]:
    """A consultation with a summary, whose themes are kept although so few have answered."""
    monkeypatch.setattr(proposing, "FEWEST_TO_KEEP", 40)
    consultation, survey = answered_consultation(90)
    built(consultation)
    return consultation, survey


def counts_of(content: dict[str, Any]) -> list[Any]:
    """All that does not depend on how themes were formed."""
    voices = content["voices"]
    return [content["surveys"], *(voices[name] for name in ("inputs", "persons", "texts", "by_channel", "areas"))]


def test_a_refresh_counts_what_a_whole_build_counts(
    kept: tuple[Consultation, Survey], db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation, survey = kept
    before = built(consultation).content["voices"]
    for reply in (REPLIES[0], REPLIES[12]):
        make_response(survey, {"how": "bike", "long": reply.text})
    refreshed = copy.deepcopy(built(consultation).content)
    assert refreshed["voices"]["formed"] == before["formed"]
    assert {theme["id"] for theme in refreshed["voices"]["themes"]} == {theme["id"] for theme in before["themes"]}
    grown = sum(theme["inputs"] for theme in refreshed["voices"]["themes"])
    assert grown - sum(theme["inputs"] for theme in before["themes"]) == 2
    proposing.propose(consultation.id, anew=True)
    whole = built(consultation).content
    assert whole["voices"]["formed"] != before["formed"]
    assert counts_of(whole) == counts_of(refreshed)
    sizes = {theme["label"]: theme["inputs"] for theme in refreshed["voices"]["themes"]}
    same = [theme for theme in whole["voices"]["themes"] if sizes.get(theme["label"]) == theme["inputs"]]
    assert len(same) >= len(sizes) - 2


def test_quotes_stay_until_one_no_longer_stands(kept: tuple[Consultation, Survey], db_session: Session) -> None:
    consultation, survey = kept
    before = copy.deepcopy(built(consultation).content["voices"]["themes"])
    make_response(survey, {"long": "Vi mangler en cykelsti ved skolen i Ranum, og det haster for børnenes skyld."})
    assert quotes_of(built(consultation)) == [theme["quotes"] for theme in before]
    quoted = before[0]["quotes"][0]["input"]
    with transaction():
        db_session.delete(db_session.scalars(sa.select(Input).where(Input.public_id == quoted)).one())
    after = quotes_of(built(consultation))
    assert quoted not in str(after)
    assert all(after)


def quotes_of(summary: Summary) -> list[list[dict[str, Any]]]:
    """The quotes of each theme."""
    return [theme["quotes"] for theme in summary.content["voices"]["themes"]]
