"""Makers of consultations that people have answered, and of their summaries."""

from __future__ import annotations

import random
from typing import Any

from engage.consultations.models import Consultation
from engage.summaries import queries, service
from engage.summaries.models import Summary
from engage.surveys import building
from engage.surveys.models import Survey
from tests.factories import make_user, unique
from tests.strategy.factories import make_strategy
from tests.surveys.factories import make_response, options, published_survey, question, texts
from tests.text.replies import REPLIES

AREAS = ("growth", "communities", "children-youth", "nature-green")
PLACES = ("Aars", "Farsø", "Løgstør", "Aalestrup")


def wide_document(**changes: Any) -> dict[str, Any]:
    """A question of every type that can be counted; `changes` replace the settings of single questions by key."""
    questions = [
        question("single_choice", "how", "Hvordan?", options=options(bike="Cykel", bus="Bus", car="Bil")),
        question("multiple_choice", "many", "Hvilke?", options=options(a="A", b="B", c="C")),
        question("multiple_choice", "one", "Hvilken ene?", options=options(a="A", b="B", c="C"), max_picks=1),
        question("yes_no", "yes", "Ja?", show_if={"==": [{"answer": "how"}, "bike"]}),
        question("scale", "safe", "Hvor tryg?", low_label=texts("Utryg"), high_label=texts("Tryg")),
        question("number", "minutes", "Hvor længe?", min=0, max=300, decimals=1, unit=texts("minutter")),
        question("short_text", "short", "Kort?"),
        question("long_text", "long", "Langt?"),
        question("focus_area", "areas", "Fokusområder?"),
        question("local_area", "home", "Hvor bor du?"),
    ]
    questions = [{**each, **changes.get(each["key"], {})} for each in questions]
    return {
        "schema_version": 1,
        "title": texts(unique("Vejene ")),
        "introduction": texts("Vi spørger."),
        "closing": texts("Tak."),
        "pages": [{"key": "all", "title": texts("Det hele"), "questions": [q for q in questions if q]}],
    }


def random_answers(dice: random.Random) -> dict[str, Any]:
    """What somebody might have answered to `wide_document`, some of it not at all."""
    possible: dict[str, Any] = {
        "how": dice.choice(("bike", "bus", "car")),
        "many": sorted(dice.sample("abc", dice.randint(1, 3))),
        "one": [dice.choice("abc")],
        "yes": dice.choice(("yes", "no")),
        "safe": dice.randint(1, 5),
        "minutes": dice.choice((5, 10, 12.5, 45)),
        "short": dice.choice(REPLIES).text,
        "long": dice.choice(REPLIES).text,
        "areas": sorted(dice.sample(AREAS, dice.randint(1, 2)), key=AREAS.index),
        "home": dice.choice(PLACES),
    }
    return {key: value for key, value in possible.items() if dice.random() < 0.8}


def republish(survey: Survey, document: dict[str, Any]) -> None:
    """Publish a new version of a survey."""
    editor = make_user("editor")
    changed = building.edit(editor, survey.id, survey.version, lambda _before: document)
    building.publish(editor, survey.id, changed.version)


def answered_consultation(count: int = 40, seed: int = 1) -> tuple[Consultation, Survey]:
    """A consultation whose survey has been answered so many times, with themes in what was written."""
    make_strategy()
    survey = published_survey(document=wide_document())
    dice = random.Random(seed)
    for number in range(count):
        reply = REPLIES[number % len(REPLIES)].text
        make_response(survey, {**random_answers(dice), "long": reply})
    return survey.consultation, survey


def built(consultation: Consultation) -> Summary:
    """The summary of the whole, built now."""
    assert service.build(consultation.id, at_once=True)
    summary = queries.whole_summary(consultation.id)
    assert summary is not None
    return summary
