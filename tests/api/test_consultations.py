"""Consultations and their results as data."""

import pytest

from engage.consultations.models import Document, Phase
from engage.core import clock
from engage.core.db import transaction
from engage.strategy.queries import current_strategy
from engage.summaries import publishing
from tests.api.conftest import Read
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.strategy.factories import make_strategy
from tests.summaries.factories import answered_consultation, built
from tests.surveys.factories import make_survey, published_survey

pytestmark = pytest.mark.usefixtures("app")


def test_only_what_is_public_is_listed(read: Read) -> None:
    made = {state: make_consultation(state=state) for state in ("open", "coming", "closed", "draft", "withdrawn")}
    for state in ("open", "coming", "closed"):
        items = read(f"/consultations?state={state}")["items"]
        assert [(item["slug"], item["state"]) for item in items] == [(made[state].slug, state)]
    assert {item["state"] for item in read("/consultations")["items"]} == {"open", "coming", "closed"}


def test_each_is_on_exactly_one_page(read: Read) -> None:
    made = {make_consultation(state=state).slug for state in ("open", "coming", "closed") * 3}
    for state in ("", "&state=open", "&state=coming", "&state=closed"):
        seen: list[str] = []
        address = f"/consultations?limit=2{state}"
        while address:
            page = read(address)
            seen += [item["slug"] for item in page["items"]]
            address = page["next"]
        assert len(seen) == len(set(seen)) == (3 if state else 9)
        assert set(seen) <= made


def test_a_consultation_tells_all_that_its_page_shows(read: Read, client: PageClient) -> None:
    area = make_strategy().focus_areas[0]
    consultation = make_consultation(None, area)
    survey = published_survey(consultation)
    make_survey(consultation=consultation)  # a draft
    with transaction() as session:
        texts = {"da": "Borgermøde", "en": "Public meeting"}
        session.add_all(
            [
                Phase(consultation_id=consultation.id, title=texts, description=texts, starts_on=clock.today()),
                Document(
                    consultation_id=consultation.id,
                    title="Forslag",
                    filename="forslag.pdf",
                    content_type="application/pdf",
                    size=1200,
                    sha256="0" * 64,
                ),
            ]
        )
    told = read(f"/consultations/{consultation.slug}")
    assert told["title"] == consultation.title
    assert told["purpose"] == {"da": "purpose på dansk", "en": "purpose in English"}
    assert told["focus_areas"] == [area.key]
    assert told["opens_at"].endswith("Z")
    assert [(phase["title"]["en"], phase["state"]) for phase in told["phases"]] == [("Public meeting", "current")]
    assert told["documents"][0]["file"].startswith(f"http://localhost/consultations/{consultation.slug}/documents/")
    assert [each["page"] for each in told["surveys"]] == [f"http://localhost/surveys/{survey.slug}"]
    assert told["results"] is None
    assert client.get(told["page"]).status_code == client.get(told["surveys"][0]["page"]).status_code == 200


@pytest.mark.parametrize("state", ["coming", "closed"])
def test_surveys_are_told_only_while_they_can_be_answered(read: Read, state: str) -> None:
    consultation = published_survey(make_consultation(state=state)).consultation
    assert read(f"/consultations/{consultation.slug}")["surveys"] == []


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("withdrawn", 410)])
def test_what_is_not_public_is_not_told(read: Read, state: str, status: int) -> None:
    consultation = make_consultation(state=state)
    for address in (f"/consultations/{consultation.slug}", f"/consultations/{consultation.slug}/results"):
        assert consultation.title["da"] not in read(address, status=status)["detail"]


def test_results_are_those_published_with_small_numbers_hidden(read: Read) -> None:
    consultation, survey = answered_consultation(23)
    address = f"/consultations/{consultation.slug}/results"
    assert read(address, status=404)["code"] == "results_not_published"
    summary = built(consultation)
    assert read(address, status=404)["code"] == "results_not_published"
    quotes = [quote["key"] for theme in summary.content["voices"]["themes"] for quote in theme["quotes"]]
    result = publishing.publish(
        make_user("editor"), consultation.slug, built_at=summary.built_at, left_out=set(quotes[:1])
    )

    told = read(address)
    assert told["surveys"][0]["responses"] == 23
    published = result.content["surveys"][0]["questions"]
    rows = {question["key"]: question["rows"] for question in told["surveys"][0]["questions"]}
    for question in published:
        assert [row["count"] for row in rows[question["key"]]] == [row["count"] for row in question["rows"]]
    shown = [row["count"] for each in rows.values() for row in each if row["count"] is not None]
    assert all(count == 0 or count >= 5 for count in shown)
    assert any(row["count"] is None for each in rows.values() for row in each)
    for theme, kept in zip(told["voices"]["themes"], result.content["voices"]["themes"], strict=True):
        assert theme["persons"] >= 5
        assert theme["quotes"] == [{"text": quote["text"], "language": quote["language"]} for quote in kept["quotes"]]
    assert read(f"/consultations/{consultation.slug}")["results"].endswith(address)
    assert survey.consultation_id == consultation.id

    publishing.unpublish(make_user("editor"), consultation.slug)
    assert read(address, status=404)["code"] == "results_not_published"


def test_the_cost_does_not_grow(client: PageClient, counting_queries: CountQueries) -> None:
    make_strategy()
    strategy = current_strategy()
    assert strategy is not None
    areas = strategy.focus_areas
    consultation = published_survey(make_consultation(None, areas[0])).consultation
    addresses = ("/api/v1/consultations", f"/api/v1/consultations/{consultation.slug}")

    def costs() -> list[int]:
        counts = []
        for address in addresses:
            with counting_queries() as sent:
                assert client.get(address).status_code == 200
            counts.append(len(sent))
        return counts

    few = costs()
    for _ in range(3):
        make_consultation(None, *areas)
        published_survey(consultation)
    assert costs() == few
    assert max(few) <= 8
