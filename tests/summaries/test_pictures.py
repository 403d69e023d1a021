"""Pictures of summaries on their pages, and that no number in them is about fewer than five people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engage.core.pictures.grouping import FEWEST
from engage.strategy.queries import local_areas
from engage.summaries import publishing, queries
from engage.summaries.drawing import cut_of, days_of, histogram_of
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import make_committee, make_strategy
from tests.summaries.factories import answered_consultation, built
from tests.summaries.test_pages import words
from tests.surveys.factories import make_response
from tests.triage.factories import make_input, make_trace


def numbers_of_people(content: dict[str, Any]) -> Iterator[int | None]:
    """Every number of people, or of what they wrote, that published content holds."""
    for survey in content["surveys"]:
        yield survey["responses"]
        yield from survey["by_channel"].values()
        yield from (count for _first, _last, count in survey["days"])
        for question in survey["questions"]:
            yield question["answered"]
            yield from (row["count"] for row in question["rows"])
            yield from (count for _start, _stop, count in (question.get("bins") or {"bars": []})["bars"])
    voices = content["voices"]
    yield from (voices["inputs"], voices["persons"], voices["outside"])
    yield from (theme[name] for theme in voices["themes"] for name in ("inputs", "persons"))
    yield from (count for row in voices["areas"]["rows"] for count in [row["total"], *row["cells"]])


@pytest.mark.parametrize(("many", "seed"), [(3, 1), (9, 2), (17, 3), (60, 4)])
def test_no_published_number_is_about_fewer_than_five(db_session: Session, clock: Clock, many: int, seed: int) -> None:
    consultation, survey = answered_consultation(many, seed)
    clock.advance(days=1)
    make_response(survey, {"how": "bus", "minutes": 290, "long": "Bussen kører for sjældent"})
    publishing.publish(make_user("editor"), consultation.slug, built_at=built(consultation).built_at, left_out=())
    result = queries.published_result(consultation.id)
    assert result is not None
    found = [number for number in numbers_of_people(result.content) if number is not None]
    assert [number for number in found if 0 < number < FEWEST] == []
    assert found


def test_one_who_writes_much_is_not_five(db_session: Session) -> None:
    consultation, committee = make_consultation(), make_committee()
    growth = make_strategy().focus_areas[0]
    (aars,) = (area.id for area in local_areas() if area.name == "Aars")
    talkative = make_trace()
    for _ in range(7):
        make_input(
            committee=committee,
            consultation_id=consultation.id,
            focus_area_ids=[growth.id],
            local_area_id=aars,
            trace=talkative,
        )
    (row,) = built(consultation).content["voices"]["areas"]["rows"]
    assert row["total"] is None
    assert set(row["cells"]) == {None}


def test_each_question_has_the_picture_that_fits_it(db_session: Session, clock: Clock, client: PageClient) -> None:
    consultation, _survey = answered_consultation(60)
    publishing.publish(make_user("editor"), consultation.slug, built_at=built(consultation).built_at, left_out=())
    result = queries.published_result(consultation.id)
    assert result is not None
    (survey,) = result.content["surveys"]
    assert {question["key"] for question in survey["questions"] if cut_of(question)} <= {"safe", "yes"}
    assert {question["key"] for question in survey["questions"] if histogram_of(question)} == {"minutes"}
    assert days_of(survey, consultation, result.published_at) is not None
    page = client.get(f"/consultations/{consultation.slug}/results").text
    assert page.count('role="img"') == 2, (
        "the numbers and the days; other pictures are lists with every figure in words"
    )
    assert "Svar over tid" in page
    assert all(f'id="{target}"' in page for target in re.findall(r'href="#([\w-]+)"', page))


def test_results_published_by_an_earlier_version_can_still_be_read(db_session: Session, client: PageClient) -> None:
    consultation, _survey = answered_consultation(30)
    result = publishing.publish(
        make_user("editor"), consultation.slug, built_at=built(consultation).built_at, left_out=()
    )
    content = result.content
    older = {**content, "voices": {k: v for k, v in content["voices"].items() if k not in {"areas", "outside"}}}
    older["surveys"] = [
        {
            **{k: v for k, v in survey.items() if k != "days"},
            "questions": [{k: v for k, v in each.items() if k != "bins"} for each in survey["questions"]],
        }
        for survey in content["surveys"]
    ]
    result.content = older
    db_session.commit()
    page = client.get(f"/consultations/{consultation.slug}/results")
    assert page.status_code == 200
    assert "Svar over tid" not in page.text


def test_the_desk_shows_when_answers_came_as_last_summed_up(
    db_session: Session, clock: Clock, staff_client: StaffClient
) -> None:
    consultation, survey = answered_consultation(12)
    reader = staff_client("reader")
    address = f"/staff/consultations/{consultation.slug}"
    assert "Svar over tid" not in reader.get(address).text
    built(consultation)
    make_response(survey, {"how": "bus"})
    page = words(reader.get(address).text)
    assert "Svar over tid" in page
    assert "12 svar ved den seneste opsummering" in page
