"""The survey that is answered while measuring: three pages, eight questions, in a consultation that is open to all."""

from typing import Any

from flask import Flask

from benchmarks.bench import Bench, Site
from engage.strategy.queries import current_strategy
from tests.strategy.factories import make_strategy
from tests.surveys.factories import options, published_survey, question, texts

_WAYS = options(bike="Cykel", bus="Bus", car="Bil", feet="Gåben")
_ENDS = {"low_label": texts("Slet ikke"), "high_label": texts("I høj grad")}
QUESTIONS: list[dict[str, Any]] = [
    question("single_choice", "how", "Hvordan kommer du til arbejde?", required=True, options=_WAYS),
    question("scale", "safe", "Hvor tryg er vejen?", **_ENDS),
    question("number", "minutes", "Hvor mange minutter tager turen?", min=0, max=300, unit=texts("minutter")),
    question("multiple_choice", "which", "Hvad bruger du ellers?", options=_WAYS),
    question("yes_no", "more", "Vil du cykle mere?"),
    question("scale", "glad", "Hvor glad er du for byen?", **_ENDS),
    question("short_text", "why", "Hvad skulle der til?"),
    question("long_text", "else", "Er der andet, du vil sige?"),
]
_ANSWERS: dict[str, Any] = {
    "how": "bike",
    "safe": "4",
    "minutes": "15",
    "which": ["bus", "feet"],
    "more": "yes",
    "glad": "3",
    "why": "Bedre lys på stien ved skolen.",
    "else": "Der mangler en cykelsti langs hovedvejen, og bussen kører for sjældent om aftenen.",
}
_SPLIT = {"way": QUESTIONS[:3], "about": QUESTIONS[3:6], "end": QUESTIONS[6:]}


def document(split: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """A questionnaire of these pages."""
    return {
        "schema_version": 1,
        "title": texts("Vejen til arbejde"),
        "introduction": texts("Vi spørger om vejene."),
        "closing": texts("Udvalget læser svarene."),
        "pages": [{"key": key, "title": texts(key), "questions": asked} for key, asked in split.items()],
    }


def prepare(app: Flask, *, one_page: bool = False) -> str:
    """Publish the survey in a database that has no strategy yet, or the demo's; the survey's slug."""
    with app.app_context():
        if current_strategy() is None:
            make_strategy()
        return published_survey(document=document({"all": QUESTIONS} if one_page else _SPLIT)).slug


def pages(split: dict[str, list[dict[str, Any]]] | None = None) -> list[dict[str, Any]]:
    """What a citizen answers, page by page, as the forms send it."""
    return [
        {"key": key, "answers": {f"q-{each['key']}": _ANSWERS[each["key"]] for each in asked}}
        for key, asked in (split or _SPLIT).items()
    ]


def walking(bench: Bench, site: Site, slug: str, *, script: bool = True, **plan: Any) -> dict[str, Any]:
    """Citizens answer the survey, with script or without."""
    return bench.load("walk", site, slug=slug, pages=pages(), script=script, **plan)
