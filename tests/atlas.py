"""The atlas: every page and state of the demo, once each. Pictures, axe and first visits all go by this one list.

Pages are found by following links, as a visitor would; a page that nothing leads to, or a state that takes some doing,
is named below. `tests/demo/test_atlas.py` holds the atlas against the routes, so a new page cannot be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import NoReturn, TypeVar

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from engage.accounts.models import Role, RoleName, User
from engage.accounts.service import welcome_token
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import clock, tokens
from engage.core.db import new_public_id, session
from engage.ideas.models import Idea, IdeaStatus, Support
from engage.ideas.service import receipt_token
from engage.ideas.supporting import confirm_token
from engage.invitations.models import Campaign, CampaignStatus, ContactList
from engage.messages.models import Message
from engage.messages.unsubscribe import unsubscribe_url
from engage.strategy.models import Committee, Strategy
from engage.strategy.plans import ActionTrack, TrackStatus
from engage.surveys import queries as surveys
from engage.surveys.links import TOKEN_PURPOSE
from engage.surveys.models import Survey
from engage.triage.decisions import Grade, Link, Reply, Weighing
from engage.triage.intake import trace_token
from engage.triage.letters import confirm_url
from engage.triage.models import Input, InputState, Trace
from engage.triage.queries import TAKEN_UP
from tests.atlas_drafts import unadopted
from tests.atlas_refusals import refusals
from tests.atlas_uploads import press_main, upload_contacts, upload_inputs
from tests.fixtures.clients import signed_in_session

_LINK = re.compile(r'href="(/[^"#]*)"')
_NO_PAGES = ("/static/", "/api/v1", "/unsubscribe/", "/healthz", "/readyz", "/metrics")
_MOST_PAGES = 400
_MOST_ALIKE = 4
Steps = Callable[[Page], None]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Plate:
    """One page of the atlas: a name fit for a file, its address, who sees it, and what is done there first."""

    name: str
    address: str
    staff: bool = False
    steps: Steps | None = None
    status: int = 200

    def open(self, page: Page, language: str = "da") -> None:
        """Bring a page of a browser here. Raises AssertionError when the first answer has another status."""
        joint = "&" if "?" in self.address else "?"
        answer = page.goto(self.address if language == "da" else f"{self.address}{joint}lang={language}")
        assert answer is not None
        assert answer.status == self.status, f"{self.address} answered {answer.status}, not {self.status}"
        if self.steps:
            self.steps(page)


def plates(app: Flask) -> list[Plate]:
    """All of them, citizens' first; `app` is on a database that holds the demo."""
    with app.app_context():
        signed_in = signed_in_session(app, administrator())
        with app.test_request_context():
            states = list(_states())
    citizen, desk = app.test_client(), app.test_client()
    with desk.session_transaction() as cookie:
        cookie.update(signed_in)
    found = [
        *_found(app, citizen, ["/", "/ideas", "/strategy"], "/"),
        *_found(app, desk, ["/staff/", "/staff/components", "/staff/strategy"], "/staff/"),
    ]
    named = {plate.name: plate for plate in [*found, *states]}  # a state chosen below beats a chance find
    return sorted(named.values(), key=lambda plate: (plate.staff, plate.name))


def administrator() -> User:
    """Somebody of the demo who may see every page."""
    query = sa.select(User).where(User.roles.any(Role.name == RoleName.ADMINISTRATOR))
    return session().scalars(query.order_by(User.id)).first() or _missing("an administrator")


def _found(app: Flask, client: FlaskClient, start: list[str], inside: str) -> Iterator[Plate]:
    """Follow links, a few of each endpoint, and keep the first page of each."""
    adapter = app.url_map.bind("localhost")
    seen: set[str] = set()
    met: dict[str, int] = {}
    waiting = list(start)
    while waiting and sum(met.values()) < _MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith(_NO_PAGES) or not address.startswith(inside):
            continue
        if inside == "/" and address.startswith("/staff/") and not address.startswith("/staff/account/login"):
            continue
        seen.add(address)
        try:
            endpoint, _values = adapter.match(address.partition("?")[0])
        except (HTTPException, RequestRedirect):
            continue
        if met.get(endpoint, 0) == _MOST_ALIKE:
            continue
        met[endpoint] = met.get(endpoint, 0) + 1
        with app.app_context():  # of its own, as on a server
            response = client.get(address)
        if response.status_code != 200 or response.mimetype != "text/html":
            continue
        if met[endpoint] == 1:
            yield Plate(endpoint.replace(".", "-"), address, staff=inside != "/")
        waiting += [unescape(link) for link in _LINK.findall(response.get_data(as_text=True))]


