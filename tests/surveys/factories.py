"""Makers of surveys, of published versions, and of responses that went the same way as a citizen's."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from engage.consultations.models import Consultation
from engage.core import clock, tokens
from engage.core.db import transaction
from engage.surveys import building, flow, links, queries, service
from engage.surveys.models import Draft, PersonalLink, Response, Survey
from engage.surveys.standing import DRAFT_PURPOSE
from tests.consultations.factories import make_consultation
from tests.factories import make_user, unique
from tests.surveys.engine import document as document_named


def texts(danish: str, english: str = "") -> dict[str, str]:
    """A text in both languages."""
    return {"da": danish, "en": english or f"{danish} (in English)"}


def question(kind: str, key: str, danish: str, **settings: Any) -> dict[str, Any]:
    """The data of a question."""
    return {"type": kind, "key": key, "label": texts(danish), **settings}


def options(**labels: str) -> list[dict[str, Any]]:
    """The data of options: `options(bike="Cykel")`."""
    return [{"value": value, "label": texts(label)} for value, label in labels.items()]


def everyday_document() -> dict[str, Any]:
    """What a municipality might ask: three pages, six kinds of question, one that depends on another."""
    how = question(
        "single_choice",
        "how",
        "Hvordan kommer du til skole eller arbejde?",
        required=True,
        options=options(bike="På cykel", bus="Med bus", car="I bil"),
    )
    why = question(
        "short_text",
        "why_car",
        "Hvad skulle til, for at du lod bilen stå?",
        show_if={"==": [{"answer": "how"}, "car"]},
    )
    safe = question("scale", "safe", "Hvor tryg er vejen?", low_label=texts("Utryg"), high_label=texts("Tryg"))
    minutes = question("number", "minutes", "Hvor mange minutter tager turen?", min=0, max=300, unit=texts("minutter"))
    more = question("long_text", "more", "Er der andet, du vil sige?", max_length=2000)
    areas = question("focus_area", "areas", "Hvilke fokusområder handler det om?")
    home = question("local_area", "home", "Hvor bor du?")
    return {
        "schema_version": 1,
        "title": texts(unique("Din vej til skole ")),
        "introduction": texts("Vi spørger om vejene til skole og arbejde."),
        "closing": texts("Udvalget læser svarene i juni."),
        "pages": [
            {"key": "way", "title": texts("Din vej"), "questions": [how]},
            {"key": "about", "title": texts("Om turen"), "questions": [why, safe, minutes]},
            {"key": "end", "title": texts("Til sidst"), "questions": [more, areas, home]},
        ],
    }


def make_survey(
    document: dict[str, Any] | str | None = None,
    *,
    consultation: Consultation | None = None,
    published: bool = False,
    open_link: bool = True,
) -> Survey:
    """A survey from a document, or from a fixture questionnaire by its name; a draft unless told otherwise."""
    if isinstance(document, str):
        document = {"title": texts(unique("Spørgeskema ")), **document_named(document)}
    document = document or everyday_document()
    consultation = consultation or make_consultation()
    editor = make_user("editor")
    with transaction():
        survey = building.create(editor, consultation.id, document["title"], document)
        survey.open_link = open_link
    if published:
        building.publish(editor, survey.id, survey.version)
    return queries.survey_by_id(survey.id)


def published_survey(
    consultation: Consultation | None = None, document: dict[str, Any] | str | None = None, *, open_link: bool = True
) -> Survey:
    """A survey that citizens can answer, when its consultation is open (by default it is)."""
    return make_survey(document, consultation=consultation, published=True, open_link=open_link)


def make_link(survey: Survey, expires_at: dt.datetime | None = None) -> PersonalLink:
    """A personal link that nobody has used."""
    return links.make_links(survey.id, 1, expires_at)[0]


def make_draft(survey: Survey, answers: dict[str, Any], *, key: str = "") -> Draft:
    """A draft with every page on the way sent; `key` is what a browser would hold."""
    version = queries.current_version(survey.id)
    way = flow.path(service.questionnaire_of(version), answers)
    with transaction() as session:
        draft = Draft(
            survey_id=survey.id,
            version_id=version.id,
            answers=answers,
            sent_pages=sorted(step.key for step in way),
            key_hash=tokens.keyed_hash(DRAFT_PURPOSE, key or secrets.token_urlsafe(12)),
            submission_key=secrets.token_urlsafe(24),
            touched_on=clock.today(),
        )
        session.add(draft)
    return draft


def make_response(
    survey: Survey | None = None,
    answers: dict[str, Any] | None = None,
    *,
    link: PersonalLink | None = None,
    language: str = "da",
) -> Response:
    """A response sent by the service, so that its free texts have become inputs. `answers` as they are stored."""
    survey = survey or published_survey()
    key = secrets.token_urlsafe(12)
    draft = make_draft(survey, {"how": "bike"} if answers is None else answers, key=key)
    public_id = service.submit_response(survey.slug, key, draft.submission_key, link, language)
    return queries.response_by_public_id(public_id)
