"""Answering on a bad line, in a real browser: nothing is lost, nothing is sent twice, nothing stays behind."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from engage.core.db import session
from engage.surveys.models import Draft, Response, Survey
from tests.fixtures.live import PHONE, LiveServer, new_context
from tests.services.server import wait_until
from tests.surveys.factories import published_survey
from tests.surveys.walking import address

pytestmark = pytest.mark.browser
KEPT = "Vi har gemt dit svar her på telefonen"
SOON = 20_000  # milliseconds; a page without a line looks for one every ten seconds
WORDS = "Der mangler lys på stien til skolen."


@pytest.fixture
def survey(live_server: LiveServer) -> Survey:
    return published_survey()


def count(model: type[Draft | Response]) -> int:
    return session().scalar(sa.select(sa.func.count()).select_from(model)) or 0


def begin(page: Page, survey: Survey) -> None:
    page.goto(address(survey))
    page.get_by_role("link", name="Begynd").click()
    page.get_by_label("På cykel").check()


def go_on(page: Page, heading: str, button: str = "Næste") -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def to_last_page(page: Page, survey: Survey) -> None:
    begin(page, survey)
    go_on(page, "Om turen")
    go_on(page, "Til sidst")
    page.get_by_label("Er der andet, du vil sige?").fill(WORDS)


def to_review(page: Page, survey: Survey) -> None:
    to_last_page(page, survey)
    go_on(page, "Se dine svar igennem")


def kept_on_the_phone(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"))


def until(page: Page, seen: str) -> None:
    """Wait until a script's answer is true; the page itself may evaluate none, see the content security policy."""
    wait_until(lambda: bool(page.evaluate(seen)), 15, seen)


def lose_the_first_answer(page: Page, pages: str) -> list[str]:
    """Let the first form sent to these pages arrive, and its answer get lost; the addresses of what was lost."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.context.route(pages, lose)
    return lost


def ready_for_no_line(page: Page) -> None:
    """Wait for the service worker, which looks after the second page of a visit."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    until(page, "navigator.serviceWorker.controller !== null")


def test_a_page_of_answers_is_one_trip(page: Page, survey: Survey) -> None:
    begin(page, survey)
    trips: list[str] = []
    page.on("request", lambda request: trips.append(request.method) if "/surveys/" in request.url else None)
    go_on(page, "Om turen")
    assert page.url.endswith("/pages/about")
    go_on(page, "Til sidst")
    go_on(page, "Se dine svar igennem")
    go_on(page, "Tak for dine svar", "Send mine svar")
    assert page.url.endswith("/receipt")
    assert trips == ["POST"] * 4


def test_a_page_that_does_not_get_through_is_sent_once_the_line_is_back(page: Page, survey: Survey) -> None:
    to_review(page, survey)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send mine svar").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="Prøv igen nu").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert count(Response) == 0
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Tak for dine svar")).to_be_focused()
    assert page.url.endswith("/receipt")
    assert count(Response) == 1
    assert kept_on_the_phone(page) == "{}{}"


def test_when_only_the_answer_gets_lost_nothing_is_sent_twice(page: Page, survey: Survey) -> None:
    to_review(page, survey)
    lost = lose_the_first_answer(page, "**/review*")
    page.get_by_role("button", name="Send mine svar").click()
    expect(page.get_by_role("heading", name="Tak for dine svar")).to_be_visible()
    assert len(lost) == 1
    assert count(Response) == 1
    assert count(Draft) == 0


def test_the_first_page_sent_twice_makes_one_draft(page: Page, survey: Survey) -> None:
    begin(page, survey)
    lost = lose_the_first_answer(page, "**/pages/way")
    go_on(page, "Om turen")
    assert len(lost) == 1
    assert count(Draft) == 1


def test_a_kept_page_survives_a_reload_without_a_line(page: Page, survey: Survey) -> None:
    to_last_page(page, survey)
    ready_for_no_line(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der er ikke noget net lige nu")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se dine svar igennem", timeout=SOON)
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_what_is_changed_while_waiting_is_what_is_sent(page: Page, survey: Survey) -> None:
    to_last_page(page, survey)
    page.context.set_offline(True)
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_label("Er der andet, du vil sige?").fill("Og en bænk.")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se dine svar igennem")
    expect(page.get_by_text("Og en bænk.")).to_be_visible()


def test_unsent_words_survive_a_reload_and_going_back(page: Page, survey: Survey) -> None:
    to_last_page(page, survey)
    page.reload()
    expect(page.get_by_label("Er der andet, du vil sige?")).to_have_value(WORDS)
    expect(page.get_by_text("Nu står det her igen")).to_be_visible()
    page.get_by_role("link", name="Tilbage").click()
    go_on(page, "Til sidst")
    expect(page.get_by_role("status").filter(has_text="Nu står det her igen")).to_be_hidden()
    page.reload()
    expect(page.get_by_label("Er der andet, du vil sige?")).to_have_value(WORDS)


