"""The page of one input: words first, forms that lose nothing, and what the other did."""

import pytest

from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.strategy.models import Committee
from engage.strategy.queries import values, visions
from engage.triage import deciding, service
from engage.triage.deciding import Judgement
from engage.triage.decisions import Grade
from engage.triage.input_page import input_page
from engage.triage.models import Input, InputState
from engage.triage.queries import links_of, notes_of, public_reply_of
from engage.triage.tray import TrayFilter
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Drain
from tests.services import SmtpSink
from tests.strategy.factories import make_committee, make_objective, make_plan, make_strategy, make_track
from tests.triage.factories import make_input, make_theme, make_trace


@pytest.fixture
def committee(app: object) -> Committee:
    make_strategy()
    return make_committee("Udvalget for Teknik")


@pytest.fixture
def consultation(committee: Committee) -> Consultation:
    return make_consultation(committee)


@pytest.fixture
def given(committee: Committee, consultation: Consultation) -> Input:
    return make_input(
        "Der er mørkt på stien.\n\nSæt <b>lys</b> op, tak!",
        committee=committee,
        consultation_id=consultation.id,
        question="Hvad mangler i din by?",
        sender_name="Karen Holm",
    )


@pytest.fixture
def desk(staff_client: StaffClient, committee: Committee) -> PageClient:
    return staff_client("secretary", committee)


def address(given: Input, part: str = "") -> str:
    return f"/staff/inputs/{given.public_id}" + (f"/{part}" if part else "")


def test_the_words_stand_as_they_were_written(desk: PageClient, given: Input) -> None:
    page = desk.get(address(given)).text
    assert "Der er mørkt på stien.\n\nSæt &lt;b&gt;lys&lt;/b&gt; op, tak!" in page
    assert "Hvad mangler i din by?" in page
    assert "Karen Holm" in page
    assert given.state == InputState.OPEN


def test_tags_and_themes_are_set(desk: PageClient, given: Input, consultation: Consultation) -> None:
    vision, theme = visions()[3], make_theme(consultation)
    page = desk.get(address(given))
    page = desk.submit(page, {"tags-visions": str(vision.id)}, form=address(given, "tags"), follow_redirects=True)
    values_ = {"themes-themes": str(theme.id), "themes-new_theme": "Lys på stier"}
    page = desk.submit(page, values_, form=address(given, "themes"), follow_redirects=True)
    assert [row.id for row in given.visions] == [vision.id]
    assert {row.theme.label for row in given.themes} == {theme.label, "Lys på stier"}
    desk.submit(page, {"themes-themes": [], "themes-new_theme": ""}, form=address(given, "themes"))
    assert given.themes == []


def test_staffs_theme_stands_over_the_machines(committee: Committee, given: Input, consultation: Consultation) -> None:
    theme = make_theme(consultation, made_by="machine")
    secretary = make_user("secretary", committee)
    service.set_themes(secretary, given.public_id, given.version, theme_ids=[theme.id])
    assert [(row.made_by, row.confidence) for row in given.themes] == [("staff", 1.0)]


def test_a_link_is_made_with_grade_and_reason(desk: PageClient, given: Input, committee: Committee) -> None:
    make_objective(make_plan(make_committee("Udvalget for Kultur")), title="Kultur for alle")
    track = make_track(make_objective(make_plan(committee), title="Trygge stier"), title="Lys på skolestier")
    page = desk.get(address(given))
    assert page.text.index("Trygge stier") < page.text.index("Kultur for alle")
    refused = desk.submit(page, {"link-reason": "Vi sætter lys op"}, form=address(given, "link"))
    assert refused.status_code == 422
    assert "Vi sætter lys op</textarea>" in refused.text
    assert "Vælg, hvor langt planen går" in refused.text
    chosen = {"link-target": f"track:{track.public_id}", "link-grade": "partly"}
    done = desk.submit(refused, chosen, form=address(given, "link"), follow_redirects=True)
    assert "Delvist imødekommet" in done.text
    (link,) = links_of(given.id)
    assert (link.grade, link.reason, link.track) == ("partly", "Vi sætter lys op", track)


