"""The sender's private page, and the mails that lead to it."""

import datetime as dt
import functools

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core import clock as core_clock
from engage.core.db import transaction
from engage.messages.models import Message
from engage.strategy.models import Committee
from engage.strategy.plans import ActionTrack, TrackNews, TrackStatus
from engage.strategy.queries import focus_areas
from engage.strategy.service import tell_news as tell_track_news
from engage.triage import deciding, service
from engage.triage.decisions import Grade
from engage.triage.intake import trace_token, trace_url
from engage.triage.models import Input, Trace
from engage.triage.queries import links_of
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.fixtures.surroundings import Drain
from tests.services import SmtpSink
from tests.strategy.factories import (
    adopt,
    make_action_plan,
    make_committee,
    make_objective,
    make_plan,
    make_strategy,
    make_track,
)
from tests.triage.factories import make_input, make_trace


@pytest.fixture
def committee(app: object) -> Committee:
    make_strategy()
    return make_committee("Udvalget for Teknik")


@pytest.fixture
def track(committee: Committee) -> ActionTrack:
    plan = make_plan(committee, title="Plan for trygge veje")
    found = make_track(make_objective(plan, title="Trygge stier"), title="Lys på skolestier")
    adopt(plan)
    return found


def address(trace: Trace, part: str = "") -> str:
    return f"/trace/{trace_token(trace)}" + (f"/{part}" if part else "")


def decide(given: Input, committee: Committee, track: ActionTrack, reason: str = "Det er i budgettet") -> None:
    secretary = make_user("secretary", committee)
    service.open_input(secretary, given.public_id)
    area = focus_areas()[0]
    service.tag(secretary, given.public_id, given.version, focus_area_ids=[area.id], vision_ids=[])
    target = f"track:{track.public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason=reason)


def tell_news(track: ActionTrack, text: str = "Lamperne er bestilt") -> TrackNews:
    with transaction() as session:
        news = TrackNews(track_id=track.id, old_status="planned", new_status="under_way", text=text)
        session.add(news)
    return news


def test_it_is_followed_from_received_to_reply(client: PageClient, committee: Committee, track: ActionTrack) -> None:
    given = make_input("Sæt lys på stien", committee=committee, trace=make_trace())
    assert given.trace is not None
    page = client.get(address(given.trace)).text
    assert "Sæt lys på stien" in page
    assert page.index("Modtaget") < page.index("Læst") < page.index("Koblet til en plan") < page.index("Senest den dag")
    decide(given, committee, track)
    tell_news(track)
    deciding.reply(make_user("secretary", committee), given.public_id, given.version, "Vi sætter lys op til foråret.")
    page = client.get(address(given.trace)).text
    for words in (
        "Delvist imødekommet: Lys på skolestier",
        "Det er i budgettet",
        "Plan for trygge veje",
        "Lamperne er bestilt",
        "Vi sætter lys op til foråret.",
        f"/tracks/{track.public_id}",
    ):
        assert words in page
    assert "Senest den dag" not in page


def test_a_plan_that_is_not_adopted_is_not_shown(client: PageClient, committee: Committee) -> None:
    draft = make_track(make_objective(make_plan(committee, title="Hemmelig kladde")))
    given = make_input(committee=committee, trace=make_trace())
    decide(given, committee, draft)
    assert given.trace is not None
    assert "Hemmelig kladde" not in client.get(address(given.trace)).text


def test_a_closed_one_says_why(client: PageClient, committee: Committee) -> None:
    given = make_input(committee=committee, trace=make_trace())
    service.close(make_user("secretary", committee), given.public_id, given.version, "Vejen er statens")
    assert given.trace is not None
    page = client.get(address(given.trace)).text
    assert "Lukket uden svar" in page
    assert "Vejen er statens" in page


def test_internal_notes_and_weighings_stay_inside(client: PageClient, committee: Committee) -> None:
    given = make_input(committee=committee, trace=make_trace())
    service.add_note(make_user("secretary", committee), given.public_id, "Ham kender vi godt")
    assert given.trace is not None
    assert "Ham kender vi" not in client.get(address(given.trace)).text


def test_what_went_the_same_way_is_told_once(client: PageClient, committee: Committee) -> None:
    trace = make_trace()
    for question, words in (("Hvad er godt?", "Naturen"), ("Er der andet?", "Flere bænke"), ("Alt i alt?", "Tak")):
        make_input(words, committee=committee, trace=trace, question=question)
    page = client.get(address(trace)).text
    assert page.count("Sådan er det gået") == 1
    assert page.index("Hvad er godt?") < page.index("Er der andet?") < page.index("Alt i alt?")
    first = trace.inputs[0]
    service.open_input(make_user("secretary", committee), first.public_id)
    page = client.get(address(trace)).text
    assert page.count("Sådan er det gået") == 2
    assert page.count("Senest den dag vil vi svare.") == 2


