"""What is done with a consultation: written, published, withdrawn, given phases and documents."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations import files, queries
from engage.consultations.content import PLAIN_FIELDS, ConsultationContent, slug_of
from engage.consultations.models import (
    Activity,
    Consultation,
    ConsultationStatus,
    Document,
    Phase,
)
from engage.core import clock
from engage.core.audit import record
from engage.core.db import LocalisedText, first_time, new_public_id, on_commit, session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.jobs import Job, enqueue
from engage.core.security import Permission
from engage.strategy.models import Committee, FocusArea

RESERVED_SLUGS = frozenset({"new"})  # addresses beside those of consultations
_TURN = 7_310  # the first number of the advisory locks taken here, the consultation's id is the second


class ConsultationChanged(Conflict):
    """Somebody else saved it after this form was opened."""

    code = "consultation_changed"


class ClosesTooEarly(DomainError):
    """It would close before it opens, or be published when it is already over."""

    code = "consultation_closes_too_early"


class PhaseEndsTooEarly(DomainError):
    """The phase would end before it starts."""

    code = "phase_ends_too_early"


def create(actor: User, content: ConsultationContent, *, is_demo: bool = False) -> Consultation:
    """Write down a new consultation as a draft. Raises ClosesTooEarly, Forbidden, NotFound for an unknown committee."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = Consultation(slug=_free_slug(content.title["da"]), is_demo=is_demo, results_published_at=None)
        _write(consultation, content)
        db_session.add(consultation)
        db_session.flush()
        db_session.add(Activity(consultation_id=consultation.id, changed=False))
        record("consultation.created", consultation, actor=actor, committee_id=consultation.committee_id)
    return consultation


def save(actor: User, slug: str, content: ConsultationContent, version: int) -> Consultation:
    """Change a consultation. Raises ConsultationChanged when it is no longer the version the form was opened with."""
    with transaction():
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        if consultation.version != version:
            raise ConsultationChanged
        changed = _write(consultation, content)
        record(
            "consultation.changed",
            consultation,
            actor=actor,
            committee_id=consultation.committee_id,
            detail={"fields": changed},
        )
    return consultation


def publish(actor: User, slug: str) -> Consultation:
    """Let the public see a draft, or a withdrawn one again. Raises ClosesTooEarly when it is over already."""
    with transaction():
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        if consultation.closes_at <= clock.now():
            raise ClosesTooEarly
        if consultation.status != ConsultationStatus.PUBLISHED:
            consultation.status = ConsultationStatus.PUBLISHED
            record("consultation.published", consultation, actor=actor, committee_id=consultation.committee_id)
    return consultation


def withdraw(actor: User, slug: str) -> Consultation:
    """Take a published consultation away from the public; answers already given are kept."""
    with transaction():
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        if consultation.status == ConsultationStatus.PUBLISHED:
            consultation.status = ConsultationStatus.WITHDRAWN
            record("consultation.withdrawn", consultation, actor=actor, committee_id=consultation.committee_id)
    return consultation


