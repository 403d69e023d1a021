"""Both languages are whole: nothing untranslated, and no page or letter that speaks the other one."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from babel.messages import Catalog
from flask import Flask

from engage.core.db import transaction
from engage.core.i18n import force_language
from engage.messages.letters import Letter, render
from engage.messages.service import queue_message
from engage.messages.unsubscribe import unsubscribe_url
from engage.strategy.words import STATUS_LABELS
from engage.triage.intake import trace_url
from engage.triage.letters import confirm_url
from engage.triage.words import GRADES
from scripts import translations
from tests.consultations.factories import make_consultation
from tests.fixtures.clients import PageClient
from tests.ideas.factories import make_idea
from tests.spoken import english_catalogue, forms, is_other, other_words, spoken
from tests.strategy.factories import adopt, make_action_plan, make_committee, make_objective, make_plan, make_track
from tests.surveys.factories import everyday_document, published_survey
from tests.triage.factories import make_input, make_trace

DATA = "Lorem ipsum"  # what people write, in neither language
LETTERS = sorted(path.name for path in (translations.ENGAGE / "templates" / "email").iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def english() -> Catalog:
    return english_catalogue()


def test_every_text_of_the_code_is_in_english(english: Catalog) -> None:
    known = {forms(message.id)[0] for message in english if message.id}
    missing = [forms(message.id)[0] for message in translations.collected() if message.id]
    assert not set(missing) - known, "make translations"
    assert not set(known) - set(missing), "no longer in the code: make translations"


def test_no_text_is_empty_fuzzy_or_lacks_a_placeholder(english: Catalog) -> None:
    assert not list(translations.gaps(english))


def test_a_gap_is_found() -> None:
    catalogue = Catalog(locale="en")
    catalogue.add("tom")
    catalogue.add("gættet", "guessed", flags=["fuzzy"])
    catalogue.add("%(num)s idé", "an idea")
    catalogue.add(("%(num)s idé", "%(num)s idéer"), ("one", ""), context="flertal")
    catalogue.add("hel", "whole")
    assert [fault.split(":")[0] for fault in translations.gaps(catalogue)] == [
        "not translated",
        "not translated",
        "other placeholders than the original",
        "not translated",
    ]


def test_plurals_have_both_forms_and_say_the_number_in_the_second(english: Catalog) -> None:
    plurals = [message for message in english if message.pluralizable]
    assert len(plurals) > 50
    assert english.num_plurals == 2
    for message in plurals:
        assert len(forms(message.string)) == 2, message.id
        numbers = [re.findall(r"%\((?:num|count)\)[sd]", forms(text)[1]) for text in (message.id, message.string)]
        assert numbers[0] == numbers[1], message.id


def test_the_compiled_catalogue_is_committed_and_fresh(english: Catalog) -> None:
    assert translations.CATALOGUE.with_suffix(".mo").read_bytes() == translations.mo_bytes(english)


def test_both_languages_end_their_sentences_alike(english: Catalog) -> None:
    differ = [
        (danish, words)
        for message in english
        for danish, words in zip(forms(message.id), forms(message.string), strict=True)
        if danish and danish[-1:] != words[-1:] and {danish[-1:], words[-1:]} & set(".?:…")
    ]
    assert not differ


@pytest.fixture
def addresses(app: Flask) -> list[str]:
    """A page of each kind that a citizen sees."""
    texts = dict.fromkeys(("da", "en"), DATA)
    committee = make_committee(DATA)
    plan = make_plan(committee, title=DATA)
    objective = make_objective(plan, title=DATA, visions=["growth-1"])
    track = make_track(objective, title=DATA)
    action_plan = make_action_plan(track)
    action_plan.title = action_plan.department = DATA
    adopt(plan)
    survey = published_survey(make_consultation(committee, title=texts), in_no_language(everyday_document()))
    idea = make_idea(title=DATA, text=DATA, committee=committee)
    trace = make_trace("ida@borger.example", confirmed=False)
    make_input(DATA, committee=committee, trace=trace)
    with transaction():
        message = queue_message("confirm_address", "ida@borger.example", context={"trace_id": trace.id})
    assert message is not None
    private = trace_url(trace).removeprefix("http://localhost")
    fixed = "/ /ideas /ideas/new /strategy /consultations /privacy /about /was /api /staff/account/login /no"
    return [
        *fixed.split(),
        *(f"/ideas/{idea.public_id}{rest}" for rest in ("", "/support")),
        *("/strategy/growth", "/strategy/visions/growth-1"),
        *(f"/plans/{committee.key}{rest}" for rest in ("", f"/tracks/{track.public_id}")),
        *(f"/consultations/{survey.consultation.slug}", f"/surveys/{survey.slug}"),
        f"/surveys/{survey.slug}/pages/way",
        *(private + rest for rest in ("", "/email", "/stop")),
        confirm_url(trace).removeprefix("http://localhost"),
        unsubscribe_url(message).removeprefix("http://localhost"),
    ]


def in_no_language(part: Any) -> Any:
    """A questionnaire with the same shape, and nothing to read."""
    if isinstance(part, dict):
        return dict.fromkeys(part, DATA) if "da" in part else {key: in_no_language(part[key]) for key in part}
    return [in_no_language(each) for each in part] if isinstance(part, list) else part


@pytest.mark.parametrize("language", ["da", "en"])
def test_citizens_pages_speak_one_language(
    client: PageClient, addresses: list[str], english: Catalog, language: str
) -> None:
    words = other_words(english, language)
    faults = []
    for address in addresses:
        page = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert page.headers["Content-Language"] == language
        assert page.status_code == (404 if address == "/no" else 200), address
        faults += [f"{address}: {text}" for text in spoken(page.text, language) if is_other(text, language, words)]
    assert not faults


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", LETTERS)
def test_letters_speak_one_language(app: Flask, english: Catalog, kind: str, language: str) -> None:
    with app.test_request_context(), force_language(language):
        letter = render(kind, language, **letter_values())
    words = other_words(english, language)
    texts = [letter.subject, *letter.text.splitlines(), *spoken(letter.html, language)]
    assert not [text for text in texts if is_other(text.strip(), language, words)]
    assert letter != danish_or_english(kind, "en" if language == "da" else "da", app)


def danish_or_english(kind: str, language: str, app: Flask) -> Letter:
    with app.test_request_context():
        return render(kind, language, **letter_values())


def letter_values() -> dict[str, Any]:
    """All that any letter may say, in neither language."""
    links = ("confirm_url", "trace_url", "stop_url", "idea_url", "unsubscribe_url")
    written = ("title", "text", "track", "objective", "reply", "subject", "source", "legal_basis", "html", "wrote")
    return {
        **dict.fromkeys(links, "https://deltag.example/x"),
        **dict.fromkeys(written, DATA),
        "is_test": True,
        "old_status": STATUS_LABELS["planned"],
        "new_status": STATUS_LABELS["under_way"],
        "decisions": [(DATA, next(iter(GRADES.values())), DATA)],
        "trace_urls": ["https://deltag.example/x"],
        "idea": SimpleNamespace(title=DATA, status="published", reason=DATA),
    }
