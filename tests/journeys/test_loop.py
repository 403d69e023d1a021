"""The whole loop in Danish, in a real browser, over real SMTP, PostgreSQL, Redis and workers: words in, answer out."""

import re

from playwright.sync_api import Browser, Page, expect

from engage.core.db import db
from engage.triage.decisions import Weighing
from tests.accessibility import check_accessibility
from tests.fixtures.live import DESK, LiveServer, new_context, sign_in
from tests.invitations.factories import make_campaign
from tests.journeys.conftest import Town
from tests.services import SmtpSink
from tests.services.smtp import Mail

WISH = "Byg en cykelsti langs landevejen, så børnene selv kan komme til skole."
REASON = "Strækningen er med i planen for næste år, fordi mange har peget på den."
REPLY = "Tak for dit forslag. Vi bygger cykelstien næste år og begynder ved skolen."
IDA = "ida@borger.example"


def link_in(mail: Mail, part: str) -> str:
    """The first address in a mail that has this part."""
    found = re.search(rf"https?://\S*{part}\S*", mail.text)
    assert found is not None, mail.text
    return found.group().rstrip(".,)")


def confirm_address(page: Page, smtp_sink: SmtpSink, count: int, *, part: str) -> None:
    """Open the newest mail's link, and say that the address is one's own."""
    page.goto(link_in(smtp_sink.wait_for(count, to=IDA)[-1], part))
    page.get_by_role("button", name="Ja, adressen er min").click()


def treat(desk: Page, town: Town) -> None:
    """On an input's page: tag, link, weigh and reply."""
    desk.get_by_text("Vælg også visioner").click()
    desk.get_by_role("checkbox", name=re.compile("mobiliteten")).check()
    desk.get_by_role("button", name="Gem fokusområder").click()
    expect(desk.locator("#tags .focus-tag, #tags .tag").first).to_be_visible()
    desk.get_by_label("Find ved at skrive").fill(town.track.title[:6])  # each step opens when its turn comes
    desk.get_by_role("radio", name=town.track.title).check()
    desk.get_by_role("radio", name="Imødekommet", exact=True).check()
    desk.locator("#link").get_by_label("Begrundelse").fill(REASON)
    desk.get_by_role("button", name="Kobl", exact=True).click()
    expect(desk.locator("#weigh")).to_have_attribute("open", "")  # all() below waits for nothing
    for group in desk.locator("#weigh").get_by_role("radiogroup").all():
        group.get_by_role("radio").nth(3).check()
    for sentence in desk.locator("#weigh textarea").all():
        sentence.fill("Stien gør hverdagen lettere for dem, der bor der.")
    desk.get_by_role("button", name="Gem min afvejning").click()
    expect(desk.locator("#weigh .step__summary")).to_have_text("1 har vejet")
    desk.get_by_label("Svar til borgeren").fill(REPLY)
    desk.get_by_role("button", name="Se svaret, før det sendes").click()
    check_accessibility(desk)
    desk.get_by_role("button", name="Offentliggør og send svaret").click()
    expect(desk.get_by_text("Svaret er offentliggjort.")).to_be_visible()


