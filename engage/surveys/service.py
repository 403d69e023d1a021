"""Answering: each page stored as it is sent, and the whole sent once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from engage.consultations.models import PrivacyMode
from engage.consultations.service import mark_changed
from engage.core import clock, tokens
from engage.core.db import insert_rows, new_public_id, random_id, session, transaction, write_alone
from engage.core.errors import Conflict, DomainError, Gone
from engage.strategy.queries import focus_areas, local_areas
from engage.surveys import flow, links, queries
from engage.surveys.answers import PREFIX, PageReading, faults_of, free_texts, read_page, tallied
from engage.surveys.document import Questionnaire, load
from engage.surveys.models import Draft, PersonalLink, QuestionnaireVersion, Response, SurveyStatus, Tally
from engage.surveys.questions import Context, Question
from engage.surveys.standing import DRAFT_PURPOSE, DraftFacts, Standing, SurveyFacts, VersionFacts, standing
from engage.text.masking import mask_personal
from engage.triage.intake import FreeText, open_answer_trace, receive_answers

# Who has begun before the closing time may finish for so long after it.
GRACE = dt.timedelta(hours=1)
DRAFT_DAYS = 30

MOST_READ = 200
_read: dict[str, Questionnaire] = {}


class SurveyNotOpen(Gone):
    """The survey is closed; what was stored is not sent."""

    code = "survey_closed"


class SurveyComing(Gone):
    """The survey has not opened yet."""

    code = "survey_coming"


class NeedsPersonalLink(Gone):
    """This survey is answered by personal links only."""

    code = "survey_needs_link"


class NotComplete(Conflict):
    """A required question on the way lacks its answer; `page_key` is where to go on."""

    code = "response_not_complete"

    def __init__(self, page_key: str) -> None:
        super().__init__()
        self.page_key = page_key


class NothingToSend(DomainError):
    """There is no draft and no response behind this form."""

    code = "nothing_to_send"


class DraftGone(Gone):
    """There are no kept answers behind this link: it is forged, they were sent, or their time is over."""

    code = "draft_gone"


@dataclass(frozen=True)
class StoredPage:
    """What came of storing a page: the reading, and whether another window had stored other answers meanwhile.

    `stands` is how the citizen stands after it.
    """

    reading: PageReading
    stands: Standing
    overtaken: bool = False
    masked: bool = False


def questionnaire_of(version: QuestionnaireVersion | VersionFacts) -> Questionnaire:
    """A published version as a questionnaire; it never changes, so it is read once in each process."""
    known = _read.get(version.sha256)
    if known is None:
        if len(_read) >= MOST_READ:
            _read.clear()
        known = _read[version.sha256] = load(queries.document_of(version.id))
    return known


def check_open(stands: Standing, *, has_link: bool) -> None:
    """Raise SurveyComing, SurveyNotOpen or NeedsPersonalLink unless this citizen may answer now."""
    now = clock.now()
    survey, consultation = stands.survey, stands.survey.consultation
    if survey.status != SurveyStatus.PUBLISHED:
        raise SurveyNotOpen
    if now < consultation.opens_at:
        raise SurveyComing
    if now >= consultation.closes_at + (GRACE if stands.draft else dt.timedelta(0)):
        raise SurveyNotOpen
    if not survey.open_link and not has_link:
        raise NeedsPersonalLink


def seal(questionnaire: Questionnaire, answers: Mapping[str, object], page_key: str) -> str:
    """A fingerprint of a page's stored answers, carried by its form: tells whether another window changed them."""
    step = next((page for page in questionnaire.pages if page.key == page_key), None)
    keys = [key for question in (step.questions if step else ()) for key in question.answer_keys()]
    kept = json.dumps([answers.get(key) for key in keys], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(kept.encode()).hexdigest()[:16]


def save_page(
    slug: str, key: str, page_key: str, sent: MultiDict[str, str], context: Context, *, has_link: bool
) -> StoredPage:
    """Store a sent page in the draft of `key`, which is made by the first page. What is right on it is always stored.

    When another window has stored other answers to this page since the form was made, nothing is stored and the
    result says so; the form carries what was typed. Raises NotFound, SurveyNotOpen and the others of `check_open`.
    """
    while True:
        stands = standing(slug, key)
        check_open(stands, has_link=has_link)
        questionnaire = questionnaire_of(stands.version)
        stored = stands.draft.answers if stands.draft else {}
        harmless = _masked(questionnaire, sent)
        reading = read_page(questionnaire, stored, page_key, harmless, context)
        overtaken = sent.get("seal", "") not in {"", seal(questionnaire, stored, page_key)}
        if overtaken and reading.answers != stored:
            return StoredPage(reading, stands, overtaken=True)
        if reading.page is None:
            return StoredPage(reading, stands, masked=harmless != sent)
        draft = _written(stands, key, page_key, reading)
        if draft is not None:  # else another window has written the draft since it was read: look at it anew
            return StoredPage(reading, stands._replace(draft=draft), masked=harmless != sent)


_NEW_DRAFT = sa.insert(Draft.__table__)  # type: ignore[arg-type]
_SENT_PAGE = (
    sa.update(Draft.__table__)  # type: ignore[arg-type]
    .where(Draft.id == sa.bindparam("draft_id"), Draft.revision == sa.bindparam("read"))
    .values({name: sa.bindparam(name) for name in ("answers", "sent_pages", "touched_on", "revision")})
)


def _written(stands: Standing, key: str, page_key: str, reading: PageReading) -> DraftFacts | None:
    """The draft with a page in it, by one statement that stands alone; None when it is not as it was read any more."""
    before = stands.draft or DraftFacts(random_id(), {}, [], secrets.token_urlsafe(24), 0)
    pages = sorted({*before.sent_pages, page_key}) if reading.done else before.sent_pages
    draft = before._replace(answers=reading.answers, sent_pages=pages, revision=before.revision + 1)
    now = {"answers": draft.answers, "sent_pages": pages, "touched_on": clock.today(), "revision": draft.revision}
    if stands.draft is not None:
        return draft if write_alone(_SENT_PAGE, {**now, "draft_id": draft.id, "read": before.revision}) else None
    begun = {
        "id": draft.id,
        "survey_id": stands.survey.id,
        "version_id": stands.version.id,
        "key_hash": tokens.keyed_hash(DRAFT_PURPOSE, key),
        "submission_key": draft.submission_key,
    }
    try:
        write_alone(_NEW_DRAFT, {**now, **begun})
    except IntegrityError:
        return None
    return draft


def submit_response(slug: str, key: str, submission_key: str, link: PersonalLink | None, language: str) -> str:
    """Send the draft: one response, the personal link spent, the free texts received as inputs, all or nothing.

    Returns the response's public id, the same for the same `submission_key` however often it is sent. Raises
    NotComplete, LinkUsed, SurveyNotOpen, NothingToSend.
    """
    while True:
        stands = standing(slug, key)
        draft = stands.draft
        if draft is None or draft.submission_key != submission_key:  # a form of before, sent once more
            sent_before = queries.response_by_submission(submission_key)
            if sent_before is not None:
                return sent_before.public_id
        if draft is None:
            raise NothingToSend
        check_open(stands, has_link=link is not None)
        _refuse_incomplete(questionnaire_of(stands.version), draft, queries.context_in(language))
        try:
            with transaction():
                _take(draft)
                return store_response(
                    stands, draft.answers, language=language, submission_key=draft.submission_key, link=link
                )
        except _TakenMeanwhile:
            continue
        except links.LinkUsed:  # maybe by the same form, from another window
            sent_before = queries.response_by_submission(submission_key)
            if sent_before is None:
                raise
            return sent_before.public_id


class _TakenMeanwhile(Exception):
    """Another window has written or sent the draft since it was read."""


_TAKEN = sa.delete(Draft.__table__).where(  # type: ignore[arg-type]
    Draft.id == sa.bindparam("draft_id"), Draft.revision == sa.bindparam("read")
)


def _take(draft: DraftFacts) -> None:
    taken = session().connection().execute(_TAKEN, {"draft_id": draft.id, "read": draft.revision})
    if not taken.rowcount:
        raise _TakenMeanwhile


_NEW_RESPONSE = sa.insert(Response.__table__)  # type: ignore[arg-type]


def store_response(
    stands: Standing,
    answers: Mapping[str, object],
    *,
    language: str,
    submission_key: str,
    link: PersonalLink | None = None,
) -> str:
    """Keep answers that are complete as a response of today, with its figures, inputs and trace; its public id.

    Joins the caller's transaction; a personal link is spent. What of the sender is kept follows from the
    consultation's privacy mode. Raises LinkUsed.
    """
    with transaction() as db_session:
        if link is not None:
            links.spend(link)
        survey, version = stands.survey, stands.version
        anonymous = survey.consultation.privacy_mode == PrivacyMode.ANONYMOUS
        submitted_at = clock.day_of(clock.now()) if anonymous else clock.now()
        trace_id = open_answer_trace(language=language, created_at=submitted_at)
        response_id, public_id = random_id(), new_public_id()
        response = {
            "id": response_id,
            "public_id": public_id,
            "survey_id": survey.id,
            "version_id": version.id,
            "answers": dict(answers),
            "language": language,
            "channel": "open" if link is None else "personal",
            "pseudonym": None if anonymous or link is None else tokens.keyed_hash("respondent", link.public_id),
            "submission_key": submission_key,
            "submitted_at": submitted_at,
            "trace_id": trace_id,
        }
        db_session.connection().execute(_NEW_RESPONSE, response)
        questionnaire = questionnaire_of(version)
        _tally(questionnaire, version.id, response_id, answers)
        _hand_to_triage(survey, questionnaire, answers, public_id, trace_id, submitted_at)
        mark_changed(survey.consultation.id)
        return public_id


def _tally(questionnaire: Questionnaire, version_id: int, response_id: int, answers: Mapping[str, object]) -> None:
    """Write what SQL counts; see models.Tally."""
    insert_rows(
        session().connection(),
        Tally.__table__,
        {"version_id": version_id, "response_id": response_id},
        [{"id": random_id(), "question_key": key, "value": value} for key, value in tallied(questionnaire, answers)],
    )


def _hand_to_triage(
    survey: SurveyFacts,
    questionnaire: Questionnaire,
    answers: Mapping[str, object],
    public_id: str,
    trace_id: int,
    received_at: dt.datetime,
) -> None:
    """The free texts into the tray, tagged with the focus areas and the place that were chosen."""
    on_the_way = flow.effective_answers(questionnaire, answers)
    tagged = _chosen(questionnaire.questions.values(), on_the_way, "focus_area")
    lives_in = _chosen(questionnaire.questions.values(), on_the_way, "local_area")
    danish = Context(language="da")
    receive_answers(
        (
            FreeText(text, f"{public_id}:{number}:{key}", questionnaire.questions[key].label_in(danish), key)
            for number, (key, text) in enumerate(free_texts(questionnaire, answers))
        ),
        committee_id=survey.consultation.committee_id,
        consultation_id=survey.consultation.id,
        trace_id=trace_id,
        received_at=received_at,
        focus_area_ids=[area.id for area in focus_areas() if area.key in tagged] if tagged else [],
        local_area_id=next((area.id for area in local_areas() if area.name in lives_in), None) if lives_in else None,
    )


def _chosen(questions: Iterable[Question], answers: Mapping[str, object], kind: str) -> set[str]:
    """What was chosen in all questions of a kind."""
    chosen: set[str] = set()
    for question in questions:
        value = answers.get(question.key) if question.type == kind else None
        chosen |= {str(one) for one in (value if isinstance(value, list) else [value]) if one}
    return chosen


def _refuse_incomplete(questionnaire: Questionnaire, draft: DraftFacts, context: Context) -> None:
    unfinished = flow.first_unfinished_page(questionnaire, draft.answers, draft.sent_pages)
    if unfinished is not None:
        raise NotComplete(unfinished.key)
    wrong = faults_of(questionnaire, draft.answers, context)
    if wrong:
        raise NotComplete(questionnaire.page_of[wrong[0]])


def _masked(questionnaire: Questionnaire, sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent with CPR numbers masked in all that was written, so that no page shows or stores them."""
    harmless = MultiDict(sent)
    for question in questionnaire.questions.values():
        for key in question.answer_keys():
            name = f"{PREFIX}-{key}"
            if name in sent and (question.is_text or key != question.key):
                harmless.setlist(name, [mask_personal(text).text for text in sent.getlist(name)])
    return harmless


def clear_old_drafts() -> int:
    """Delete drafts nobody has touched for DRAFT_DAYS; returns how many."""
    with transaction() as db_session:
        limit = clock.today() - dt.timedelta(days=DRAFT_DAYS)
        return int(db_session.execute(sa.delete(Draft).where(Draft.touched_on < limit)).rowcount)  # type: ignore[attr-defined]