def test_the_reply_is_said_to_stand_where_it_stands(client: PageClient, committee: Committee) -> None:
    given = make_input(committee=committee, trace=make_trace())
    deciding.reply(
        make_user("secretary", committee),
        given.public_id,
        given.version,
        "Det gør vi til foråret, når frosten er af jorden.",
    )
    assert given.trace is not None
    page = client.get(address(given.trace)).text
    assert page.index("Det gør vi til foråret") < page.index("Svaret står herover.")


def test_reading_leaves_no_cookie_and_no_copy(client: PageClient, committee: Committee) -> None:
    answer = client.get(address(make_trace()))
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in answer.text


def test_a_mistyped_link_is_helped_on(client: PageClient, committee: Committee) -> None:
    good = address(make_trace())
    for bad in (good[:-1], good + "x", f"{good[:-3]}abc", "/trace/x", f"{good[:-1]}/email", "/trace/%E2%82%AC"):
        answer = client.get(bad)
        assert answer.status_code == 404, bad
        assert "Linket virker ikke" in answer.text, bad


def test_an_address_is_given_confirmed_and_taken_away(
    client: PageClient, committee: Committee, drain: Drain, smtp_sink: SmtpSink
) -> None:
    trace = make_trace()
    form = client.get(address(trace, "email"))
    refused = client.submit(form, {"email": "ikke en adresse"})
    assert (refused.status_code, "Skriv din e-mail, fx navn@eksempel.dk" in refused.text) == (422, True)
    page = client.submit(refused, {"email": "karen@eksempel.dk"}, follow_redirects=True)
    assert "Vi har sendt dig en mail" in page.text
    drain()
    link = next(line for line in smtp_sink.messages[0].text.splitlines() if "/confirm?key=" in line)
    confirm = client.get(link.removeprefix("http://localhost"))
    assert trace.email_confirmed_at is None
    client.submit(confirm)
    assert "Vi skriver til dig, når der er svar" in client.get(address(trace)).text
    client.submit(client.get(address(trace, "stop")))
    assert (trace.email, trace.email_confirmed_at) == (None, None)


def test_nobody_confirms_an_address_without_its_mail(client: PageClient, committee: Committee) -> None:
    trace = make_trace("offer@eksempel.dk", confirmed=False)
    for key in ("", "0" * 24, "æøå"):
        assert client.get(address(trace, "confirm"), query_string={"key": key}).status_code == 422
        assert client.post(address(trace, "confirm"), data={"key": key}).status_code == 422
    assert trace.email_confirmed_at is None


def test_a_confirmed_address_is_not_replaced_by_whoever_has_the_link(client: PageClient, committee: Committee) -> None:
    trace = make_trace("karen@eksempel.dk")
    client.post(address(trace, "email"), data={"email": "en.anden@eksempel.dk"})
    assert trace.email == "karen@eksempel.dk"


def test_no_reply_is_sent_to_an_address_nobody_has_confirmed(
    committee: Committee, drain: Drain, smtp_sink: SmtpSink
) -> None:
    given = make_input(committee=committee, trace=make_trace("offer@eksempel.dk", confirmed=False))
    deciding.reply(make_user("secretary", committee), given.public_id, given.version, "Vi sætter lys op til foråret.")
    drain()
    assert [mail.subject for mail in smtp_sink.messages] == ["Er det din e-mailadresse?"]


def test_followers_get_one_merged_mail_for_each_news(
    committee: Committee, track: ActionTrack, drain: Drain, smtp_sink: SmtpSink, db_session: Session
) -> None:
    karen = make_trace("karen@eksempel.dk")
    for text in ("Lys på stien", "Lys ved skolen"):
        decide(make_input(text, committee=committee, trace=karen), committee, track)
    decide(make_input("Lys overalt", committee=committee, trace=make_trace("KAREN@eksempel.dk")), committee, track)
    decide(
        make_input("Mørkt", committee=committee, trace=make_trace("ny@eksempel.dk", confirmed=False)), committee, track
    )
    decide(make_input("Ingen adresse", committee=committee, trace=make_trace()), committee, track)
    drain()
    smtp_sink.reset()
    news = tell_news(track)
    assert service.tell_followers(news.id) == 1
    assert service.tell_followers(news.id) == 0
    drain()
    (mail,) = smtp_sink.messages
    assert mail.recipients == ("karen@eksempel.dk",)
    assert "Nyt om det, du skrev: Lys på skolestier" in mail.subject
    for words in ("Lys på stien", "Lys ved skolen", "Lys overalt", "Status er nu: I gang", "Lamperne er bestilt"):
        assert words in mail.text
    assert trace_url(karen) in mail.text
    count = select(func.count()).select_from(Message).where(Message.kind == "track_news")
    assert db_session.scalar(count) == 1


