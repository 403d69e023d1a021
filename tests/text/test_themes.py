import json
from collections import Counter

import pytest

from engage.text.normalise import text_key
from engage.text.themes import Pattern, find_themes
from tests.text.replies import DANISH, REPLIES
from tests.text.statements import statements


def test_danish_replies_fall_into_the_themes_a_reader_would_see() -> None:
    result = find_themes(DANISH)
    by_theme: dict[int, Counter[str]] = {theme.index: Counter() for theme in result.themes}
    for assignment in result.assignments:
        by_theme[assignment.theme][REPLIES[assignment.text].subject] += 1
    agreeing = sum(subjects.most_common(1)[0][1] for subjects in by_theme.values())
    assert agreeing / len(result.assignments) >= 0.75
    labels = " ".join(theme.label.lower() for theme in result.themes)
    for word in ("cykelstier", "vindmøller", "bussen", "foreninger"):
        assert word in labels


def test_labels_read_well() -> None:
    for theme in find_themes(DANISH).themes:
        assert theme.label[0].isupper()
        assert theme.label.count(" og ") <= 1
        assert not theme.label.endswith((",", " og"))
        assert theme.terms[0].lower() in theme.label.lower()
    assert len({theme.label for theme in find_themes(DANISH).themes}) == len(find_themes(DANISH).themes)


def test_greetings_become_no_theme() -> None:
    greeting, closing = "Kære byråd. Tak for muligheden for at komme med input.", "Med venlig hilsen Karen"
    polite = [text if number % 3 else f"{greeting} {text} {closing}" for number, text in enumerate(DANISH)]
    words = {word.lower() for theme in find_themes(polite).themes for word in theme.terms}
    assert words.isdisjoint({"tak", "hilsen", "venlig", "karen", "kære", "input", "muligheden"})


def test_every_text_is_accounted_for_once() -> None:
    texts = list(statements().values())
    result = find_themes(texts)
    assigned = [assignment.text for assignment in result.assignments]
    assert sorted([*assigned, *result.unassigned]) == list(range(len(texts)))
    assert sum(theme.size for theme in result.themes) == len(assigned)
    assert result.coverage == pytest.approx(len(assigned) / len(texts))
    assert all(0.0 < assignment.confidence <= 1.0 for assignment in result.assignments)
    assert [theme.size for theme in result.themes] == sorted((t.size for t in result.themes), reverse=True)


def test_english_statements_get_english_labels_without_the_name_of_the_town() -> None:
    result = find_themes(list(statements().values()))
    assert result.coverage > 0.5
    labels = " ".join(theme.label for theme in result.themes)
    assert " and " in labels
    assert " og " not in labels
    assert "Bowling Green" not in labels
    assert "traffic" in labels.lower()


def test_the_same_texts_always_give_the_same_themes() -> None:
    assert find_themes(DANISH) == find_themes(DANISH)


def test_a_campaign_letter_is_one_voice_when_themes_are_formed_but_every_copy_is_assigned() -> None:
    alone, copied = find_themes(DANISH), find_themes([*DANISH, *[DANISH[0]] * 200])
    assert [theme.label for theme in alone.themes] != []
    assert {theme.label for theme in alone.themes} == {theme.label for theme in copied.themes}
    assert max(theme.size for theme in copied.themes) > 200


def test_named_words_make_no_theme() -> None:
    result = find_themes(DANISH, ignore=["Cykelsti", "cykelstier", "Aars"])
    assert all("cykelsti" not in term.lower() for theme in result.themes for term in theme.terms)


def test_no_more_themes_than_asked_for() -> None:
    assert len(find_themes(DANISH, max_themes=3).themes) <= 3


@pytest.mark.parametrize(
    "texts",
    [[], ["Cykelsti"], ["👍"] * 40, [""] * 30, ["Vi vil have det."] * 25, [f"ord{chr(97 + i)}" for i in range(20)]],
)
def test_texts_without_anything_in_common_give_no_themes(texts: list[str]) -> None:
    result = find_themes(texts)
    assert result.themes == ()
    assert result.unassigned == tuple(range(len(texts)))
    assert result.coverage == 0.0


def test_small_words_make_no_theme_where_people_write_in_two_languages() -> None:
    result = find_themes([*DANISH, *statements().values()])
    terms = {word for theme in result.themes for term in theme.terms for word in term.lower().split()}
    assert terms.isdisjoint({"the", "be", "should", "to", "of", "in", "is", "for", "og", "der"})


def test_a_pattern_that_was_kept_places_texts_as_they_were_placed_when_it_was_formed() -> None:
    texts = list({text_key(text): text for text in [*DANISH, *statements().values(), "", "Noget helt andet"]}.values())
    found = find_themes(texts, ignore=["Aars"])
    assert found.pattern is not None
    kept = Pattern(**json.loads(json.dumps(vars(found.pattern))))
    assert kept.place(texts) == found.assignments
    assert [each.text for each in kept.place([texts[-1], texts[found.assignments[0].text]])] == [1]
    assert kept.place([]) == ()
