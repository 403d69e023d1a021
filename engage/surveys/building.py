"""What staff do with a survey: create, edit its draft, publish a version, close it. Rights, locking and audit."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.consultations.content import slug_of
from engage.consultations.queries import by_id as consultation_by_id
from engage.core.audit import record
from engage.core.db import LocalisedText, session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.security import Permission
from engage.surveys import editing, queries
from engage.surveys.checker import check
from engage.surveys.document import InvalidDocument, Questionnaire, dump, load
from engage.surveys.editing import Document
from engage.surveys.faults import Fault
from engage.surveys.models import QuestionnaireVersion, Survey, SurveyStatus


class SurveyChanged(Conflict):
    """Somebody else saved the questionnaire after this form was opened."""

    code = "survey_changed"


class NotFitToPublish(DomainError):
    """The questionnaire has faults; `faults` says where and which."""

    code = "survey_not_fit"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


class NotWellFormed(DomainError):
    """What was typed does not make a questionnaire; `faults` says where and why."""

    code = "survey_not_well_formed"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


class NothingToUndo(Conflict):
    """The draft has not been changed yet."""

    code = "survey_nothing_to_undo"


def create(actor: User | None, consultation_id: int, title: LocalisedText, document: Document | None = None) -> Survey:
    """A new survey of a consultation, as a draft with one empty page (or with the given document).

    `actor` None is the command line. Raises NotWellFormed, Forbidden.
    """
    with transaction() as db_session:
        if actor is not None:
            authorise(actor, Permission.EDIT)
        consultation = consultation_by_id(consultation_id)
        survey = Survey(
            consultation_id=consultation.id,
            slug=_free_slug(title["da"]),
            title=title,
            document=dump(_loaded(document or editing.blank(title))),
        )
        db_session.add(survey)
        record("survey.created", survey, actor=actor, committee_id=consultation.committee_id)
    return survey


def edit(actor: User, survey_id: int, version: int, change: Callable[[Document], Document]) -> Survey:
    """Apply a change to the draft, and keep how it was. Raises SurveyChanged, NotWellFormed, Forbidden."""
    with transaction():
        survey = _locked(actor, survey_id, version)
        changed = dump(_loaded(change(survey.document)))
        if changed != survey.document:
            survey.previous, survey.document = survey.document, changed
            survey.title = dict(changed.get("title") or survey.title)
            record("survey.edited", survey, actor=actor, committee_id=survey.consultation.committee_id)
    return survey


def undo(actor: User, survey_id: int, version: int) -> Survey:
    """Put the draft back as it was before its last change; undone once more, the change is there again."""
    authorise(actor, Permission.EDIT)
    earlier = queries.survey_by_id(survey_id).previous
    if earlier is None:
        raise NothingToUndo
    return edit(actor, survey_id, version, lambda _document: earlier)


def set_open_link(actor: User, survey_id: int, version: int, open_link: bool) -> Survey:
    """Let anyone answer by the open link, or only those with a personal link."""
    with transaction():
        survey = _locked(actor, survey_id, version)
        survey.open_link = open_link
        record("survey.open_link", survey, actor=actor, detail={"open": open_link})
    return survey


def faults_of(survey: Survey) -> list[Fault]:
    """Why the draft cannot be published; empty when it can."""
    return check(_loaded(survey.document))


def publish(actor: User, survey_id: int, version: int) -> QuestionnaireVersion:
    """Freeze the draft as a new version that answers are given to. Raises NotFitToPublish, SurveyChanged.

    An unchanged draft makes no new version; a closed survey is opened again.
    """
    with transaction() as db_session:
        survey = _locked(actor, survey_id, version)
        questionnaire = _loaded(survey.document)
        faults = check(questionnaire)
        if faults:
            raise NotFitToPublish(faults)
        survey.status = SurveyStatus.PUBLISHED
        latest = latest_version(survey.id)
        if latest is not None and latest.sha256 == questionnaire.sha256:
            return latest
        fresh = QuestionnaireVersion(
            survey_id=survey.id,
            number=latest.number + 1 if latest else 1,
            document=dump(questionnaire),
            sha256=questionnaire.sha256,
            published_by_id=actor.id,
        )
        db_session.add(fresh)
        db_session.flush()
        record("survey.published", survey, actor=actor, detail={"number": fresh.number, "sha256": fresh.sha256})
    return fresh


def close(actor: User, survey_id: int, version: int) -> Survey:
    """Take no more answers, before the consultation closes."""
    return _set_status(actor, survey_id, version, SurveyStatus.PUBLISHED, SurveyStatus.CLOSED)


def reopen(actor: User, survey_id: int, version: int) -> Survey:
    """Take answers again, to the version that was in use; what was changed in the draft stays a draft."""
    return _set_status(actor, survey_id, version, SurveyStatus.CLOSED, SurveyStatus.PUBLISHED)


def _set_status(actor: User, survey_id: int, version: int, before: SurveyStatus, after: SurveyStatus) -> Survey:
    with transaction():
        survey = _locked(actor, survey_id, version)
        if survey.status == before:
            survey.status = after
            action = "survey.closed" if after == SurveyStatus.CLOSED else "survey.reopened"
            record(action, survey, actor=actor, committee_id=survey.consultation.committee_id)
    return survey


def delete_draft(actor: User, survey_id: int, version: int) -> None:
    """Delete a survey that was never published; raises NotFound for one that was."""
    with transaction() as db_session:
        survey = _locked(actor, survey_id, version)
        if latest_version(survey.id) is not None:
            raise NotFound
        record("survey.deleted", survey, actor=actor, detail={"title": survey.title.get("da", "")})
        db_session.delete(survey)


def latest_version(survey_id: int) -> QuestionnaireVersion | None:
    """The newest published version, None before the first."""
    try:
        return queries.current_version(survey_id)
    except NotFound:
        return None


def _locked(actor: User, survey_id: int, version: int) -> Survey:
    authorise(actor, Permission.EDIT)
    survey = queries.survey_by_id(survey_id)
    session().refresh(survey, with_for_update={"of": Survey})
    if survey.version != version:
        raise SurveyChanged
    return survey


def _loaded(document: Document) -> Questionnaire:
    try:
        return load(document)
    except InvalidDocument as error:
        raise NotWellFormed(error.faults) from error


def _free_slug(title: str) -> str:
    stem = slug_of(title)[:70] or "spoergeskema"
    taken = set(session().scalars(sa.select(Survey.slug).where(Survey.slug.startswith(stem))))
    return next(
        name
        for number in range(1, len(taken) + 2)
        if (name := stem if number == 1 else f"{stem}-{number}") not in taken
    )