def test_a_link_taken_back_before_sending_stops_the_mail(
    committee: Committee, track: ActionTrack, drain: Drain, smtp_sink: SmtpSink
) -> None:
    given = make_input(committee=committee, trace=make_trace("karen@eksempel.dk"))
    decide(given, committee, track)
    drain()
    smtp_sink.reset()
    service.tell_followers(tell_news(track).id)
    link = links_of(given.id)[0]
    secretary = make_user("secretary", committee)
    deciding.take_back(secretary, given.public_id, given.version, link_id=link.id, reason="Forkert spor")
    drain()
    assert smtp_sink.messages == []


def test_news_whose_job_was_lost_is_told_by_the_sweep(
    committee: Committee, track: ActionTrack, db_session: Session
) -> None:
    news = tell_news(track)
    service.sweep()
    assert news.told_at is None
    with transaction():
        news.at = core_clock.now() - dt.timedelta(minutes=5)
    service.sweep()
    assert news.told_at is not None


def heading(client: PageClient, trace: Trace) -> str:
    """The page's heading, where it says where the words are now."""
    return client.get(address(trace)).text.partition("<h1>")[2].partition("</h1>")[0]


def test_the_heading_says_where_the_words_are_now(client: PageClient, committee: Committee, track: ActionTrack) -> None:
    given = make_input("Sæt lys på stien", committee=committee, trace=make_trace())
    trace, secretary = given.trace, make_user("secretary", committee)
    assert trace is not None
    assert heading(client, trace) == "Vi har fået dine ord. Nu skal de læses."
    service.open_input(secretary, given.public_id)
    assert "Nu ser vi på, hvor de hører til" in heading(client, trace)
    decide(given, committee, track)
    assert "Arbejdet er ikke begyndt endnu" in heading(client, trace)
    tell = functools.partial(tell_track_news, secretary, track)
    tell(version=track.version, status=TrackStatus.UNDER_WAY, text="")
    assert "arbejdet er i gang" in heading(client, trace)
    tell(version=track.version, status=TrackStatus.DONE, text="Lyset er tændt")
    assert heading(client, trace) == "Det er gjort. Dine ord blev til noget."


def test_what_is_declined_is_called_a_no_and_not_part_of_the_plan(
    client: PageClient, committee: Committee, track: ActionTrack
) -> None:
    given = make_input("Sæt lys på stien", committee=committee, trace=make_trace())
    secretary, target = make_user("secretary", committee), f"track:{track.public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.DECLINED, reason="For dyrt")
    assert given.trace is not None
    assert "Svaret blev nej" in heading(client, given.trace)
    page = client.get(address(given.trace)).text
    assert "For dyrt" in page
    assert "Plan for trygge veje" not in page


def test_the_answer_clock_is_honest(client: PageClient, committee: Committee) -> None:
    received = core_clock.now() - dt.timedelta(days=3)
    waiting = make_input(committee=committee, trace=make_trace(), received_at=received)
    assert waiting.trace is not None
    page = client.get(address(waiting.trace)).text
    assert "Du får svar senest" in page
    assert "om 25 dage" in page
    with transaction():
        waiting.due_on = core_clock.today() - dt.timedelta(days=2)
    page = client.get(address(waiting.trace)).text
    assert "for 2 dage siden" in page
    assert "Vi er bagud med svaret" in page
    assert "(er forsinket)" in page
    deciding.reply(make_user("secretary", committee), waiting.public_id, waiting.version, "Vi sætter lys op nu.")
    page = client.get(address(waiting.trace)).text
    assert "efter 3 dage" in page
    assert "Vi er bagud" not in page


def test_the_next_deadline_of_the_work_is_told(client: PageClient, committee: Committee, track: ActionTrack) -> None:
    given = make_input("Sæt lys på stien", committee=committee, trace=make_trace())
    for title, status, due in (("Grave", "done", 1), ("Bestille lamper", "under_way", 5), ("Tænde", "planned", 9)):
        make_action_plan(track, title=title, status=status, due_on=core_clock.today() + dt.timedelta(days=due))
    decide(given, committee, track)
    assert given.trace is not None
    page = client.get(address(given.trace)).text
    assert "Næste: Bestille lamper" in page
    assert "Grave" not in page
    assert "Tænde" not in page


def test_the_page_costs_the_same_however_much_was_sent(
    client: PageClient, committee: Committee, track: ActionTrack, counting_queries: CountQueries
) -> None:
    trace = make_trace()
    counts = []
    for _ in range(2):
        for words in ("Lys", "Bænke"):
            given = make_input(words, committee=committee, trace=trace)
            decide(given, committee, track)
            deciding.reply(make_user("secretary", committee), given.public_id, given.version, f"Vi svarer om {words}.")
        tell_news(track)
        with counting_queries() as sent:
            client.get(address(trace))
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
