"""What staff write and have not saved is never lost: it comes back after a closed page, and is forgotten once sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility import check_accessibility
from tests.journeys.conftest import Town
from tests.triage.factories import make_inputs

pytestmark = pytest.mark.browser
REPLY = "Tak. Vi sætter lys på stien til næste år."
NOTICE = "[data-keep-notice]"


@pytest.fixture(autouse=True)
def leaving(desk: Page) -> None:
    """The browser asks before a page with unsaved text is left; these readers leave."""
    desk.on("dialog", lambda dialog: dialog.accept())


def test_the_text_of_a_track_comes_back_until_it_is_saved(desk: Page, town: Town) -> None:
    edit = f"/staff/plans/tracks/{town.track.public_id}/edit"
    desk.goto(edit)
    expect(desk.locator(NOTICE)).to_be_hidden()
    desk.get_by_label("Titel").fill("Cykelstier til alle skoler")
    desk.goto("/staff/plans")
    desk.goto(edit)
    expect(desk.locator(NOTICE)).to_be_visible()
    expect(desk.get_by_label("Titel")).to_have_value("Cykelstier til alle skoler")
    check_accessibility(desk)
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(town.track.objective.plan.title)
    desk.goto(edit)
    expect(desk.locator(NOTICE)).to_be_hidden()


def test_what_was_saved_does_not_come_back_when_the_next_page_is_left_at_once(desk: Page, town: Town) -> None:
    edit = f"/staff/plans/tracks/{town.track.public_id}/edit"
    desk.goto(edit)
    desk.get_by_label("Titel").fill("Cykelstier til alle skoler")
    desk.route("**/keep.js*", lambda route: route.abort())  # so soon that the script that forgets has not run
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(town.track.objective.plan.title)
    desk.unroute("**/keep.js*")
    desk.goto(edit)
    expect(desk.get_by_label("Titel")).to_have_value("Cykelstier til alle skoler")
    expect(desk.locator(NOTICE)).to_be_hidden()
    desk.get_by_role("button", name="Gem", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(town.track.objective.plan.title)


def test_a_reply_half_written_waits_for_its_writer_and_goes_once_it_is_sent(desk: Page, town: Town) -> None:
    first, second = make_inputs(2, town.committee, consultation_id=town.consultation.id)
    desk.goto(f"/staff/inputs/{first.public_id}#reply")
    text = desk.get_by_label("Svar til borgeren")
    text.fill(REPLY)
    desk.goto(f"/staff/inputs/{second.public_id}#reply")
    expect(text).to_have_value("")
    desk.goto(f"/staff/inputs/{first.public_id}")
    expect(desk.locator(NOTICE)).to_be_visible()
    expect(text).to_have_value(REPLY)
    desk.get_by_role("button", name="Se svaret, før det sendes").click()
    desk.get_by_role("button", name="Offentliggør og send svaret").click()
    expect(desk.get_by_text("Svaret er offentliggjort.")).to_be_visible()
    desk.goto(f"/staff/inputs/{first.public_id}#reply")
    expect(desk.locator(NOTICE)).to_be_hidden()
    expect(desk.locator("#reply article")).to_contain_text(REPLY)
    expect(text).to_be_hidden()
    desk.get_by_text("Ret svaret, eller skriv et nyt").click()
    text.fill("Lamperne er sat op nu, også ved broen.")
    desk.goto("/staff/inputs")
    desk.goto(f"/staff/inputs/{first.public_id}#note")
    expect(text).to_have_value("Lamperne er sat op nu, også ved broen.")
    expect(text).to_be_visible()