def test_a_link_is_taken_back_with_a_reason(desk: PageClient, given: Input, committee: Committee) -> None:
    track, secretary = make_track(make_objective(make_plan(committee))), desk.user
    assert secretary is not None
    target = f"track:{track.public_id}"
    link = deciding.link(
        secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Lys i 2027"
    )
    form = address(given, f"links/{link.id}/take-back")
    refused = desk.submit(desk.get(address(given)), form=form)
    assert "Skriv en begrundelse" in refused.text
    done = desk.submit(refused, {"unlink-reason": "Forkert spor"}, form=form, follow_redirects=True)
    assert "Trukket tilbage" in done.text
    assert links_of(given.id) == []


def test_weighing_asks_for_a_sentence_and_shows_disagreement(
    desk: PageClient, given: Input, committee: Committee
) -> None:
    value = values()[0]
    deciding.weigh(make_user("secretary", committee), given.public_id, {value.id: Judgement(-2, "Alt for dyrt")})
    page = desk.get(address(given))
    refused = desk.submit(page, {f"weigh-score_{value.key}": "1"}, form=address(given, "weigh"))
    assert (refused.status_code, "Skriv en sætning, der forklarer vægten" in refused.text) == (422, True)
    done = desk.submit(
        refused, {f"weigh-sentence_{value.key}": "Sparer uheld"}, form=address(given, "weigh"), follow_redirects=True
    )
    assert "Alt for dyrt" in done.text
    assert "Sparer uheld" in done.text
    assert "Uenighed" in done.text


def test_a_reply_is_previewed_mended_published_and_sent(
    desk: PageClient, committee: Committee, drain: Drain, smtp_sink: SmtpSink
) -> None:
    given = make_input("Sæt lys på stien", committee=committee, trace=make_trace("karen@eksempel.dk"))
    drain()
    smtp_sink.reset()
    form = address(given, "reply")
    preview = desk.submit(desk.get(address(given)), {"reply-text": "Vi sætter lys op til foraaret."}, form=form)
    assert "Vi sender det til karen@eksempel.dk." in preview.text
    assert public_reply_of(given.id) is None
    mending = desk.submit(preview, button="Ret i svaret")
    assert "til foraaret.</textarea>" in mending.text
    preview = desk.submit(mending, {"reply-text": "Vi sætter lys op til foråret."}, form=form)
    desk.submit(preview, button="Offentliggør og send svaret")
    drain()
    reply, (mail,) = public_reply_of(given.id), smtp_sink.messages
    assert reply is not None
    assert reply.text == "Vi sætter lys op til foråret."
    assert "Vi sætter lys op til foråret." in mail.text
    assert given.state == InputState.ANSWERED


def test_a_published_reply_stands_with_its_mail_and_the_way_to_another(
    desk: PageClient, committee: Committee, drain: Drain
) -> None:
    given = make_input("Sæt lys på stien", committee=committee, trace=make_trace("karen@eksempel.dk"))
    form = address(given, "reply")
    first, second = "Vi sætter lys op til foråret.", "Lamperne er sat op nu, også ved broen."
    preview = desk.submit(desk.get(address(given)), {"reply-text": first}, form=form)
    desk.submit(preview, button="Offentliggør og send svaret")
    desk.get(address(given))
    waiting = desk.get(address(given)).text
    assert f'<p class="typed">{first}</p>' in waiting
    assert "I kø" in waiting
    drain()
    page = desk.get(address(given))
    assert "Mail til borgeren:" in page.text
    assert "Sendt" in page.text
    assert '<details class="details">\n  <summary>Ret svaret, eller skriv et nyt</summary>' in page.text
    assert f"{first}</textarea>" in page.text, "to be mended"
    same = desk.submit(desk.submit(page, form=form), button="Offentliggør og send svaret")
    assert same.status_code == 422
    assert "Det svar står der allerede." in same.text
    preview = desk.submit(same, {"reply-text": second}, form=form)
    desk.submit(preview, button="Offentliggør og send svaret")
    page = desk.get(address(given))
    assert f'<p class="typed">{second}</p>' in page.text
    assert "Tidligere svar (1)" in page.text
    assert page.text.index(second) < page.text.index(first)