def test_two_tabs_give_one_response_and_one_receipt(page: Page, survey: Survey) -> None:
    to_review(page, survey)
    other = page.context.new_page()
    other.goto(address(survey, "review"))
    page.context.set_offline(True)
    for tab in (page, other):
        tab.get_by_role("button", name="Send mine svar").click()
        expect(tab.get_by_text(KEPT)).to_be_visible()
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.get_by_role("heading", level=1)).to_have_text("Tak for dine svar")
    assert count(Response) == 1


def test_a_page_kept_in_one_tab_meets_the_receipt_of_the_other(page: Page, survey: Survey) -> None:
    to_review(page, survey)
    other = page.context.new_page()
    other.goto(address(survey, "pages", "end"))
    go_on(page, "Tak for dine svar", "Send mine svar")
    other.get_by_role("button", name="Næste").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Tak for dine svar")
    expect(other.get_by_text("allerede sendt fra et andet vindue")).to_be_visible()
    assert (count(Response), count(Draft)) == (1, 0)


def test_a_form_whose_time_ran_out_sends_itself_again(
    browser: Browser, live_server: LiveServer, survey: Survey
) -> None:
    context = new_context(browser, live_server.url, PHONE)  # not the watched one: the first answer is a 400
    page = context.new_page()
    to_last_page(page, survey)
    context.clear_cookies()
    go_on(page, "Se dine svar igennem")
    expect(page.get_by_text(WORDS)).to_be_visible()
    context.close()


def test_a_house_that_is_away_is_a_bad_line_too(page: Page, survey: Survey) -> None:
    to_last_page(page, survey)
    # from a proxy, not from us: the answer is none of our pages
    page.context.route("**/pages/end", lambda route: route.fulfill(status=200, body="<h1>Log på wifi</h1>"), times=1)
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se dine svar igennem")


def test_an_error_takes_the_focus_and_back_leads_back(page: Page, survey: Survey) -> None:
    begin(page, survey)
    go_on(page, "Om turen")
    page.get_by_label("Hvor mange minutter tager turen?").fill("mange")
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Fejl:")
    page.get_by_role("link", name="Skriv svaret som et tal").click()
    expect(page.get_by_label("Hvor mange minutter tager turen?")).to_be_focused()
    page.get_by_label("Hvor mange minutter tager turen?").fill("12")
    go_on(page, "Til sidst")
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Om turen")
    expect(page.get_by_label("Hvor mange minutter tager turen?")).to_have_value("12")


def cached(context: BrowserContext) -> dict[str, str]:
    """Everything the browser keeps in its caches: address and content."""
    found: dict[str, str] = context.pages[0].evaluate(
        """async () => {
            const all = {};
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) all[request.url] = await (await cache.match(request)).text();
            }
            return all;
        }"""
    )
    return found


def test_nothing_personal_is_ever_cached(page: Page, survey: Survey, live_server: LiveServer) -> None:
    page.goto("/")
    ready_for_no_line(page)
    to_review(page, survey)
    go_on(page, "Tak for dine svar", "Send mine svar")
    page.get_by_role("link", name="Åbn min side").click()
    page.wait_for_url("**/trace/*")
    token = page.url.rsplit("/", 1)[-1]
    found = cached(page.context)
    paths = {url.removeprefix(live_server.url) for url in found}
    assert {path for path in paths if not path.startswith("/static/")} == {"/offline?lang=da"}
    assert len(paths) > 5
    assert not [url for url, content in found.items() if WORDS in content or token in content]


def test_without_a_line_a_page_says_so_in_its_own_language(page: Page, survey: Survey) -> None:
    page.goto("/")
    ready_for_no_line(page)
    page.evaluate("caches.open('engage-of-last-year')")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.unregister())")
    page.goto(address(survey))
    ready_for_no_line(page)
    until(page, "caches.keys().then((names) => names.length === 1)")
    page.context.set_offline(True)
    page.goto("/ideas")
    expect(page.get_by_role("heading", level=1)).to_have_text("Der er ikke noget net lige nu")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Idéer fra borgere", timeout=SOON)
    page.goto("/?lang=en")
    until(page, "caches.match('/offline?lang=en').then(Boolean)")
    until(page, "caches.keys().then((names) => names.length === 1)")
    page.context.set_offline(True)
    page.goto("/ideas?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline right now")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ideas from citizens", timeout=SOON)
