"""Every public form is sent everything, known fields and unknown ones: never a fault, nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from engage.core.db import db
from engage.core.security import is_public_endpoint
from engage.ideas import service as ideas
from engage.messages.models import Message
from engage.messages.service import queue_message
from engage.messages.unsubscribe import unsubscribe_url
from engage.surveys.models import Survey
from engage.surveys.questions import QUESTION_TYPES
from engage.triage.intake import trace_token
from tests.fixtures.clients import PageClient
from tests.ideas.factories import make_idea
from tests.security.naughty import NAUGHTY
from tests.security.reading import alarms
from tests.security.walking import Walker, as_walker
from tests.strategy.factories import make_strategy
from tests.summaries.factories import wide_document
from tests.surveys.factories import published_survey, question, texts
from tests.triage.factories import make_trace

pytestmark = pytest.mark.usefixtures("app")

FIELDS = (
    "title text focus_area_ids vision_id local_area_id is_initiative sender_name show_name association email website "
    "submission_key step csrf_token method key carry seal go served lang next password again remember code"
).split()
WORDS = st.one_of(st.sampled_from(NAUGHTY), st.text(max_size=60), st.integers().map(str), st.just(""))


def everything_asked() -> dict[str, Any]:
    """A page with a question of every type there is."""
    document = wide_document()
    questions = document["pages"][0]["questions"]
    for each in questions:
        each.pop("show_if", None)
    questions.append(question("information", "read", "Læs det her", body=texts("Vi læser alle svar.")))
    assert {each["type"] for each in questions} == set(QUESTION_TYPES)
    return document


def keys_of(survey: Survey) -> list[str]:
    keys = [each["key"] for page in survey.document["pages"] for each in page["questions"]]
    return [f"q-{key}{end}" for key in keys for end in ("", "-other", "-a", "-0", "-other-text")]


def forms(survey: Survey) -> Iterator[tuple[str, str]]:
    """(endpoint, address) of every public form."""
    idea = make_idea()
    token = trace_token(make_trace())
    message = queue_message("confirm_address", "ida@posten.example", context={"trace_id": 1})
    assert isinstance(message, Message)
    yield "surveys.send_page", f"/surveys/{survey.slug}/pages/all"
    yield "surveys.send", f"/surveys/{survey.slug}/review"
    yield "ideas.new", "/ideas/new"
    yield "ideas.support", f"/ideas/{idea.public_id}/support"
    yield "ideas.undo_support", f"/ideas/{idea.public_id}/support/undo"
    yield "ideas.confirm_support", f"/ideas/support/{ideas.receipt_token(idea)}"
    yield "trace.email", f"/trace/{token}/email"
    yield "trace.confirm", f"/trace/{token}/confirm"
    yield "trace.stop", f"/trace/{token}/stop"
    unsubscribe = unsubscribe_url(message).removeprefix("http://localhost")
    yield "messages.decline", unsubscribe
    yield "messages.take_back", f"{unsubscribe}/undo"
    yield "accounts.welcome", "/staff/welcome/x"
    yield "security.login", "/staff/account/login"
    yield "security.two_factor_token_validation", "/staff/account/tf-validate"
    yield "security.mf_recovery", "/staff/account/mf-recovery"
    yield "security.tf_select", "/staff/account/tf-select"
    yield "security.two_factor_rescue", "/staff/account/tf-rescue"
    yield "security.logout", "/staff/account/logout"


def send_everything(browser: Walker, survey: Survey, tries: int) -> set[str]:
    """Send each form so many times; the endpoints that were sent to."""
    sent = set()
    for endpoint, address in list(forms(survey)):
        send_to(browser, address, [*FIELDS, *keys_of(survey)] if endpoint.startswith("surveys") else FIELDS, tries)
        sent.add(endpoint)
    return sent


def send_to(browser: Walker, address: str, names: Sequence[str], tries: int) -> None:
    """Send one form with known and unknown fields."""

    @settings(
        max_examples=tries,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        fields=st.lists(st.tuples(st.sampled_from(names) | st.text(max_size=12), WORDS), max_size=14),
        query=st.none() | WORDS,
    )
    def send(fields: list[tuple[str, str]], query: str | None) -> None:
        asked = {"lang": query, "next": query} if query else None
        answer = browser.post(address, data=MultiDict(fields), query_string=asked)
        assert answer.status_code < 500, (address, fields)
        assert alarms(answer) == [], (address, fields)
        assert not re.search("[\r\n]", answer.location or "")

    send()


@pytest.fixture
def browser(client: PageClient) -> Walker:
    """A citizen's."""
    make_strategy()
    return as_walker(client)


def test_no_form_fails_whatever_is_sent(app: Flask, browser: Walker) -> None:
    sent = send_everything(browser, published_survey(document=everything_asked()), tries=12)
    there = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and is_public_endpoint(app, rule.endpoint)
    }
    own_account = {"change_password", "mf_recovery_codes", "two_factor_setup", "two_factor_setup_validate", "verify"}
    assert there - sent == {f"security.{name}" for name in own_account}


@pytest.mark.long
def test_no_form_fails_however_often_it_is_sent(app: Flask, browser: Walker) -> None:
    send_everything(browser, published_survey(document=everything_asked()), tries=400)


@pytest.mark.parametrize("address", ["/{}", "/ideas/{}", "/surveys/{}", "/consultations/{}", "/plans/{}", "/trace/{}"])
def test_a_page_that_says_what_is_wrong_repeats_nothing(browser: Walker, address: str) -> None:
    """What somebody writes into an address is on no page that the municipality seems to have written."""
    for words in ("Ring-til-os-paa-12345678", "<b>fed", "%3Cscript%3Ealert(1)", "{{7*7}}", "%00", "%ff%fe"):
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            answer = browser.open(address.format(words), method=method)
            text = answer.get_data(as_text=True)
            assert answer.status_code in {400, 404, 405, 410}, (method, words)
            assert "12345678" not in re.sub(r'(href|action)="[^"]*"', "", text)
            assert alarms(answer) == []
    db.session.rollback()