def test_from_an_invitation_to_a_line_in_the_plan_and_back(
    browser: Browser, live_server: LiveServer, town: Town, page: Page, desk: Page, smtp_sink: SmtpSink
) -> None:
    # the editor lets the invitation out, and the worker sends it
    campaign = make_campaign(IDA, "bo@borger.example", survey=town.survey)
    editor = new_context(browser, live_server.url, DESK)
    sign_in(editor, live_server.app, live_server.url, town.editor)
    release = editor.new_page()
    release.goto(f"/staff/campaigns/{campaign.id}/release")
    expect(release.get_by_text("2 personer på listen")).to_be_visible()
    release.get_by_role("button", name="Ja, send til 2 personer").click()
    (invitation,) = smtp_sink.wait_for(1, to=IDA)

    # the citizen answers on a phone
    page.goto(link_in(invitation, "/p/"))
    assert "/p/" not in page.url, "the token does not stay in the address"
    check_accessibility(page)
    page.get_by_role("link", name="Begynd").click()
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_role("alert")).to_contain_text("Vælg et svar")
    page.get_by_role("radio", name="På cykel").check()
    check_accessibility(page)
    page.get_by_role("button", name="Næste").click()
    page.get_by_role("radio", name="2", exact=True).check()
    page.get_by_label("Hvor mange minutter").fill("12")
    page.get_by_role("button", name="Næste").click()
    page.get_by_label("Er der andet, du vil sige?").fill(WISH)
    page.get_by_role("checkbox", name=re.compile("natur")).check()
    page.get_by_role("button", name="Næste").click()
    expect(page.get_by_text("Dine svar er gemt, men ikke sendt endnu.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Send mine svar").click()
    expect(page.get_by_role("heading", level=1, name="Tak for dine svar")).to_be_visible()
    check_accessibility(page)

    # the private page: an address is given there, and confirmed by mail
    page.get_by_role("link", name="Åbn min side").click()
    private_page = page.url
    check_accessibility(page)
    page.get_by_role("link", name="Få besked på e-mail").click()
    page.get_by_label("Din e-mail").fill(IDA)
    page.get_by_role("button", name="Gem min e-mail").click()
    confirm_address(page, smtp_sink, 2, part="/trace/")

    # the worker has summed up; the numbers lead to the words
    desk.goto(f"/staff/summaries/{town.consultation.slug}")
    summed_up = desk.get_by_role("main").get_by_text("Hvordan kommer du til skole eller arbejde?").first
    for _attempt in range(20):
        if summed_up.is_visible():
            break
        desk.wait_for_timeout(500)
        desk.reload()
    expect(summed_up).to_be_visible()
    check_accessibility(desk)

    # the secretary reads, tags, links, weighs and replies
    desk.goto("/staff/")
    check_accessibility(desk)
    desk.get_by_role("link", name="Indbakke").first.click()
    check_accessibility(desk)
    desk.get_by_role("link", name=re.compile("Byg en cykelsti")).first.click()
    check_accessibility(desk)
    treat(desk, town)
    assert db.session.query(Weighing).count() == 4

    # the citizen hears of it, and sees how it went
    reply = smtp_sink.wait_for(3, to=IDA)[-1]
    assert "cykelstien næste år" in reply.text
    page.goto(link_in(reply, "/trace/"))
    assert page.url == private_page
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    check_accessibility(page)

    # the plan shows that somebody stands behind the track, and the track's progress reaches the citizen
    page.goto(f"/plans/{town.committee.key}/tracks/{town.track.public_id}")
    expect(page.get_by_role("main")).to_contain_text("1 ")
    check_accessibility(page)
    desk.goto(f"/staff/plans/tracks/{town.track.public_id}")
    news_form = desk.locator("form[action$='/news']")
    news_form.get_by_role("radio", name="I gang").check()
    news_form.get_by_role("textbox").fill("Gravemaskinerne er begyndt ved skolen.")
    news_form.get_by_role("button").click()
    news = smtp_sink.wait_for(4, to=IDA)[-1]
    assert "Gravemaskinerne er begyndt" in news.text
    page.goto(private_page)
    expect(page.get_by_text("Gravemaskinerne er begyndt ved skolen.")).to_be_visible()
    editor.close()


def test_from_an_idea_to_an_answer(
    live_server: LiveServer, town: Town, page: Page, desk: Page, smtp_sink: SmtpSink
) -> None:
    page.goto("/")
    check_accessibility(page)
    page.get_by_role("link", name="Send en idé").first.click()
    check_accessibility(page)
    page.get_by_role("button", name="Send min idé").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Hvad er din idé?").fill("En cykelsti til skolen")
    page.get_by_label("Fortæl om den").fill(WISH)
    page.get_by_role("checkbox", name=re.compile("natur")).check()
    page.get_by_label(re.compile("^E-mail")).fill(IDA)
    page.get_by_role("button", name="Send min idé").click()
    expect(page.get_by_role("heading", level=1, name="Tak for din idé")).to_be_visible()
    check_accessibility(page)
    private_page = page.get_by_label("Dit private link").input_value()
    confirm_address(page, smtp_sink, 1, part="/confirm")

    desk.goto("/staff/ideas")
    check_accessibility(desk)
    desk.get_by_role("link", name="En cykelsti til skolen").first.click()
    check_accessibility(desk)
    desk.get_by_role("button", name="Offentliggør").click()
    page.goto("/ideas?q=cykelstier")
    expect(page.get_by_role("link", name="En cykelsti til skolen")).to_be_visible()
    check_accessibility(page)

    desk.goto("/staff/inputs")
    desk.get_by_role("link", name=re.compile("En cykelsti til skolen")).first.click()
    treat(desk, town)
    mails = smtp_sink.wait_for(2, to=IDA)
    replies = [mail for mail in mails if "cykelstien næste år" in mail.text] or smtp_sink.wait_for(3, to=IDA)[-1:]
    assert "cykelstien næste år" in replies[0].text
    page.goto(private_page)
    expect(page.get_by_text(REPLY)).to_be_visible()
    page.goto("/ideas?q=cykelstier")
    page.get_by_role("link", name="En cykelsti til skolen").click()
    expect(page.get_by_text(REPLY)).to_be_visible()
    check_accessibility(page)
