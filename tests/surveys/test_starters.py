"""Ready-made questions: fit to publish as they are, put where there is room, offered where they help."""

from __future__ import annotations

import re

import pytest

from engage.core.errors import NotFound
from engage.surveys import queries
from engage.surveys.checker import check
from engage.surveys.document import load
from engage.surveys.editing import blank
from engage.surveys.forms import STARTER_LABELS
from engage.surveys.starters import STARTERS, with_starter
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import StaffClient
from tests.surveys.factories import everyday_document, make_survey, published_survey
from tests.surveys.walking import words

TITLE = {"da": "Ny vej", "en": "New road"}


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_can_be_published_as_it_is(name: str) -> None:
    assert check(load(with_starter(blank(TITLE), name))) == []


def test_a_starter_goes_on_a_page_of_its_own_where_something_stands() -> None:
    once = with_starter(blank(TITLE), "ideas")
    twice = with_starter(once, "opinion")
    assert [len(page["questions"]) for page in twice["pages"]] == [4, 3]
    assert len(load(twice).questions) == 7
    assert len(once["pages"]) == 1, "what was given is left alone"


def test_a_starter_nobody_knows_is_none() -> None:
    assert set(STARTER_LABELS) == set(STARTERS)
    with pytest.raises(NotFound):
        with_starter(blank(TITLE), "weather")


@pytest.mark.usefixtures("app")
class TestOnScreen:
    def test_a_new_survey_can_begin_with_one(self, staff_client: StaffClient) -> None:
        editor = staff_client("editor")
        consultation = make_consultation()
        form = editor.get(f"/staff/surveys/new?consultation={consultation.slug}")
        page = editor.submit(
            form, {"title-da": "Ny vej", "title-en": "New road", "starter": "opinion"}, follow_redirects=True
        )
        assert "Hvad synes du om forslaget?" in words(page)
        assert "Klar til at udgive" in words(page)

    def test_an_empty_draft_offers_them_and_can_take_it_back(self, staff_client: StaffClient) -> None:
        editor = staff_client("editor")
        survey = make_survey(blank(TITLE))
        address = f"/staff/surveys/{survey.slug}"
        label = str(STARTER_LABELS["ideas"])
        page = editor.submit(editor.get(address), form=f"{address}/starter", button=label, follow_redirects=True)
        assert "Hvad skal vi gøre?" in words(page)
        assert label not in words(page), "where questions stand, none are pressed upon you"
        page = editor.submit(page, form=f"{address}/undo", follow_redirects=True)
        assert not queries.survey_by_slug(survey.slug).document["pages"][0].get("questions")

    def test_the_list_is_narrowed_to_a_state_and_sorted(self, staff_client: StaffClient) -> None:
        published_survey(document={**everyday_document(), "title": {"da": "Bro", "en": "Bridge"}})
        make_survey({**everyday_document(), "title": {"da": "Allé", "en": "Avenue"}})
        make_survey({**everyday_document(), "title": {"da": "Cykelsti", "en": "Path"}})
        client = staff_client("reader")

        def titles(query: str) -> list[str]:
            return re.findall(r'<th scope="row"><a[^>]*>([^<]*)', client.get(f"/staff/surveys{query}").text)

        assert titles("") == ["Cykelsti", "Allé", "Bro"]
        assert titles("?sort=title") == ["Allé", "Bro", "Cykelsti"]
        assert titles("?sort=title&order=down&status=draft") == ["Cykelsti", "Allé"]
        assert "Ingen spørgeskemaer er i den tilstand" in client.get("/staff/surveys?status=closed").text
