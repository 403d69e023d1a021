"""The three consultations with their phases, documents and surveys."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from engage.consultations import service
from engage.consultations.content import ConsultationContent
from engage.consultations.models import Consultation
from engage.core import clock
from engage.demo import reading
from engage.demo.accounts import Staff
from engage.demo.calendar import Calendar, happening
from engage.demo.documents import pdf_of, sheet_of
from engage.strategy import queries
from engage.surveys import building
from engage.surveys.models import Survey

DAYS_OF_PREPARATION = 8


@dataclass(frozen=True)
class Asked:
    """A consultation and its survey."""

    consultation: Consultation
    survey: Survey


def ask(calendar: Calendar, staff: Staff) -> dict[str, Asked]:
    """Write and publish the consultations, by the names the content file gives them."""
    return {part["key"]: _ask(calendar, staff, part) for part in reading.document("consultations.yaml")}


def _ask(calendar: Calendar, staff: Staff, part: dict[str, Any]) -> Asked:
    with happening(calendar.at_work(max(part["opens"], 0) + DAYS_OF_PREPARATION, 9, 15)):
        consultation = service.create(staff.editor, _content(calendar, part), is_demo=True)
        for phase in part["phases"]:
            _add_phase(calendar, staff, consultation, phase)
        for document in part["documents"]:
            data = pdf_of(document["title"], document["lines"]) if "lines" in document else _sheet(document)
            service.add_document(
                staff.editor, consultation.slug, title=document["title"], filename=document["file"], data=data
            )
        questionnaire = reading.document(f"surveys/{part['survey']}.json")
        survey = building.create(staff.editor, consultation.id, questionnaire["title"], questionnaire)
        building.publish(staff.editor, survey.id, survey.version)
        service.publish(staff.editor, consultation.slug)
    return Asked(consultation, survey)


def _content(calendar: Calendar, part: dict[str, Any]) -> ConsultationContent:
    areas = {area.key: area.id for area in queries.focus_areas()}
    return ConsultationContent(
        title=part["title"],
        summary=part["summary"],
        purpose=_trimmed(part["purpose"]),
        affects=_trimmed(part["affects"]),
        next_steps=_trimmed(part["next_steps"]),
        committee_id=queries.committee(part["committee"]).id,
        focus_area_ids=tuple(areas[key] for key in part["focus_areas"]),
        opens_at=_at(calendar, -part["opens"], dt.time(8)),
        closes_at=_at(calendar, -part["closes"], dt.time(23, 59)),
        privacy_mode=part["privacy"],
        **reading.document("privacy.yaml"),
    )


def _add_phase(calendar: Calendar, staff: Staff, consultation: Consultation, phase: dict[str, Any]) -> None:
    service.save_phase(
        staff.editor,
        consultation.slug,
        None,
        title=phase["title"],
        description=phase["text"],
        starts_on=calendar.day(-phase["from"]),
        ends_on=calendar.day(-phase["to"]) if "to" in phase else None,
    )


def _at(calendar: Calendar, ahead: int, time: dt.time) -> dt.datetime:
    return clock.from_local(dt.datetime.combine(calendar.day(ahead), time))


def _sheet(document: dict[str, Any]) -> bytes:
    return sheet_of(document["title"], document["rows"])


def _trimmed(texts: dict[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items()}
