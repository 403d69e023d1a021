"""Answering a survey: start, pages, review, receipt; by the open link or a personal one."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Hashable
from itertools import groupby

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from engage.consultations.privacy import promise
from engage.core import clock, tokens
from engage.core.errors import NotFound
from engage.core.i18n import current_language, localise
from engage.core.kept import kept, kept_text, slot
from engage.core.led_on import led_on
from engage.core.limits import ANSWERS, limiter
from engage.core.security import public
from engage.surveys import flow, links, queries, service, timing
from engage.surveys.answers import SERVED, PageForm, ReviewRow, page_form, review
from engage.surveys.asked import in_questionnaire
from engage.surveys.document import Questionnaire
from engage.surveys.models import PersonalLink
from engage.surveys.rules import Answers
from engage.surveys.standing import Standing, SurveyFacts, receipt_of, standing
from engage.triage.intake import trace_url

bp = Blueprint("surveys", __name__, url_prefix="/surveys")

RESUME_PURPOSE = "resume"


@bp.get("/<slug>")
@public
@kept
def start(slug: str) -> str:
    """What is asked and why, what we promise about privacy, and the way in."""
    stands = standing(slug, _key(slug))
    service.check_open(stands, has_link=_link_token(slug) is not None)
    survey, questionnaire = stands.survey, service.questionnaire_of(stands.version)
    first = _resume_at(stands)
    asked = questionnaire.questions.values()
    return render_template(
        "surveys/start.html",
        survey=survey,
        questionnaire=questionnaire,
        first=first,
        begun=stands.draft is not None,
        answered=slug in session.get("receipts", {}),
        personal=_link_token(slug) is not None,
        mode=promise(survey.consultation.privacy_mode, in_questionnaire(questionnaire)).mode,
        questions=sum(question.asks for question in asked),
        minutes=timing.minutes(asked, current_language()),
    )


@bp.get("/<slug>/p/<token>")
@public
@limiter.limit(ANSWERS)
def personal(slug: str, token: str) -> AnyResponse:
    """A personal link: its token is put in the session and disappears from the address. Uses nothing up."""
    standing(slug)  # else there is no such page
    links.link_of(slug, token, clock.now())
    session.setdefault("links", {})[slug] = token
    session.modified = True
    return redirect(url_for(".start", slug=slug))


@bp.get("/<slug>/r/<token>")
@public
@limiter.limit(ANSWERS)
def resume(slug: str, token: str) -> AnyResponse:
    """Go on with a draft by the link that was kept."""
    key = tokens.read(RESUME_PURPOSE, token)
    if key is None or standing(slug, key).draft is None:
        raise service.DraftGone
    session.setdefault("drafts", {})[slug] = key
    session.modified = True
    return redirect(url_for(".start", slug=slug))


@bp.get("/<slug>/pages/<page_key>")
@public
@kept
def page(slug: str, page_key: str) -> str | AnyResponse:
    """One page of questions, as far as they are answered."""
    stands = _stands(slug)
    _link(slug)
    service.check_open(stands, has_link=_link_token(slug) is not None)
    questionnaire, answers = service.questionnaire_of(stands.version), _answers(stands)
    if not flow.may_open(questionnaire, answers, page_key, stands.draft.sent_pages if stands.draft else []):
        return redirect(_address_of(slug, _resume_at(stands)))
    shown = page_form(questionnaire, answers, page_key, queries.context_in(current_language()))
    if shown is None:
        raise NotFound
    if any(key in answers for question in shown.step.questions for key in question.answer_keys()):
        return _page(stands, shown)
    return kept_text(_alike(stands), lambda: _page(stands, shown))


def _alike(stands: Standing) -> Hashable:
    """All that a page depends on that has no answer on it yet: what was answered before decides the way, no more."""
    way = flow.path(service.questionnaire_of(stands.version), _answers(stands))
    asked = tuple(question.key for step in way for question in step.questions)
    return (request.full_path, current_language(), stands.version.sha256, localise(stands.survey.title), asked)


@bp.post("/<slug>/pages/<page_key>")
@public
@limiter.limit(ANSWERS)
@led_on
def send_page(slug: str, page_key: str) -> str | AnyResponse:
    """Store a page of answers and lead on."""
    if _sent_meanwhile(slug):
        flash(_("Dine svar er allerede sendt fra et andet vindue. Her er kvitteringen."), "info")
        return redirect(url_for(".receipt", slug=slug))
    _take_up(slug)
    return _sent_page(slug, page_key)


def _sent_page(slug: str, page_key: str) -> str | AnyResponse:
    has_link = _link(slug) is not None
    key = _key(slug) or _new_key(slug)
    context = queries.context_in(current_language())
    stored = service.save_page(slug, key, page_key, request.form, context, has_link=has_link)
    stands, draft = stored.stands, stored.stands.draft
    g.stands = stands
    if stored.masked:
        flash(_("Vi har skjult et CPR-nummer i din tekst. Skriv aldrig CPR-numre her."), "warning")
    if stored.reading.page is None:
        flash(_("Dine andre svar gør, at den side ikke gælder dig. Du er sendt videre til den rigtige."), "info")
        return redirect(_address_of(slug, _resume_at(stands) if draft else ""))
    resting = request.form.get("go") == "later" and stored.reading.only_blanks_left
    if stored.overtaken or not (stored.reading.done or resting):
        return _page(stands, stored.reading.page, stored)
    if resting:
        return redirect(url_for(".later", slug=slug))
    assert draft is not None
    questionnaire = service.questionnaire_of(stands.version)
    following = flow.next_page(questionnaire, draft.answers, page_key)
    unfinished = flow.first_unfinished_page(questionnaire, draft.answers, draft.sent_pages)
    if request.form.get("go") == "review" and unfinished is None:
        following = None
    return redirect(_address_of(slug, following.key if following else None))


def _page(stands: Standing, shown: PageForm, stored: service.StoredPage | None = None) -> str:
    questionnaire, answers, slug = service.questionnaire_of(stands.version), _answers(stands), stands.survey.slug
    back = flow.previous_page(questionnaire, answers, shown.step.key)
    progress = flow.progress(questionnaire, answers, shown.step.key)
    ahead = [one for step in flow.path(questionnaire, answers)[progress.number - 1 :] for one in step.questions]
    return render_template(
        "surveys/page.html",
        survey=stands.survey,
        questionnaire=questionnaire,
        shown=shown,
        served_name=SERVED,
        seal=service.seal(questionnaire, answers, shown.step.key),
        carry=_carry(slug),
        progress=progress,
        minutes_left=timing.minutes(ahead, current_language()),
        back=_address_of(slug, back.key if back else ""),
        stored=stored,
        reviewing=request.values.get("go") == "review",
    )


@bp.get("/<slug>/review")
@public
def check(slug: str) -> str | AnyResponse:
    """All answers to look over, and the button that sends them."""
    stands = _stands(slug)
    survey, draft = stands.survey, stands.draft
    if draft is None:
        return redirect(url_for(".start", slug=slug))
    service.check_open(stands, has_link=True)
    questionnaire = service.questionnaire_of(stands.version)
    unfinished = flow.first_unfinished_page(questionnaire, draft.answers, draft.sent_pages)
    if unfinished is not None:
        return redirect(_address_of(slug, unfinished.key))
    back = flow.previous_page(questionnaire, draft.answers)
    return render_template(
        "surveys/review.html",
        survey=survey,
        pages=_answers_by_page(survey, questionnaire, draft.answers),
        draft=draft,
        carry=_carry(slug),
        back=_address_of(slug, back.key if back else None),
    )


def _answers_by_page(
    survey: SurveyFacts, questionnaire: Questionnaire, answers: Answers
) -> list[tuple[str, list[ReviewRow]]]:
    """(title of a page, its questions with their answers), for all pages on the way."""
    titles = {page.key: page.title_in(current_language()) for page in questionnaire.pages}
    rows = review(questionnaire, answers, queries.context_in(current_language()))
    pages = groupby(rows, lambda row: row.page_key)
    return [(titles[key] or localise(survey.title), list(asked)) for key, asked in pages]


@bp.post("/<slug>/review")
@public
@limiter.limit(ANSWERS)
@led_on
def send(slug: str) -> AnyResponse:
    """Send the answers, and lead to the receipt."""
    _take_up(slug)
    key, submission_key = _key(slug) or "", request.form.get("submission_key", "")
    try:
        link = _unspent_link(slug, submission_key)
        public_id = service.submit_response(slug, key, submission_key, link, current_language())
    except service.NotComplete as error:
        flash(_("Der mangler et svar her, før vi kan sende det hele."), "warning")
        return redirect(url_for(".page", slug=slug, page_key=error.page_key))
    for part in ("drafts", "links"):
        session.get(part, {}).pop(slug, None)
    session.setdefault("receipts", {})[slug] = public_id
    session.modified = True
    return redirect(url_for(".receipt", slug=slug))


def _unspent_link(slug: str, submission_key: str) -> PersonalLink | None:
    if _link_token(slug) is None or queries.response_by_submission(submission_key) is not None:
        return None
    try:
        return _link(slug)
    except links.LinkUsed:
        if queries.response_by_submission(submission_key) is None:
            raise
        return None  # by this very form, sent from another window


@bp.get("/<slug>/receipt")
@public
def receipt(slug: str) -> str | AnyResponse:
    """Thanks, a copy of the answers, and the private link to follow what comes of them."""
    sent = receipt_of(slug, session.get("receipts", {}).get(slug, ""))
    if sent is None:
        return redirect(url_for(".start", slug=slug))
    questionnaire = service.questionnaire_of(sent.version)
    return render_template(
        "surveys/receipt.html",
        survey=sent.survey,
        questionnaire=questionnaire,
        sent=sent,
        rows=review(questionnaire, sent.answers, queries.context_in(current_language())),
        follow=trace_url(sent.trace) if sent.trace else None,
    )


@bp.get("/<slug>/later")
@public
def later(slug: str) -> str | AnyResponse:
    """The link by which to come back to a draft."""
    key = _key(slug)
    stands = standing(slug, key)
    if key is None or stands.draft is None:
        return redirect(url_for(".start", slug=slug))
    link = None
    if _link_token(slug) is None:
        link = url_for(".resume", slug=slug, token=tokens.derive(RESUME_PURPOSE, key), _external=True)
    kept_until = clock.today() + dt.timedelta(days=service.DRAFT_DAYS)
    return render_template("surveys/later.html", survey=stands.survey, link=link, kept_until=kept_until)


def _carry(slug: str) -> str:
    """What a form carries so that it finds its draft when the browser's session has run out overnight.

    The first page has a key already: sent twice because an answer got lost on the way, it makes one draft.
    """
    return slot(lambda: _link_token(slug) or tokens.derive(RESUME_PURPOSE, _own_key(slug) or _new_key(slug)))


def _take_up(slug: str) -> None:
    """Go on with the draft that the form carries, when the session knows of none."""
    carried = request.form.get("carry", "")
    if not carried or _key(slug) is not None:
        return
    own = tokens.read(RESUME_PURPOSE, carried)
    kept = session.setdefault("links" if own is None else "drafts", {})
    kept[slug] = carried if own is None else own
    session.modified = True


def _sent_meanwhile(slug: str) -> bool:
    """Whether this browser has sent, from another window, the draft that this form belongs to."""
    carried = request.form.get("carry", "")
    if not carried or slug not in session.get("receipts", {}):
        return False
    own = tokens.read(RESUME_PURPOSE, carried)
    if own is not None:
        return own != _own_key(slug) and standing(slug, own).draft is None
    try:
        links.link_of(slug, carried, clock.now())
    except links.LinkUsed:
        return True
    return False


def _link_token(slug: str) -> str | None:
    token: str | None = session.get("links", {}).get(slug)
    return token


def _link(slug: str) -> PersonalLink | None:
    """The personal link this browser came by; raises when it was used or is no longer good."""
    token = _link_token(slug)
    return links.link_of(slug, token, clock.now()) if token else None


def _key(slug: str) -> str | None:
    """What this browser's draft is found by: the personal link, so that the same link resumes, or a key of its own."""
    token = _link_token(slug)
    return f"link:{token}" if token else _own_key(slug)


def _own_key(slug: str) -> str | None:
    key: str | None = session.get("drafts", {}).get(slug)
    return key


def _new_key(slug: str) -> str:
    key = secrets.token_urlsafe(12)
    session.setdefault("drafts", {})[slug] = key
    session.modified = True
    return key


def _stands(slug: str) -> Standing:
    """Where this citizen stands; a page shown with the answer to the one before knows it from storing that."""
    known: Standing | None = g.pop("stands", None)
    return known or standing(slug, _key(slug))


def _answers(stands: Standing) -> Answers:
    return stands.draft.answers if stands.draft else {}


def _resume_at(stands: Standing) -> str | None:
    """The page to go on with; None when only the review is left."""
    questionnaire, sent = service.questionnaire_of(stands.version), stands.draft.sent_pages if stands.draft else []
    unfinished = flow.first_unfinished_page(questionnaire, _answers(stands), sent)
    return unfinished.key if unfinished else None


def _address_of(slug: str, page_key: str | None) -> str:
    """A page of questions; the review for None, the start for an empty key."""
    if page_key is None:
        return url_for(".check", slug=slug)
    return url_for(".page", slug=slug, page_key=page_key) if page_key else url_for(".start", slug=slug)