def _states() -> Iterator[Plate]:
    yield from _asking()
    yield from _ideas()
    yield from _following()
    yield from _refusals()
    yield from _staff_things()


def _asking() -> Iterator[Plate]:
    now = clock.now()
    every = list(session().scalars(sa.select(Consultation).order_by(Consultation.id)))
    for state in ("coming", "open", "closed"):
        one = next((each for each in every if each.state_at(now) == state), None) or _missing(f"a {state} consultation")
        yield Plate(f"consultation_page-show-{state}", f"/consultations/{one.slug}")
    survey = surveys.open_surveys_of(consultations.open_consultations()[0].id)[0]
    start = f"/surveys/{survey.slug}"
    yield Plate("surveys-start", start)
    yield Plate("surveys-page", start, steps=_begin)
    yield Plate("surveys-page-errors", start, steps=_send_empty)
    yield Plate("surveys-page-second", start, steps=lambda page: _answer(page, 1))
    yield Plate("surveys-page-kept", start, steps=_answer_without_a_line)
    yield Plate("surveys-later", start, steps=_come_back_later)
    yield Plate("surveys-check", start, steps=_to_review)
    yield Plate("surveys-receipt", start, steps=_to_receipt)
    closed = next(
        (each for each in session().scalars(sa.select(Survey)) if each.consultation.state_at(now) == "closed"), None
    )
    if closed is not None:
        yield Plate("surveys-closed", f"/surveys/{closed.slug}", status=410)
    coming = next(
        (each for each in session().scalars(sa.select(Survey)) if each.consultation.state_at(now) == "coming"), None
    )
    if coming is not None:
        yield Plate("surveys-coming", f"/surveys/{coming.slug}", status=410)
    yield Plate("surveys-personal-broken", f"{start}/p/findes-ikke", status=410)
    yield Plate("surveys-personal-used", f"{start}/p/{tokens.derive(TOKEN_PURPOSE, new_public_id())}", status=410)
    yield Plate("surveys-draft-gone", f"{start}/r/findes-ikke", status=410)


def _begin(page: Page) -> None:
    page.locator("main a.button--primary").first.click()


def _send_empty(page: Page) -> None:
    _begin(page)
    press_main(page)
    page.locator(".error-summary").wait_for()


def _answer(page: Page, pages: int) -> None:
    """Answer what must be answered on so many pages, as a hurried citizen would."""
    _begin(page)
    for _ in range(pages):
        if "/pages/" not in page.url:
            return
        _fill(page)
        _go_on(page)


def _fill(page: Page) -> None:
    for group in page.locator("main fieldset").all():
        choices = group.locator("input[type=radio], input[type=checkbox]")
        if choices.count() and not group.locator("input:checked").count():
            choices.nth(min(1, choices.count() - 1)).check(force=True)
    for field in page.locator("main textarea").all():
        field.fill("Der mangler lys på stien, og mine børn cykler der hver morgen. Tak fordi I spørger.")
    for field in page.locator("main input[type=number], main input[inputmode=numeric]").all():
        field.fill("3")


def _answer_without_a_line(page: Page) -> None:
    _begin(page)
    _fill(page)
    page.context.set_offline(True)
    press_main(page)
    page.locator("[data-line] button").wait_for()


def _to_review(page: Page) -> None:
    _answer(page, 12)


def _to_receipt(page: Page) -> None:
    _to_review(page)
    _go_on(page)


def _go_on(page: Page) -> None:
    """Send the page, and wait for the one that comes of it: js/answer.js shows it without a navigation."""
    sent = page.locator("main form").first.element_handle()
    press_main(page)
    page.wait_for_function("form => !form.isConnected", arg=sent)


def _come_back_later(page: Page) -> None:
    _begin(page)
    later = page.locator("main button[name], main a").filter(has_text=re.compile("senere|later", re.IGNORECASE))
    later.first.click()
    page.wait_for_url("**/later*")


