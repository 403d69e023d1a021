"""A secretary's day by keys alone: from the start page through an input to its reply, and back to one's place."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from engage.core.db import db
from engage.triage.models import Input, InputState
from tests.accessibility import check_accessibility
from tests.fixtures.live import DESK, PHONE, LiveServer, new_context, sign_in
from tests.journeys.conftest import Town
from tests.triage.factories import make_inputs

pytestmark = pytest.mark.browser
REPLY = "Tak. Vi sætter lys på stien til næste år."


@pytest.fixture
def inputs(town: Town) -> list[Input]:
    """Three that wait, the oldest first."""
    return make_inputs(3, town.committee, consultation_id=town.consultation.id)


def press(page: Page, *keys: str) -> None:
    page.wait_for_load_state("load")  # the keys are listened to by then
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Walk on with Tab until the element of that name has the focus, as somebody without a mouse does."""
    for _ in range(60):
        press(page, "Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"no {name!r} within 60 steps of Tab")


def test_from_the_start_page_to_a_reply_without_a_mouse(desk: Page, town: Town, inputs: list[Input]) -> None:
    desk.goto("/staff/")
    check_accessibility(desk)
    press(desk, "3")  # what nobody has read
    expect(desk.get_by_role("heading", level=1, name="Indbakke")).to_be_visible()
    press(desk, "j", "j", "Enter")  # the second row
    expect(desk.locator("blockquote")).to_have_text(inputs[1].text)
    expect(desk.get_by_text("3 tilbage")).to_be_visible()
    check_accessibility(desk)

    press(desk, "t", "Space", "Control+Enter")  # the first focus area
    expect(desk.get_by_text("Fokusområder og visioner er gemt.")).to_be_visible()
    expect(desk.locator("#tags")).to_have_class("step step--done")
    expect(desk.locator("#link")).to_have_attribute("open", "")

    press(desk, "f")
    expect(desk.locator("#link :focus")).to_be_visible()
    desk.keyboard.type("cykel")
    press(desk, "ArrowDown")
    tab_to_group(desk, "link-grade")
    press(desk, "Space", "Tab")
    desk.keyboard.type("Det er med i planen.")
    press(desk, "Control+Enter")
    expect(desk.locator("#link .step__summary")).to_contain_text("Imødekommet")
    check_accessibility(desk)

    press(desk, "r")
    expect(desk.locator("#reply textarea")).to_be_focused()
    press(desk, "Control+a")
    desk.keyboard.type(REPLY)
    press(desk, "Control+Enter")
    expect(desk.get_by_role("heading", level=1, name="Se svaret, før det sendes")).to_be_visible()
    tab_to(desk, "Offentliggør og send svaret")
    press(desk, "Enter")
    expect(desk.get_by_text("Svaret er offentliggjort.")).to_be_visible()
    expect(desk.locator("blockquote")).to_have_text(inputs[0].text)  # on to the next
    expect(desk.get_by_text("2 tilbage")).to_be_visible()
    db.session.expire_all()
    assert inputs[1].state == InputState.ANSWERED

    desk.goto(f"/staff/inputs/{inputs[1].public_id}?state=all")
    expect(desk.locator("#reply article")).to_contain_text(REPLY)
    check_accessibility(desk)
    press(desk, "r")
    expect(desk.get_by_text("Ret svaret, eller skriv et nyt")).to_be_focused()
    press(desk, "Enter", "r")
    expect(desk.locator("#reply textarea")).to_be_focused()


def tab_to_group(page: Page, name: str) -> None:
    for _ in range(20):
        press(page, "Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no field {name!r} within 20 steps of Tab")


def test_what_was_done_is_undone_by_one_key_and_the_row_is_kept(desk: Page, inputs: list[Input]) -> None:
    desk.goto(f"/staff/inputs/{inputs[0].public_id}?sort=oldest")
    press(desk, "c")
    expect(desk.locator("#close textarea")).to_be_focused()
    desk.keyboard.type("x z n 3")  # letters are letters while one writes
    expect(desk.locator("#close textarea")).to_have_value("x z n 3")
    press(desk, "Control+Enter")
    expect(desk.locator(".flash")).to_contain_text("Det er lukket uden svar.")
    press(desk, "Escape")
    expect(desk.locator(".flash")).to_have_count(0)
    desk.goto(f"/staff/inputs/{inputs[0].public_id}?sort=oldest&state=all")
    desk.locator(".history__undo button").click()
    expect(desk.locator(".flash")).to_contain_text("Det er som før.")
    desk.get_by_role("link", name="Indbakken").click()
    row = desk.locator(f"#i-{inputs[0].public_id}")
    expect(row.get_by_role("link")).to_be_focused()
    expect(row).to_have_class("rows__item rows__item--open is-current")


def test_single_keys_can_be_turned_off_in_this_browser(desk: Page, inputs: list[Input]) -> None:
    desk.goto("/staff/inputs")
    press(desk, "?")
    desk.get_by_role("checkbox", name="Brug genveje på én tast").uncheck()
    press(desk, "Escape")
    desk.reload()
    press(desk, "j", "Enter")
    expect(desk.get_by_role("heading", level=1, name="Indbakke")).to_be_visible()
    desk.get_by_role("button", name="Genveje").click()
    desk.get_by_role("checkbox", name="Brug genveje på én tast").check()
    press(desk, "Escape", "j")
    expect(desk.locator(f"#i-{inputs[2].public_id} a")).to_be_focused()


@pytest.fixture
def tablet(browser: Browser, live_server: LiveServer, town: Town) -> Iterator[Page]:
    """The secretary's tablet, where script has not been let in."""
    context = new_context(browser, live_server.url, (820, 1180), script=False)
    sign_in(context, live_server.app, live_server.url, town.secretary)
    yield context.new_page()
    context.close()


def test_without_script_a_track_is_found_and_linked_to(tablet: Page, town: Town, inputs: list[Input]) -> None:
    tablet.goto(f"/staff/inputs/{inputs[0].public_id}")
    tablet.locator("#link summary").first.click()
    tablet.get_by_label("Find ved at skrive").fill("cykel")
    tablet.get_by_role("button", name="Søg", exact=True).click()
    tablet.get_by_role("radio", name=town.track.title).check()
    tablet.get_by_role("radio", name="Imødekommet", exact=True).check()
    tablet.locator("#link").get_by_label("Begrundelse").fill("Det er med i planen.")
    tablet.get_by_role("button", name="Kobl", exact=True).click()
    expect(tablet.locator(".flash")).to_contain_text("Koblingen er gemt.")


@pytest.mark.parametrize("size", [(320, 640), (820, 1180), DESK])
def test_the_desk_fits_and_the_words_stay(desk: Page, inputs: list[Input], size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    for address in ("/staff/", "/staff/inputs", f"/staff/inputs/{inputs[0].public_id}#weigh"):
        desk.goto(address)
        check_accessibility(desk)
        assert desk.evaluate("document.documentElement.scrollWidth") <= size[0]
    if size[0] > 700:
        desk.locator("#weigh button[type=submit]").last.scroll_into_view_if_needed()
        expect(desk.locator("blockquote")).to_be_in_viewport()


# The controls that lie under the message about what was just done, in the part of the page that is seen.
_COVERED = """() => [...document.querySelectorAll("main a, main button, main input, main summary")].filter((el) => {
  const box = el.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return at && !el.closest(".flashes") && at.closest(".flashes");
}).map((el) => el.outerHTML)"""
# After two seconds of frames, for the page may still be on its way to what has the focus.
_FOCUS_IS_HIDDEN = """async () => {
  const isHidden = () => {
    const box = document.activeElement.getBoundingClientRect();
    const over = document.querySelector(".flashes").getBoundingClientRect();
    const isInside = document.activeElement.closest(".flashes");
    const isBeside = box.left >= over.right || box.right <= over.left;
    return !isInside && !isBeside && box.top >= over.top && box.bottom <= over.bottom;
  };
  for (let frame = 0; isHidden() && frame < 120; frame++) await new Promise(requestAnimationFrame);
  return isHidden();
}"""


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_what_was_done_is_said_where_it_covers_nothing(desk: Page, inputs: list[Input], size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    desk.goto(f"/staff/inputs/{inputs[0].public_id}?sort=oldest")
    press(desk, "c")
    expect(desk.locator("#close textarea")).to_be_focused()
    desk.keyboard.type("Sendt to gange.")
    press(desk, "Control+Enter")
    expect(desk.locator(".flash")).to_contain_text("Det er lukket uden svar.")
    assert desk.evaluate(_COVERED) == []
    desk.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(desk.locator(".flash")).to_be_in_viewport(ratio=1)
    for key in ("Tab", "Shift+Tab"):
        for _ in range(45):
            press(desk, key)
            assert not desk.evaluate(_FOCUS_IS_HIDDEN), desk.evaluate("document.activeElement.outerHTML")
