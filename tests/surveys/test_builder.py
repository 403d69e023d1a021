"""The builder on screen: every action, what it keeps when two work at once, and who may."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engage.surveys import building, editing, queries
from engage.surveys.models import Survey
from engage.surveys.questions import QUESTION_TYPES
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.strategy.factories import make_strategy
from tests.surveys.factories import everyday_document, make_survey, options, published_survey, question, texts
from tests.surveys.walking import words

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def editor(staff_client: StaffClient) -> PageClient:
    return staff_client("editor")


def at(survey: Survey, *steps: str) -> str:
    return "/".join(("/staff/surveys", survey.slug, *steps))


def now(survey: Survey) -> dict[str, Any]:
    """The draft as it stands."""
    return queries.survey_by_slug(survey.slug).document


def asked(survey: Survey) -> list[list[str]]:
    return [[one["key"] for one in page.get("questions", ())] for page in now(survey)["pages"]]


def press(client: PageClient, survey: Survey, action: str, button: str) -> TestResponse:
    """Press a button of the overview."""
    return client.submit(client.get(at(survey)), form=at(survey, action), button=button, follow_redirects=True)


def meanwhile(survey: Survey, **changes: Any) -> None:
    """Somebody else saves the titles of the survey."""
    other = make_user("editor")
    other.name = "Karen Holm"
    stored = queries.survey_by_slug(survey.slug)
    values = {"title": stored.title, "introduction": {}, "closing": {}, **changes}
    building.edit(other, stored.id, stored.version, lambda document: editing.with_texts(document, **values))


def test_from_nothing_to_a_question(editor: PageClient) -> None:
    consultation = make_consultation()
    form = editor.get(f"/staff/surveys/new?consultation={consultation.slug}")
    page = editor.submit(form, {"title-da": "Ny vej", "title-en": "New road"}, follow_redirects=True)
    assert "Skemaet stiller ingen spørgsmål" in words(page)
    survey = queries.survey_by_slug("ny-vej")
    assert survey.consultation_id == consultation.id
    page = editor.submit(
        page, form=at(survey, "pages", "page_1", "questions"), button="Ja eller nej", follow_redirects=True
    )
    assert "Ja eller nej" in words(page)
    editor.submit(page, {"label-da": "Skal vejen bygges?", "label-en": "Shall the road be built?", "required": "y"})
    assert now(survey)["pages"][0]["questions"] == [
        {
            "type": "yes_no",
            "key": "q_1",
            "label": {"da": "Skal vejen bygges?", "en": "Shall the road be built?"},
            "required": True,
        }
    ]


def test_a_new_survey_needs_a_danish_title(editor: PageClient) -> None:
    make_consultation()
    page = editor.submit(editor.get("/staff/surveys/new"), {"title-en": "Road"})
    assert "Skriv en titel på dansk" in words(page)
    assert 'value="Road"' in page.get_data(as_text=True)


def test_the_list_is_narrowed_to_a_consultation(editor: PageClient) -> None:
    one, other = make_survey(), make_survey()
    everything = words(editor.get("/staff/surveys"))
    assert one.title["da"] in everything
    assert other.title["da"] in everything
    page = words(editor.get(f"/staff/surveys?consultation={one.consultation.slug}"))
    assert one.title["da"] in page
    assert other.title["da"] not in page


@pytest.mark.parametrize("kind", list(QUESTION_TYPES))
def test_every_setting_of_a_type_can_be_seen_and_saved_unchanged(editor: PageClient, kind: str) -> None:
    make_strategy()
    settings: dict[str, dict[str, Any]] = {
        "single_choice": {"options": options(a="Ja", b="Nej")},
        "multiple_choice": {
            "options": options(a="Lys", b="Ingen", c="Andet"),
            "exclusive": "b",
            "other": "c",
            "other_label": texts("Hvad?"),
            "min_picks": 1,
            "max_picks": 2,
        },
        "scale": {"lowest": 0, "highest": 10, "low_label": texts("Lav"), "high_label": texts("Høj")},
        "number": {"min": -1.5, "max": 1000, "decimals": 2, "unit": texts("km")},
        "short_text": {"max_length": 99, "becomes_input": False},
        "long_text": {"max_length": 12000},
        "focus_area": {"max_picks": 2},
        "information": {"body": texts("Læs **dette**")},
    }
    shared = {} if kind == "information" else {"hint": texts("Hjælp"), "required": True}
    given = question(kind, "mine", "Mit spørgsmål", **shared, **settings.get(kind, {}))
    survey = make_survey({"schema_version": 1, "title": texts("Alt"), "pages": [{"key": "p", "questions": [given]}]})
    before = now(survey)
    known = {"type", "key", "label", "show_if", "required", "hint", "exclusive", "other"}
    page = editor.get(at(survey, "questions", "mine"))
    for name in set(QUESTION_TYPES[kind].model_fields) - known:
        assert re.search(rf'name="{name}(-|")', page.get_data(as_text=True)), name
    editor.submit(page)
    assert now(survey) == before
    editor.submit(editor.get(at(survey, "questions", "mine")), {"label-da": "Et andet"})
    assert now(survey)["pages"][0]["questions"][0] == {**given, "label": {**given["label"], "da": "Et andet"}}


def test_options_keep_their_values_and_new_ones_get_theirs(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "questions", "how"))
    editor.submit(
        page,
        {
            "options-0-da": "På cykel eller til fods",
            "options-2-da": "",
            "options-2-en": "",
            "options-3-da": "På løbehjul",
            "options-3-en": "By scooter",
            "options-4-da": "På løbehjul",
            "options-4-position": "1",
        },
    )
    how = now(survey)["pages"][0]["questions"][0]
    assert [(one["value"], one["label"]["da"]) for one in how["options"]] == [
        ("paa_loebehjul", "På løbehjul"),
        ("bike", "På cykel eller til fods"),
        ("bus", "Med bus"),
        ("paa_loebehjul_1", "På løbehjul"),
    ]


def test_more_rows_without_script_lose_nothing(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "questions", "how"))
    page = editor.submit(page, {"options-3-da": "Til fods"}, button="Giv plads til flere")
    shown = page.get_data(as_text=True)
    assert 'value="Til fods"' in shown
    assert 'name="options-8-da"' in shown
    assert now(survey) == survey.document
    editor.submit(page, {"options-8-da": "I kano"}, button="Gem spørgsmålet")
    values = [one["value"] for one in now(survey)["pages"][0]["questions"][0]["options"]]
    assert values == ["bike", "bus", "car", "til_fods", "i_kano"]


def test_the_order_follows_the_numbers(editor: PageClient) -> None:
    survey = make_survey()
    editor.submit(editor.get(at(survey, "questions", "how")), {"options-0-position": "3"})
    values = [one["value"] for one in now(survey)["pages"][0]["questions"][0]["options"]]
    assert values == ["bus", "car", "bike"]


def test_two_options_cannot_have_the_same_role(editor: PageClient) -> None:
    choice = question("multiple_choice", "what", "Hvad?", options=options(a="Et", b="To"))
    survey = make_survey({"schema_version": 1, "title": texts("Valg"), "pages": [{"key": "p", "questions": [choice]}]})
    page = editor.get(at(survey, "questions", "what"))
    page = editor.submit(page, {"options-0-role": "other", "options-1-role": "other"}, button="Gem spørgsmålet")
    assert "Kun én svarmulighed kan udelukke de andre" in words(page)


def test_numbers_that_are_none_are_told_and_kept(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.submit(editor.get(at(survey, "questions", "minutes")), {"min": "ti", "max": "1.000,5"})
    assert "Skriv et tal, fx 12" in words(page)
    assert 'value="ti"' in page.get_data(as_text=True)
    page = editor.submit(editor.get(at(survey, "questions", "more")), {"max_length": "90000"})
    assert "Skriv et helt tal fra 1 til 20000" in words(page)


def test_a_simple_rule_is_chosen_from_a_list(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "questions", "safe"))
    shown = page.get_data(as_text=True)
    assert '<optgroup label="1. Hvordan kommer du til skole eller arbejde?">' in shown
    assert "Kun når svaret ikke er “Med bus”" in shown
    editor.submit(page, {"show_if": "how|!=|bus"})
    assert now(survey)["pages"][1]["questions"][1]["show_if"] == {"!=": [{"answer": "how"}, "bus"]}
    assert "Vises kun, når “Hvordan kommer du til skole eller arbejde?” er ikke “Med bus”" in words(
        editor.get(at(survey))
    )
    editor.submit(editor.get(at(survey, "questions", "safe")), {"show_if": ""})
    assert "show_if" not in now(survey)["pages"][1]["questions"][1]


def test_a_page_has_a_rule_too(editor: PageClient) -> None:
    survey = make_survey()
    editor.submit(editor.get(at(survey, "pages", "end")), {"show_if": "safe|>=|4", "title-da": "Slut"})
    assert now(survey)["pages"][2]["show_if"] == {">=": [{"answer": "safe"}, 4]}
    assert now(survey)["pages"][2]["title"]["da"] == "Slut"


def test_a_rule_too_rich_for_the_list_is_shown_and_kept(editor: PageClient) -> None:
    document = everyday_document()
    rule = {"or": [{"==": [{"answer": "how"}, "bus"]}, {"==": [{"answer": "how"}, "car"]}]}
    document["pages"][1]["questions"][1]["show_if"] = rule
    survey = make_survey(document)
    page = editor.get(at(survey, "questions", "safe"))
    assert "Behold reglen: “Hvordan kommer du til skole eller arbejde?” er “Med bus” eller" in words(page)
    editor.submit(page, {"label-da": "Hvor tryg?"})
    assert now(survey)["pages"][1]["questions"][1]["show_if"] == rule


def test_a_rule_that_was_not_offered_is_refused(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.submit(editor.get(at(survey, "questions", "safe")), {"show_if": "more|answered|"})
    assert "Vælg igen" in words(page)


def test_questions_move_copy_and_go(editor: PageClient) -> None:
    survey = make_survey()
    press(editor, survey, "questions/safe/change", "↑Flyt Hvor tryg er vejen? op")
    assert asked(survey)[1] == ["safe", "why_car", "minutes"]
    press(editor, survey, "questions/minutes/change", "↓Flyt Hvor mange minutter tager turen? ned")
    assert asked(survey)[2] == ["minutes", "more", "areas", "home"]
    press(editor, survey, "questions/how/change", "Kopiér Hvordan kommer du til skole eller arbejde?")
    assert asked(survey)[0] == ["how", "q_1"]
    page = press(editor, survey, "questions/q_1/change", "Slet Hvordan kommer du til skole eller arbejde?")
    assert asked(survey)[0] == ["how"]
    assert "Fortryd seneste ændring" in words(page)


def test_pages_come_move_and_go(editor: PageClient) -> None:
    survey = make_survey()
    press(editor, survey, "pages", "Tilføj en side")
    assert asked(survey)[3] == []
    press(editor, survey, "pages/end/change", "↑Flyt side 3 op")
    assert [page["key"] for page in now(survey)["pages"]] == ["way", "end", "about", "page_1"]
    press(editor, survey, "pages/end/change", "Slet side 2")
    assert [page["key"] for page in now(survey)["pages"]] == ["way", "about", "page_1"]


def test_what_was_deleted_can_be_had_back(editor: PageClient) -> None:
    survey = make_survey()
    before = now(survey)
    press(editor, survey, "pages/about/change", "Slet side 2")
    assert now(survey) != before
    page = press(editor, survey, "undo", "Fortryd seneste ændring")
    assert now(survey) == before
    assert "fortrudt" in words(page)


def test_there_is_nothing_to_undo_in_a_new_draft(editor: PageClient) -> None:
    survey = make_survey()
    assert "Fortryd seneste" not in words(editor.get(at(survey)))
    page = editor.post(at(survey, "undo"), data={"version": survey.version}, follow_redirects=True)
    assert "ingen ændring at fortryde" in words(page)


def test_the_texts_of_the_whole(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.submit(editor.get(at(survey, "texts")), {"title-da": ""})
    assert "Skriv en titel på dansk" in words(page)
    editor.submit(page, {"title-da": "Vejen", "closing-da": "Tak", "closing-en": "Thanks", "introduction-da": ""})
    assert now(survey)["title"]["da"] == "Vejen"
    assert now(survey)["closing"] == {"da": "Tak", "en": "Thanks"}
    assert queries.survey_by_slug(survey.slug).title["da"] == "Vejen"


def test_who_comes_second_sees_who_was_first_and_loses_nothing(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "texts"))
    meanwhile(survey, closing=texts("Karens tak"))
    page = editor.submit(page, {"closing-da": "Min tak"})
    assert "Karen Holm har gemt skemaet" in words(page)
    assert "Karens tak" in words(page)
    assert "Min tak" in page.get_data(as_text=True)
    assert now(survey)["closing"]["da"] == "Karens tak"
    editor.submit(page)
    assert now(survey)["closing"]["da"] == "Min tak"


def test_a_change_elsewhere_is_kept_beside_mine(editor: PageClient) -> None:
    survey = make_survey()
    page = editor.get(at(survey, "questions", "how"))
    meanwhile(survey, closing=texts("Karens tak"))
    page = editor.submit(page, {"label-da": "Hvordan kommer du frem?"}, button="Gem spørgsmålet")
    assert "Karen Holm har gemt skemaet" in words(page)
    editor.submit(page, button="Gem spørgsmålet")
    assert now(survey)["pages"][0]["questions"][0]["label"]["da"] == "Hvordan kommer du frem?"
    assert now(survey)["closing"]["da"] == "Karens tak"


def test_a_button_of_an_old_overview_changes_nothing(editor: PageClient) -> None:
    survey = make_survey()
    overview = editor.get(at(survey))
    meanwhile(survey)
    before = now(survey)
    for action in ("questions/how/change", "pages/way/change", "pages", "undo"):
        data = {"version": survey.version - 1, "do": "delete"}
        page = editor.post(at(survey, action), data=data, follow_redirects=True)
        assert "En anden har ændret skemaet" in words(page)
    assert now(survey) == before
    assert overview.status_code == 200


def test_a_part_that_is_gone_says_so(editor: PageClient) -> None:
    survey = make_survey()
    for steps in (("questions", "nothing"), ("pages", "nothing")):
        answer = editor.get(at(survey, *steps))
        assert answer.status_code == 404
        assert "fortryde" in words(answer)
    data = {"version": survey.version, "do": "explode"}
    assert editor.post(at(survey, "questions", "how", "change"), data=data).status_code == 404


def test_what_is_missing_leads_to_its_field(editor: PageClient) -> None:
    document = everyday_document()
    del document["pages"][0]["questions"][0]["options"][1]["label"]["en"]
    del document["pages"][1]["title"]["en"]
    document["closing"] = {"da": "Kun dansk"}
    survey = make_survey(document)
    page = editor.get(at(survey)).get_data(as_text=True)
    assert "Mangler før udgivelse" in page
    for link in ("questions/how#options-1-label-en", "pages/about#title-en", "texts#closing-en"):
        assert f'href="{at(survey, link)}"' in page
    assert "Side 1, spørgsmål 1, svarmulighed 2: " in page


def test_a_draft_is_deleted_a_published_one_never(editor: PageClient) -> None:
    draft, used = make_survey(), published_survey()
    address = at(draft)
    editor.submit(editor.get(at(draft, "delete")))
    assert editor.get(address).status_code == 404
    answer = editor.post(at(used, "delete"), data={"version": used.version})
    assert answer.status_code == 404
    assert editor.get(at(used)).status_code == 200


def test_a_reader_looks_and_changes_nothing(staff_client: StaffClient) -> None:
    reader, survey = staff_client("reader"), make_survey()
    before = now(survey)
    page = editor_free(reader.get(at(survey)).get_data(as_text=True))
    assert "Slet" not in page
    assert "Udgiv…" not in page
    for view in ("preview", "share", "versions", "qr.svg"):
        assert reader.get(at(survey, view)).status_code == 200
    for view in ("texts", "publish", "pages/way", "questions/how", "delete", "close"):
        assert reader.get(at(survey, view)).status_code == 403
    for action in ("undo", "pages", "pages/way/questions", "questions/how/change", "publish", "open-link", "reopen"):
        answer = reader.post(at(survey, action), data={"version": survey.version, "do": "delete", "type": "yes_no"})
        assert answer.status_code == 403
    assert now(survey) == before


def editor_free(page: str) -> str:
    return page.split("<main")[1].split("</main>", maxsplit=1)[0]


def test_a_citizen_is_sent_to_sign_in(client: PageClient) -> None:
    assert "/login" in (client.get(at(make_survey())).location or "")