def _ideas() -> Iterator[Plate]:
    published = sa.select(Idea).where(Idea.status == IdeaStatus.PUBLISHED)
    replied = published.join(Input, Input.id == Idea.input_id).join(Reply, Reply.input_id == Input.id)
    yield Plate("ideas-show", f"/ideas/{_first(replied).public_id}")
    yield Plate("ideas-listed-nothing", "/ideas?q=hverken+fugl+eller+fisk")
    yield Plate("ideas-received", f"/ideas/received/{receipt_token(_first(published))}")
    yield Plate("ideas-new-errors", "/ideas/new", steps=press_main)
    yield Plate("ideas-similar", "/ideas/new", steps=_send_known_idea)
    support = session().scalars(sa.select(Support).join(Idea).where(Idea.status == IdeaStatus.PUBLISHED)).first()
    if support is not None:
        yield Plate("ideas-confirm_support", f"/ideas/support/{confirm_token(support)}")


def _send_known_idea(page: Page) -> None:
    known = page.request.get("/api/v1/ideas").json()
    page.locator("[name=title]").fill(next(iter(known["items"]))["title"])
    page.locator("[name=text]").fill("Det vil gøre en forskel for alle, der bor her, store som små.")
    page.locator("main input[type=checkbox]").first.check(force=True)
    press_main(page)


def _following() -> Iterator[Plate]:
    whole_way = sa.select(Input).join(Reply).join(Link).join(Weighing, Weighing.input_id == Input.id)
    answered = _first(whole_way.where(Input.trace_id.is_not(None)).order_by(Reply.id))
    assert answered.trace is not None
    address = f"/trace/{trace_token(answered.trace)}"
    yield Plate("trace-show", address)
    for state, query in _standings().items():
        given = _first(query.where(Input.trace_id.is_not(None)).order_by(Input.id.desc()))
        assert given.trace is not None
        yield Plate(f"trace-show-{state}", f"/trace/{trace_token(given.trace)}")
    yield Plate("trace-email", f"{address}/email")
    yield Plate("trace-stop", f"{address}/stop")
    yield Plate("trace-confirm", _path(confirm_url(_to_confirm())))
    yield Plate("trace-show-broken", "/trace/findes-ikke", status=404)
    message = session().scalars(sa.select(Message).where(Message.kind == "invitation")).first()
    if message is not None:
        yield Plate("messages-show", _path(unsubscribe_url(message)))


def _standings() -> dict[str, sa.Select[tuple[Input]]]:
    """Where a sender's words may stand, each as a query for somebody's; for one who sent a single thing."""
    single = sa.select(Input.trace_id).group_by(Input.trace_id).having(sa.func.count() == 1)
    several = sa.select(Input.trace_id).group_by(Input.trace_id).having(sa.func.count() > 2)
    alone = sa.select(Input).where(Input.trace_id.in_(single))
    waits = Input.state.in_([InputState.NEW, InputState.OPEN])
    linked = alone.join(Link, Link.input_id == Input.id)
    taken_up = linked.join(ActionTrack, ActionTrack.id == Link.track_id).where(Link.grade.in_(TAKEN_UP))
    return {
        "waiting": alone.where(Input.state == InputState.NEW, Input.due_on >= clock.today()),
        "read": alone.where(Input.state == InputState.OPEN, Input.due_on >= clock.today()),
        "late": alone.where(waits, Input.due_on < clock.today()),
        "in_plan": taken_up.where(ActionTrack.status == TrackStatus.UNDER_WAY),
        "done": taken_up.where(ActionTrack.status == TrackStatus.DONE),
        "declined": linked.where(Link.grade == Grade.DECLINED),
        "closed": alone.where(Input.state == InputState.CLOSED),
        "several": sa.select(Input).where(Input.trace_id.in_(several)),
    }


def _to_confirm() -> Trace:
    """A trace whose sender has given an address, best one not yet shown to be theirs."""
    return _first(sa.select(Trace).where(Trace.email.is_not(None)).order_by(Trace.email_confirmed_at.is_not(None)))


def _refusals() -> Iterator[Plate]:
    yield Plate("error-404", "/findes/ikke", status=404)
    for name, steps in refusals().items():
        yield Plate(name, "/contact", steps=steps)
    yield Plate("offline-show", "/offline")
    yield Plate("error-405", "/ideas/findes-ikke/support/undo", status=405)
    yield Plate("error-form-expired", "/ideas/new", steps=_send_too_late)
    yield Plate("welcome", f"/staff/welcome/{welcome_token(administrator())}", status=200)


