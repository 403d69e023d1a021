from collections import Counter
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engage.text.areas import CueSuggester, suggest
from engage.text.learning import Example, learn
from tests.text.replies import REPLIES
from tests.text.statements import statements

AREAS = ("growth", "communities", "children-youth", "nature-green")


def test_danish_replies_are_put_where_a_secretary_would() -> None:
    right = sum(suggest(reply.text).focus_area == reply.area for reply in REPLIES)
    assert right / len(REPLIES) >= 0.9
    with_vision = [reply for reply in REPLIES if reply.vision]
    right = sum(suggest(reply.text).vision == reply.vision for reply in with_vision)
    assert right / len(with_vision) >= 0.85


@pytest.mark.parametrize(
    ("text", "area", "vision"),
    [
        ("Der ligger skrald overalt langs fjorden, hvem rydder op?", "nature-green", None),
        ("Bilerne drøner gennem byen, lav nogle bump", "nature-green", "nature-green-2"),
        ("varmepumpe eller fjernvarme? vi ved ikke hvad vi skal vælge", "nature-green", "nature-green-1"),
        ("Skal I absolut spare på SFO'en igen?", "children-youth", "children-youth-2"),
        ("Flere lærepladser til unge", "children-youth", "children-youth-4"),
        (
            "Lad eleverne komme på besøg hos lokale virksomheder og få et fritidsjob",
            "children-youth",
            "children-youth-3",
        ),
        ("Min mand har demens, og jeg får ingen aflastning", "communities", "communities-2"),
        ("Bøgerne på bibliotekket er slidte", "communities", "communities-4"),
        ("Folk med handicap sendes rundt mellem sagsbehandlere", "communities", "communities-1"),
        ("Riv de gamle faldefærdige huse ned, og sælg grundene", "growth", "growth-2"),
        ("SOSU'erne flygter, fordi lønnen er for lav", "growth", "growth-3"),
        ("Lej tomme butikslokaler ud til iværksættere", "growth", "growth-1"),
        ("We need more bike lanes and safer sidewalks", "nature-green", "nature-green-2"),
        ("My grandmother is lonely in the nursing home", "communities", "communities-2"),
        ("It takes too long to get a building permit for a small business", "growth", "growth-1"),
        ("Teachers need smaller classes", "children-youth", "children-youth-2"),
        ("Our schools need more teachers", "children-youth", "children-youth-2"),
    ],
)
def test_single_texts_in_both_languages(text: str, area: str, vision: str | None) -> None:
    suggestion = suggest(text)
    assert (suggestion.focus_area, suggestion.vision) == (area, vision)
    assert suggestion.confidence > 0.4


@pytest.mark.parametrize(
    "text", ["", "👍", "Det ved jeg ikke", "Bare kom i gang, tiden går", "Tak for muligheden", "asdf qwerty"]
)
def test_nothing_is_proposed_where_nothing_points_anywhere(text: str) -> None:
    suggestion = suggest(text)
    assert suggestion.focus_area is None
    assert suggestion.vision is None
    assert suggestion.confidence <= 0.05


@pytest.mark.parametrize("misspelt", ["cykkelsti", "cyklesti", "vindmølær", "børnhave", "folkskolen"])
def test_a_slip_of_the_pen_is_forgiven(misspelt: str) -> None:
    assert suggest(f"Vi vil have en bedre {misspelt}").focus_area in ("nature-green", "children-youth")


def test_confidence_grows_with_evidence_and_falls_with_rivals() -> None:
    one = suggest("Vi mangler en cykelsti")
    two = suggest("Vi mangler en cykelsti, en bus og bedre vejbelysning")
    torn = suggest("Vi mangler en cykelsti og et plejehjem")
    assert torn.confidence < one.confidence < two.confidence < 1.0
    assert {torn.focus_area, torn.runner_up} == {"nature-green", "communities"}


def test_the_sure_ones_are_right_more_often_than_the_unsure() -> None:
    judged = [(suggest(reply.text), reply.area) for reply in REPLIES]
    sure = [suggestion.focus_area == area for suggestion, area in judged if suggestion.confidence >= 0.6]
    assert sum(sure) / len(sure) >= 0.95
    assert len(sure) > len(REPLIES) / 2


def test_real_english_statements_are_spread_over_all_areas_and_some_are_left() -> None:
    spread = Counter(suggest(text).focus_area for text in statements().values())
    assert all(spread[area] > 40 for area in AREAS)
    assert 20 < spread[None] < 300


def test_every_packaged_vision_belongs_to_a_packaged_area() -> None:
    data = yaml.safe_load(files("engage.text").joinpath("data/areas.yaml").read_text(encoding="utf-8"))
    assert tuple(data["areas"]) == AREAS
    assert len(data["visions"]) == 13
    assert all(key.rpartition("-")[0] in AREAS for key in data["visions"])


def test_the_strategy_in_force_brings_its_own_words_and_limits_the_proposals() -> None:
    strategy = {
        "harbour": {"": "Vores havne og lystsejlere", "harbour-1": "Flere gæstesejlere i marinaen"},
        "growth": {"": "Vores vækst"},
    }
    suggester = CueSuggester(strategy)
    found = suggester.suggest("Gæstesejlerne i marinaen savner toiletter til lystsejlere")
    assert (found.focus_area, found.vision) == ("harbour", "harbour-1")
    assert suggester.suggest("Børnehaven mangler pædagoger").focus_area is None
    assert suggester.suggest("Byggegrunde til salg").vision is None


def test_staffs_choices_teach_what_the_cue_words_do_not_know() -> None:
    unknown = "Stormklokken larmer ved klokketårnet"
    assert suggest(unknown).focus_area is None
    taught = [Example(f"Klokketårnet og stormklokken, sag {n}", "communities", "communities-4") for n in range(40)]
    taught += [Example(reply.text, reply.area, reply.vision) for reply in REPLIES]
    suggester = learn(taught, base=CueSuggester())
    suggestion = suggester.suggest(unknown)
    assert (suggestion.focus_area, suggestion.vision) == ("communities", "communities-4")
    assert suggestion.confidence > 0.5
    assert suggestion.runner_up in AREAS


def test_what_is_learned_keeps_what_the_cue_words_know() -> None:
    base = CueSuggester()
    suggester = learn([Example(reply.text, reply.area, reply.vision) for reply in REPLIES], base)
    right = sum(suggester.suggest(reply.text).focus_area == reply.area for reply in REPLIES)
    assert right / len(REPLIES) >= 0.95
    assert suggester.suggest("👍") == base.suggest("👍")


def test_too_few_choices_teach_nothing() -> None:
    base = CueSuggester()
    assert learn([], base) is base
    assert learn([Example("Cykelsti", "nature-green")] * 50, base) is base
    assert learn([Example(r.text, r.area) for r in REPLIES[:19]], base) is base


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    suggestion = suggest(text)
    assert 0.0 <= suggestion.confidence < 1.0
    assert suggestion.focus_area != suggestion.runner_up or suggestion.focus_area is None