def test_a_reply_that_no_mail_brings_says_so(desk: PageClient, given: Input, committee: Committee) -> None:
    assert desk.user is not None
    deciding.reply(desk.user, given.public_id, given.version, "Vi sætter lys op til foråret.")
    assert "Ingen mail: Borgeren havde ikke bekræftet en adresse." in desk.get(address(given)).text


def test_the_opening_of_a_reply_comes_from_the_decision(desk: PageClient, given: Input, committee: Committee) -> None:
    track = make_track(make_objective(make_plan(committee)), title="Lys på skolestier")
    assert desk.user is not None
    target = f"track:{track.public_id}"
    deciding.link(
        desk.user, given.public_id, given.version, target=target, grade=Grade.IN_FULL, reason="Det er i budgettet."
    )
    page = desk.get(address(given)).text
    assert "“Lys på skolestier” i planen fra Udvalget for Teknik. Imødekommet: Det er i budgettet." in page


def test_a_short_reply_comes_back_as_it_was_typed(desk: PageClient, given: Input) -> None:
    preview = desk.submit(desk.get(address(given)), {"reply-text": "Nej tak."}, form=address(given, "reply"))
    refused = desk.submit(preview, button="Offentliggør og send svaret")
    assert refused.status_code == 422
    assert "Skriv mindst 20 tegn" in refused.text
    assert "Nej tak.</textarea>" in refused.text


def test_the_second_of_two_is_told_who_did_what_and_loses_nothing(
    desk: PageClient, given: Input, committee: Committee
) -> None:
    page = desk.get(address(given))
    other = make_user("secretary", committee)
    service.tag(other, given.public_id, given.version, focus_area_ids=[], vision_ids=[visions()[0].id])
    late = desk.submit(page, {"close-reason": "Et langt svar om sagen"}, form=address(given, "close"))
    assert late.status_code == 409
    assert f"<b>{other.name}</b> ændrede fokusområder og visioner" in late.text
    assert "Et langt svar om sagen</textarea>" in late.text
    assert given.state == InputState.OPEN
    desk.submit(late, form=address(given, "close"))
    assert (given.state, given.closed_reason) == (InputState.CLOSED, "Et langt svar om sagen")


def test_what_was_typed_is_shown_when_it_was_handed_away_meanwhile(
    desk: PageClient, given: Input, committee: Committee
) -> None:
    page = desk.get(address(given))
    colleague = make_user("secretary", committee)
    service.hand_over(
        colleague, given.public_id, given.version, committee_id=make_committee("Kultur").id, reason="Deres hal"
    )
    late = desk.submit(page, {"close-reason": "Mit lange svar"}, form=address(given, "close"))
    assert late.status_code == 409
    assert '<p class="typed">Mit lange svar</p>' in late.text
    assert "gav det videre fra Udvalget for Teknik til Kultur" in late.text
    noted = desk.post(address(given, "note"), data={"note-text": "Mit notat"})
    assert (noted.status_code, "Mit notat" in noted.text) == (403, True)
    assert notes_of(given.id) == []


def test_it_is_handed_over_and_the_other_committee_sees_why(
    desk: PageClient, staff_client: StaffClient, given: Input
) -> None:
    receiver = make_committee("Udvalget for Kultur")
    sent = {"hand-over-committee": str(receiver.id), "hand-over-reason": "Det er jeres hal"}
    desk.submit(desk.get(address(given)), sent, form=address(given, "hand-over"))
    assert given.text not in desk.get("/staff/inputs").text
    theirs = staff_client("secretary", receiver)
    assert given.public_id in theirs.get("/staff/inputs?state=new").text
    seen = theirs.get(address(given)).text
    assert "Det er jeres hal" in seen
    assert "har det nu" not in seen
    assert "Udvalget for Kultur har det nu" in desk.get(address(given)).text


