"""Words that break programs go through the loop, from an answer to pages, mails and the API: kept and harmless."""

from __future__ import annotations

import re
import unicodedata

import pytest
import sqlalchemy as sa
from flask import Flask

from engage.core.db import session, transaction
from engage.ideas.models import Idea, IdeaStatus
from engage.invitations import service as campaigns
from engage.invitations.models import Contact
from engage.messages import service as messages
from engage.summaries import publishing, queries
from engage.summaries import service as summaries
from engage.surveys.models import Survey
from engage.text.normalise import normalise
from engage.triage import deciding
from engage.triage.intake import trace_url
from engage.triage.models import Input, Trace
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock, Drain
from tests.ideas.factories import areas
from tests.invitations.factories import make_campaign
from tests.security.naughty import NAUGHTY
from tests.security.reading import alarms
from tests.security.walking import Walker, as_walker, walk
from tests.services import SmtpSink
from tests.strategy.factories import make_strategy
from tests.surveys.factories import published_survey
from tests.surveys.walking import address
from tests.triage.factories import make_input, make_trace

pytestmark = pytest.mark.usefixtures("app")


def kept(text: str) -> str:
    """What must not be lost of a text, whatever is done about its invisible parts: letters, digits, signs, pictures."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if unicodedata.category(c)[0] in "LNPS")


def sent(browser: Walker, page: str, **fields: str) -> None:
    answer = browser.post(page, data=fields)
    assert answer.status_code == 302, f"{fields} at {page}: {answer.status_code}"


def answer(app: Flask, survey: Survey, words: str) -> None:
    browser = as_walker(app.test_client())  # type: ignore[arg-type]  # a PageClient, see the fixture
    sent(browser, address(survey, "pages", "way"), **{"q-how": "bike"})
    sent(browser, address(survey, "pages", "about"), **{"q-safe": "2"})
    sent(browser, address(survey, "pages", "end"), **{"q-more": words})
    review = browser.get(address(survey, "review"))
    found = re.search('name="submission_key" value="([^"]+)"', review.get_data(as_text=True))
    assert found is not None
    assert alarms(review) == []
    sent(browser, address(survey, "review"), submission_key=found[1])
    receipt = browser.get(address(survey, "receipt"))
    assert receipt.status_code == 200
    assert alarms(receipt) == []


@pytest.fixture
def survey(client: PageClient) -> Survey:
    """One that takes a long text."""
    make_strategy()
    return published_survey()


def test_every_word_of_an_answer_is_kept_and_none_runs(app: Flask, survey: Survey, staff_client: StaffClient) -> None:
    asked = [words for words in NAUGHTY if normalise(words)]
    for words in asked:
        answer(app, survey, words)
    stored = {kept(given.text) for given in session().scalars(sa.select(Input))}
    assert [words for words in asked if kept(words) not in stored] == []
    assert summaries.build(survey.consultation_id, at_once=True)
    whole = queries.whole_summary(survey.consultation_id)
    assert whole is not None
    publishing.publish(make_user("editor"), survey.consultation.slug, built_at=whole.built_at, left_out=[])
    boss = as_walker(staff_client("administrator"))
    hold_harmless(boss, "/staff/", "/staff/inputs", below="/staff/")
    hold_harmless(boss, f"/consultations/{survey.consultation.slug}/results", below="/consultations")
    for trace in session().scalars(sa.select(Trace)):
        page = boss.get(trace_url(trace).removeprefix("http://localhost"))
        assert (page.status_code, alarms(page)) == (200, [])


def hold_harmless(walker: Walker, *starts: str, below: str = "/") -> None:
    """Every page that can be reached answers, and nothing in it runs."""
    site = walk(walker, *starts, below=below, most=120)
    assert {place: page.status_code for place, page in site.pages.items() if page.status_code >= 400} == {}
    assert {place: found for place, page in site.pages.items() if (found := alarms(page))} == {}


def test_ideas_of_any_words_are_kept_shown_and_found(app: Flask, client: PageClient) -> None:
    make_strategy()
    browser = as_walker(client)
    asked = [words for words in NAUGHTY if normalise(words)]
    for words in asked:
        fields = {
            "title": normalise(words)[:80].replace("\n", " "),
            "text": words,
            "focus_area_ids": str(areas()[0].id),
            "sender_name": words[:60],
            "association": words[:60],
            "step": "send",
        }
        answer = browser.post("/ideas/new", data=fields)
        assert answer.status_code == 302, f"{words[:50]!r}: {answer.status_code}"
    stored = {kept(given.text) for given in session().scalars(sa.select(Input))}
    assert [words for words in asked if kept(words) not in stored] == []
    with transaction():
        for idea in session().scalars(sa.select(Idea)):
            idea.status, idea.published_at = IdeaStatus.PUBLISHED, idea.created_at
    hold_harmless(browser, "/", "/ideas", "/ideas?sort=supported", "/api/v1/ideas?limit=100")
    for words in NAUGHTY:
        for place in ("/ideas", "/api/v1/ideas"):
            page = browser.get(place, query_string={"q": words, "area": words, "focus": words, "cursor": words})
            assert page.status_code in {200, 400}, f"{place} {words[:50]!r}"
            assert alarms(page) == []


def test_no_word_gets_into_the_head_of_a_mail(drain: Drain, smtp_sink: SmtpSink, clock: Clock, survey: Survey) -> None:
    campaign = make_campaign(*(f"nr{number}@posten.example" for number in range(len(NAUGHTY))), survey=survey)
    with transaction():
        for contact, words in zip(session().scalars(sa.select(Contact).order_by(Contact.id)), NAUGHTY, strict=True):
            contact.name = words.replace("\0", "")
        campaign.subject = {"da": "Kære {name}, svar nu\r\nBcc: offer@posten.example", "en": "x"}
    campaigns.release(make_user("editor"), campaign.id)
    for _minute in range(10):
        clock.advance(minutes=1)
        messages.sweep()
        drain()
    mails = smtp_sink.messages
    assert len(mails) == len(NAUGHTY)
    for mail in mails:
        assert len(mail.recipients) == 1
        assert mail.message["Bcc"] is None
        assert len(mail.message["To"].addresses) == 1
        assert "\n" not in mail.subject
        assert mail.raw.split(b"\r\n\r\n", 1)[0].count(b"\r\nSubject:") == 1


def test_no_word_of_a_reply_runs_in_a_mail(drain: Drain, smtp_sink: SmtpSink) -> None:
    committee = make_consultation().committee
    secretary = make_user("secretary", committee)
    for number, words in enumerate(NAUGHTY):
        trace = make_trace(f"nr{number}@posten.example")
        given = make_input(words if normalise(words) else "x", committee=committee, trace=trace)
        deciding.reply(secretary, given.public_id, given.version, text=f"Tak for dine ord, som var: {words}")
    drain()
    assert len(smtp_sink.messages) == len(NAUGHTY)
    for mail in smtp_sink.messages:
        html = mail.html
        assert "<script" not in html
        assert not re.search(r"<[^>]+\son\w+=", html)
        assert 'href="javascript' not in html