def _send_too_late(page: Page) -> None:
    page.locator("[name=title]").fill("Bænke ved fjorden")
    page.locator("[name=text]").fill("To bænke, hvor man kan se solen gå ned over vandet.")
    page.context.clear_cookies()
    press_main(page)


def _staff_things() -> Iterator[Plate]:
    whole_way = sa.select(Input).join(Reply).join(Link).join(Weighing, Weighing.input_id == Input.id)
    answered = _first(whole_way.order_by(Reply.id))
    yield Plate("inputs-show-answered", f"/staff/inputs/{answered.public_id}", staff=True)
    yield Plate("tray-listed-all", "/staff/inputs?committee=0", staff=True)
    yield Plate("tray-listed-nothing", "/staff/inputs?q=hverken+fugl+eller+fisk", staff=True)
    yield Plate("input_imports-preview", "/staff/inputs/import", staff=True, steps=upload_inputs)
    yield Plate("tray-selected", "/staff/inputs?committee=0", staff=True, steps=_choose_inputs)
    idea = _first(sa.select(Idea).where(Idea.status == IdeaStatus.PUBLISHED))
    yield Plate("staff_ideas-take_down", f"/staff/ideas/{idea.public_id}/take-down", staff=True)
    waiting = _first(sa.select(Idea).where(Idea.status == IdeaStatus.WAITING))
    yield Plate("staff_ideas-publish_many", f"/staff/ideas/publish?idea={waiting.public_id}", staff=True)
    begun = _first(sa.select(Input).where(Input.state == InputState.OPEN, Input.consultation_id.is_not(None)))
    for step, key in {"link": "l", "weigh": "w", "reply": "r"}.items():
        yield Plate(f"inputs-show-{step}", f"/staff/inputs/{begun.public_id}", staff=True, steps=_pressing(key))
    survey = f"/staff/surveys/{_first(sa.select(Survey)).slug}"
    yield Plate("staff_surveys-delete", f"{survey}/delete", staff=True)
    yield Plate("survey_publishing-publish", f"{survey}/publish", staff=True)
    people = _first(sa.select(ContactList))
    yield Plate("contacts-check", f"/staff/contacts/{people.id}/import", staff=True, steps=upload_contacts)
    asked = _first(sa.select(Consultation))
    yield Plate("staff_summaries-show", f"/staff/summaries/{asked.slug}", staff=True)
    yield Plate("campaigns-show-sent", f"/staff/campaigns/{_first(_SENT).id}", staff=True)
    yield Plate("consultation_desk-preview", f"/staff/consultations/{asked.slug}/preview", staff=True)
    committee = _first(sa.select(Committee))
    yield Plate("staff_plans-new", f"/staff/plans/{committee.key}/new", staff=True)
    draft = unadopted(committee.key, administrator())
    yield Plate("star-plan-none", f"/plans/{committee.key}", steps=draft)
    yield Plate("staff_plans-show-draft", f"/staff/plans/{committee.key}", staff=True, steps=draft)
    strategy = _first(sa.select(Strategy))
    yield Plate("staff_strategy-make_current", f"/staff/strategy/current/{strategy.key}", staff=True)
    yield Plate("settings_page-show-faint", "/staff/settings?colour=%23ffcc00", staff=True)
    yield Plate("security-login-wrong", "/staff/account/login", steps=press_main)
    yield Plate("error-404-staff", "/staff/findes-ikke", staff=True, status=404)


_SENT = sa.select(Campaign).where(Campaign.status == CampaignStatus.DONE)


def _pressing(key: str) -> Steps:
    return lambda page: page.keyboard.press(key)


def _choose_inputs(page: Page) -> None:
    for box in page.locator("main input[name=id]").all()[:3]:
        box.press("Space")
    page.locator("main form:has(input[name=id]) button[type=submit]").first.click()


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def _first(query: sa.Select[tuple[Row]]) -> Row:
    return session().scalars(query).first() or _missing(str(query)[:60])


def _missing(what: str) -> NoReturn:
    raise LookupError(f"the demo has no {what}")
