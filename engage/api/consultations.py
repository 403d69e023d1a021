"""Consultations as data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from engage.api.addresses import address_of
from engage.api.data import CommitteeName, Data, Listing, Text
from engage.consultations.models import Consultation, Document
from engage.consultations.timeline import Step, timeline
from engage.core import clock
from engage.surveys.models import Survey


class ConsultationEntry(Data):
    """A consultation in a list."""

    slug: str
    title: Text
    summary: Text
    state: str
    """`coming`, `open` or `closed`."""
    opens_at: dt.datetime
    closes_at: dt.datetime
    committee: CommitteeName
    focus_areas: list[str]
    """Keys of focus areas."""
    results_published_at: dt.datetime | None
    url: str
    """Address of all that there is about it, as data."""
    page: str
    """Address of its page for people."""

    @classmethod
    def of(cls, consultation: Consultation) -> ConsultationEntry:
        """A consultation as it stands now."""
        return cls(
            slug=consultation.slug,
            title=Text.of(consultation.title),
            summary=Text.of(consultation.summary),
            state=consultation.state_at(clock.now()),
            opens_at=consultation.opens_at,
            closes_at=consultation.closes_at,
            committee=CommitteeName.of(consultation.committee),
            focus_areas=[area.key for area in consultation.focus_areas],
            results_published_at=consultation.results_published_at,
            url=address_of("api.consultation", slug=consultation.slug),
            page=address_of("consultation_page.show", slug=consultation.slug),
        )


class ConsultationPage(Listing):
    """A page of consultations."""

    items: list[ConsultationEntry]


class PhaseData(Data):
    """A step of the process."""

    title: Text
    description: Text
    starts_on: dt.date
    ends_on: dt.date | None
    state: str
    """`done`, `current` or `todo`."""

    @classmethod
    def of(cls, step: Step) -> PhaseData:
        """A step of the timeline."""
        return cls(
            title=Text.of(step.title),
            description=Text.of(step.text),
            starts_on=step.starts_on,
            ends_on=step.ends_on,
            state=step.state,
        )


class DocumentData(Data):
    """A file that explains the matter."""

    title: str
    filename: str
    content_type: str
    size: int
    """In bytes."""
    sha256: str
    file: str
    """Address to download it from."""

    @classmethod
    def of(cls, document: Document, slug: str) -> DocumentData:
        """A document of the consultation with this slug."""
        return cls(
            title=document.title,
            filename=document.filename,
            content_type=document.content_type,
            size=document.size,
            sha256=document.sha256,
            file=address_of("consultations.document", slug=slug, public_id=document.public_id),
        )


class SurveyData(Data):
    """A survey that anybody can answer now."""

    slug: str
    title: Text
    page: str
    """Where to answer it."""

    @classmethod
    def of(cls, survey: Survey) -> SurveyData:
        """A survey with an open link."""
        page = address_of("surveys.start", slug=survey.slug)
        return cls(slug=survey.slug, title=Text.of(survey.title), page=page)


class ConsultationDetail(ConsultationEntry):
    """A consultation with all that its page shows. Longer texts are Markdown."""

    purpose: Text
    affects: Text
    next_steps: Text
    phases: list[PhaseData]
    documents: list[DocumentData]
    surveys: list[SurveyData]
    """Empty unless the consultation is open."""
    results: str | None
    """Address of the published results as data."""
    results_page: str | None

    @classmethod
    def with_surveys(cls, consultation: Consultation, surveys: Sequence[Survey]) -> ConsultationDetail:
        """A consultation as it stands now, with the surveys that the public may answer while it is open."""
        entry = ConsultationEntry.of(consultation)
        slug, published = consultation.slug, consultation.results_published_at is not None
        return cls(
            **dict(entry),
            purpose=Text.of(consultation.purpose),
            affects=Text.of(consultation.affects),
            next_steps=Text.of(consultation.next_steps),
            phases=[PhaseData.of(step) for step in timeline(consultation.phases, clock.today())],
            documents=[DocumentData.of(document, slug) for document in consultation.documents],
            surveys=[SurveyData.of(survey) for survey in surveys] if entry.state == "open" else [],
            results=address_of("api.results", slug=slug) if published else None,
            results_page=address_of("summaries.results", slug=slug) if published else None,
        )
