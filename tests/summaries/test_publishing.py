from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from engage.core.errors import Forbidden, NotFound
from engage.summaries import publishing, queries
from engage.summaries.publishing import NoSummaryYet, SummaryRebuilt
from tests.consultations.factories import make_consultation
from tests.factories import make_user
from tests.fixtures.clients import PageClient, StaffClient
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import make_committee
from tests.summaries.factories import answered_consultation, built
from tests.surveys.factories import make_response


def test_what_was_looked_over_is_published_and_stays(
    db_session: Session, clock: Clock, client: PageClient, staff_client: StaffClient
) -> None:
    consultation, survey = answered_consultation(60)
    first_quote = built(consultation).content["voices"]["themes"][0]["quotes"][0]
    address = f"/consultations/{consultation.slug}/results"
    assert client.get(address).status_code == 404
    editor = staff_client("editor")
    preview = editor.get(f"/staff/summaries/{consultation.slug}/publish")
    page = _main(preview.get_data(as_text=True))
    assert page.count('name="quote"') == page.count(" checked") > 9
    kept = [key for key in _ticked(page) if key != first_quote["key"]]
    done = editor.submit(preview, {"quote": kept})
    assert done.status_code == 302
    public = client.get(address).get_data(as_text=True)
    assert "har svaret" in public
    assert first_quote["text"] not in public
    quotes = [q["text"] for theme in built(consultation).content["voices"]["themes"] for q in theme["quotes"]]
    assert sum(_escaped(text) in public for text in quotes) > 9
    clock.advance(minutes=5)
    for _ in range(10):
        make_response(survey, {"how": "bus", "long": "Bussen kører for sjældent om aftenen"})
    built(consultation)
    assert _main(client.get(address).get_data(as_text=True)) == _main(public)


def _ticked(page: str) -> list[str]:
    return [part.split('"', 1)[0] for part in page.split('name="quote" value="')[1:]]


def _main(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;")


def test_a_summary_built_since_is_looked_over_again(
    db_session: Session, clock: Clock, staff_client: StaffClient
) -> None:
    consultation, _survey = answered_consultation(60)
    built(consultation)
    editor = staff_client("editor")
    preview = editor.get(f"/staff/summaries/{consultation.slug}/publish")
    clock.advance(minutes=1)
    built(consultation)
    again = editor.submit(preview, {"quote": []})
    assert again.status_code == 409
    page = _main(again.get_data(as_text=True))
    assert "Der kom nyt ind" in page
    assert 'name="quote"' in page
    assert " checked" not in page  # what was left out is still left out
    assert queries.published_result(consultation.id) is None
    assert editor.submit(again, form=None).status_code == 302
    assert queries.published_result(consultation.id) is not None


def test_results_are_taken_down_again(db_session: Session, client: PageClient, staff_client: StaffClient) -> None:
    consultation, _survey = answered_consultation(20)
    editor = staff_client("editor")
    publishing.publish(make_user("editor"), consultation.slug, built_at=built(consultation).built_at, left_out=())
    address = f"/consultations/{consultation.slug}/results"
    assert client.get(address).status_code == 200
    asked = editor.get(f"/staff/summaries/{consultation.slug}/unpublish")
    assert client.get(address).status_code == 200
    editor.submit(asked)
    assert client.get(address).status_code == 404
    with pytest.raises(NotFound):
        publishing.unpublish(make_user("editor"), consultation.slug)


def test_only_editors_and_administrators_publish(db_session: Session, staff_client: StaffClient) -> None:
    committee = make_committee()
    consultation = make_consultation(committee)
    built_at = built(consultation).built_at
    for role in ("secretary", "reader"):
        person = staff_client(role, committee)
        page = person.get(f"/staff/summaries/{consultation.slug}").get_data(as_text=True)
        assert f"/staff/summaries/{consultation.slug}/publish" not in page
        for what in ("publish", "unpublish"):
            address = f"/staff/summaries/{consultation.slug}/{what}"
            assert (person.get(address).status_code, person.post(address).status_code) == (403, 403)
        assert person.user is not None
        with pytest.raises(Forbidden):
            publishing.publish(person.user, consultation.slug, built_at=built_at, left_out=())
        with pytest.raises(Forbidden):
            publishing.unpublish(person.user, consultation.slug)
    administrator = make_user("administrator")
    publishing.publish(administrator, consultation.slug, built_at=built_at, left_out=())
    assert queries.published_result(consultation.id) is not None


def test_nothing_to_publish_yet(db_session: Session, staff_client: StaffClient) -> None:
    consultation = make_consultation()
    assert staff_client("editor").get(f"/staff/summaries/{consultation.slug}/publish").status_code == 409
    with pytest.raises(NoSummaryYet):
        publishing.publish(make_user("editor"), consultation.slug, built_at=None, left_out=())
    built(consultation)
    with pytest.raises(SummaryRebuilt):
        publishing.publish(make_user("editor"), consultation.slug, built_at=dt.datetime.now(dt.UTC), left_out=())


def test_a_withdrawn_consultation_shows_no_results(db_session: Session, client: PageClient) -> None:
    consultation = make_consultation(state="withdrawn")
    publishing.publish(make_user("editor"), consultation.slug, built_at=built(consultation).built_at, left_out=())
    assert client.get(f"/consultations/{consultation.slug}/results").status_code == 404