def save_phase(
    actor: User,
    slug: str,
    phase_id: int | None,
    *,
    title: LocalisedText,
    description: LocalisedText,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> Phase:
    """Add a phase, or change the one with this id. Raises PhaseEndsTooEarly, NotFound."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        if ends_on is not None and ends_on < starts_on:
            raise PhaseEndsTooEarly
        consultation = _locked(slug)
        phase = queries.phase_of(consultation.id, phase_id) if phase_id else Phase(consultation_id=consultation.id)
        phase.title, phase.description, phase.starts_on, phase.ends_on = title, description, starts_on, ends_on
        db_session.add(phase)
        record("consultation.phase_saved", consultation, actor=actor, detail={"phase": title.get("da", "")})
    session().expire(consultation, ["phases"])
    return phase


def remove_phase(actor: User, slug: str, phase_id: int) -> None:
    """Take a phase out of the timeline. Raises NotFound."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        phase = queries.phase_of(consultation.id, phase_id)
        record("consultation.phase_removed", consultation, actor=actor, detail={"phase": phase.title.get("da", "")})
        db_session.delete(phase)
    session().expire(consultation, ["phases"])


def add_document(actor: User, slug: str, *, title: str, filename: str, data: bytes) -> Document:
    """Keep a file with a consultation. Raises FileRefused or FileTooLarge; a failed use case leaves no file behind."""
    checked = files.check(data, filename)
    public_id = new_public_id()
    try:
        with transaction() as db_session:
            authorise(actor, Permission.EDIT)
            consultation = _locked(slug)
            document = Document(
                public_id=public_id,
                consultation_id=consultation.id,
                title=title.strip() or checked.filename,
                filename=checked.filename,
                content_type=checked.content_type,
                size=len(data),
                sha256=checked.sha256,
            )
            db_session.add(document)
            record("consultation.document_added", consultation, actor=actor, detail={"file": checked.filename})
            files.write(public_id, data)
    except BaseException:
        files.remove(public_id)
        raise
    session().expire(consultation, ["documents"])
    return document


def remove_document(actor: User, slug: str, public_id: str) -> None:
    """Take a document away, its file too. Raises NotFound."""
    with transaction() as db_session:
        authorise(actor, Permission.EDIT)
        consultation = _locked(slug)
        document = queries.document_by_public_id(public_id)
        if document.consultation_id != consultation.id:
            raise NotFound
        record("consultation.document_removed", consultation, actor=actor, detail={"file": document.filename})
        db_session.delete(document)
        on_commit(lambda: files.remove(public_id))
    session().expire(consultation, ["documents"])


_OF_ONE = sa.update(Activity.__table__).where(Activity.consultation_id == sa.bindparam("consultation"))  # type: ignore[arg-type]
_MARK = _OF_ONE.where(~Activity.changed).values(changed=True)
_UNMARK = _OF_ONE.values(changed=False)


def mark_changed(consultation_id: int) -> bool:
    """Note that something came in; the first note since the last build asks for a new summary, and is True.

    Joins the caller's transaction. The row is written once between two builds, so answers do not wait for each other.
    """
    with transaction():
        if not first_time(("mark_changed", consultation_id)):
            return False
        _wait_for_turn(consultation_id, together=True)
        first = bool(session().connection().execute(_MARK, {"consultation": consultation_id}).rowcount)
        if first:
            enqueue(Job.BUILD_SUMMARY, consultation_id)
    return first


def mark_read(consultation_id: int) -> None:
    """Note that all that has come in is about to be read; whatever comes after is marked anew.

    Joins the caller's transaction, and must come before anything is read.
    """
    with transaction():
        _wait_for_turn(consultation_id, together=False)
        session().connection().execute(_UNMARK, {"consultation": consultation_id})


def _wait_for_turn(consultation_id: int, *, together: bool) -> None:
    """Let all who mark go on together, and one who takes the mark away wait for them to commit.

    Else an answer that found the mark set, and is stored a moment after it was taken away, would be in no summary. On
    SQLite writers are one at a time anyway.
    """
    if session().get_bind().dialect.name == "postgresql":
        together_or_alone = "pg_advisory_xact_lock_shared" if together else "pg_advisory_xact_lock"
        session().connection().exec_driver_sql(f"SELECT {together_or_alone}(%s, %s)", (_TURN, consultation_id))


def _locked(slug: str) -> Consultation:
    """The consultation as it is now, its row locked until the use case ends where the database can."""
    query = sa.select(Consultation).where(Consultation.slug == slug).with_for_update()
    consultation = session().scalar(query.execution_options(populate_existing=True))
    if consultation is None:
        raise NotFound
    return consultation


def _write(consultation: Consultation, content: ConsultationContent) -> list[str]:
    """Put the content into the consultation; the names of the fields that it changed."""
    if content.closes_at <= content.opens_at:
        raise ClosesTooEarly
    if session().get(Committee, content.committee_id) is None:
        raise NotFound
    changed = [name for name in PLAIN_FIELDS if getattr(consultation, name) != getattr(content, name)]
    query = sa.select(FocusArea).where(FocusArea.id.in_(content.focus_area_ids)).order_by(FocusArea.position)
    areas = list(session().scalars(query))
    if consultation.focus_areas != areas:
        consultation.focus_areas = areas
        changed.append("focus_areas")
    for name in changed:
        if name in PLAIN_FIELDS:
            setattr(consultation, name, getattr(content, name))
    return changed


def _free_slug(title: str) -> str:
    base = slug_of(title)
    number, slug = 1, base
    while slug in RESERVED_SLUGS or queries.slug_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