def test_a_closed_one_says_why_and_is_opened_again(desk: PageClient, given: Input) -> None:
    desk.submit(desk.get(address(given)), {"close-reason": "Sagen er slut"}, form=address(given, "close"))
    page = desk.get(address(given))
    assert "Lukket uden svar: Sagen er slut" in page.text
    desk.submit(page, form="reopen")
    assert given.state == InputState.OPEN


def test_others_with_the_same_words_stand_beside(desk: PageClient, given: Input) -> None:
    twin = make_input("der er mørkt på stien - sæt <b>lys</b> op tak", committee=given.committee)
    long = (
        "Vi vil gerne have bedre lys langs stien fra skolen til hallen, for børnene cykler der hver dag hele vinteren"
    )
    near = make_input(long, committee=given.committee, consultation_id=given.consultation_id)
    same = make_input(f"{long} igennem", committee=given.committee, consultation_id=given.consultation_id)
    assert f"/staff/inputs/{twin.public_id}" in desk.get(address(given)).text
    assert f"/staff/inputs/{same.public_id}" in desk.get(address(near)).text


def test_the_page_costs_the_same_however_much_there_is(
    desk: PageClient, given: Input, committee: Committee, counting_queries: object
) -> None:
    assert desk.user is not None
    secretary: User = desk.user
    service.open_input(secretary, given.public_id)
    costs = []
    for more in (1, 6):
        for _ in range(more):
            service.add_note(make_user("secretary", committee), given.public_id, "Et notat")
            deciding.weigh(make_user("secretary", committee), given.public_id, {values()[0].id: Judgement(1, "Godt")})
            make_input(given.text, committee=committee, consultation_id=given.consultation_id)
        with counting_queries() as sent:  # type: ignore[operator]
            desk.get(address(given))
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_an_unknown_input_is_not_found(desk: PageClient) -> None:
    assert desk.get("/staff/inputs/findes-ikke").status_code == 404


def test_a_page_holds_its_place_in_the_tray(committee: Committee, given: Input) -> None:
    page = input_page(make_user("secretary", committee), given, TrayFilter())
    assert (page.previous, page.next, page.waiting.number) == (None, None, 1)


def test_what_can_be_linked_to_is_found_by_a_few_letters(desk: PageClient, given: Input, committee: Committee) -> None:
    objective = make_objective(make_plan(committee), title="Trygge stier")
    lights, halls = make_track(objective, title="Lys på skolestier"), make_track(objective, title="Nye haller")
    page = desk.get(address(given)).text
    assert page.index("Ligner det, der står") < page.index(f"track:{lights.public_id}") < page.index("Nye haller")
    found = desk.get(f"{address(given)}?find=hal").text
    assert f"track:{halls.public_id}" in found
    assert f"track:{lights.public_id}" not in found
    assert "Intet passer på “giraf”." in desk.get(f"{address(given)}?find=giraf").text


def test_the_next_step_is_open_and_moves_on(desk: PageClient, given: Input, committee: Committee) -> None:
    page = desk.get(address(given))
    assert 'class="step step--next" id="tags" data-part open' in page.text
    done = desk.submit(page, {"tags-visions": str(visions()[0].id)}, form=address(given, "tags"), follow_redirects=True)
    assert 'class="step step--done" id="tags" data-part>' in done.text
    assert 'class="step step--next" id="link" data-part open' in done.text


def test_save_and_next_goes_on_to_the_next_one(desk: PageClient, given: Input, committee: Committee) -> None:
    following = make_input("Den næste", committee=committee)
    answer = desk.submit(desk.get(address(given)), form=address(given, "tags"), button="Gem og næste")
    assert answer.location.startswith(address(following))
