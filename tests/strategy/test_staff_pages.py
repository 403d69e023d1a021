"""Staff's pages: from an empty plan to an adopted one, through the forms that people use."""

from flask import Flask

from engage.core.audit import trail_of
from engage.core.db import db
from engage.strategy import queries
from tests.factories import make_user
from tests.fixtures.clients import StaffClient
from tests.fixtures.surroundings import Clock
from tests.strategy.factories import adopt, make_committee, make_objective, make_plan, make_strategy, make_track


def test_a_secretary_writes_a_plan_and_the_committee_adopts_it(
    staff_client: StaffClient, app: Flask, clock: Clock
) -> None:
    make_strategy()
    committee = queries.committee("health")
    client = staff_client("secretary", committee)
    assert client.get("/staff/plans").text.count("Lav planen") == 1
    client.submit(client.get("/staff/plans/health/new"), {"title": "Sundere sammen", "introduction": "**Vi** vil."})
    vision = queries.vision("communities-3")
    page = client.get("/staff/plans/health/objectives/new")
    client.submit(page, {"title": "Færre er ensomme", "visions": [str(vision.id)]})
    objective = queries.linkable(committee.id)[0]
    assert objective.title == "Færre er ensomme"
    track_page = client.submit(
        client.get(f"/staff/plans/objectives/{objective.public_id}/tracks/new"), {"title": "Besøgsvenner"}
    )
    track = queries.linkable(committee.id)[0].tracks[0]
    assert track_page.location == f"/staff/plans/tracks/{track.public_id}"
    page = client.get(f"/staff/plans/tracks/{track.public_id}/actions/new")
    refused = client.submit(page, {"title": "Find frivillige", "progress": "130", "due_on": "i morgen"})
    assert "Skriv et helt tal fra 0 til 100" in refused.text
    assert "Skriv fristen som dag, måned og år" in refused.text
    client.submit(
        refused, {"progress": "30", "due_on": "2026-09-01", "status": "under_way", "responsible": "Anne Holm"}
    )
    assert "30\u00a0%" in client.get(f"/staff/plans/tracks/{track.public_id}").text
    page = client.get(f"/staff/plans/tracks/{track.public_id}")
    client.submit(page, {"status": "under_way", "text": "Nu går vi i gang."}, form=page.request.path + "/news")
    page = client.get(f"/staff/plans/tracks/{track.public_id}")
    assert "Nu går vi i gang." in page.text
    refused = client.submit(page, form=page.request.path + "/news")
    assert "Vælg en ny status, eller skriv en besked" in refused.text
    page = client.get("/staff/plans/health/adopt")
    refused = client.submit(page, {"adopted_on": "2026-05-05"})
    assert "Datoen ligger ude i fremtiden" in refused.text
    assert client.submit(refused, {"adopted_on": "2026-05-04"}).status_code == 302
    assert "Vedtaget 4. maj 2026" in client.get("/staff/plans/health").text


def test_two_on_one_track_see_both_texts_and_the_second_may_save(staff_client: StaffClient, app: Flask) -> None:
    track = make_track(title="Træer")
    address = f"/staff/plans/tracks/{track.public_id}/edit"
    anna, bo = staff_client(), staff_client()
    seen_by_bo = bo.get(address)
    anna.submit(anna.get(address), {"title": "Træer i Aars"})
    conflict = bo.submit(seen_by_bo, {"title": "Træer i Farsø", "description": "Ti nye"})
    assert "En anden har gemt, mens du skrev" in conflict.text
    assert "Træer i Aars" in conflict.text
    assert "Træer i Farsø" in conflict.text
    assert queries.track(track.public_id).title == "Træer i Aars"
    assert bo.submit(conflict).status_code == 302
    saved = queries.track(track.public_id)
    assert (saved.title, saved.description) == ("Træer i Farsø", "Ti nye")


def test_parts_are_moved_withdrawn_and_taken_up_again(staff_client: StaffClient, app: Flask) -> None:
    plan = make_plan()
    first = make_objective(plan, title="A")
    second = make_objective(plan, title="B")
    adopt(plan)
    client = staff_client()
    page = client.get(f"/staff/plans/{plan.committee.key}")
    client.submit(page, form=f"/staff/plans/objectives/{second.public_id}/move", button="↑Flyt “B” op")
    assert [each.title for each in queries.linkable(plan.committee_id)] == ["B", "A"]
    page = client.get(f"/staff/plans/objectives/{first.public_id}/withdraw")
    assert "Skriv, hvorfor det trækkes tilbage" in client.submit(page).text
    client.submit(page, {"reason": "Udgår af budgettet"})
    page = client.get(f"/staff/plans/{plan.committee.key}")
    assert "Trukket tilbage" in page.text
    client.submit(page, form=f"/staff/plans/objectives/{first.public_id}/restore")
    assert len(queries.linkable(plan.committee_id)) == 2


def test_other_committees_plans_are_read_but_not_changed(staff_client: StaffClient, app: Flask) -> None:
    plan = make_plan()
    track = make_track(make_objective(plan))
    client = staff_client("secretary", make_committee())
    page = client.get(f"/staff/plans/{plan.committee.key}")
    assert page.status_code == 200
    assert "Tilføj målsætning" not in page.text
    key, public_id = plan.committee.key, track.public_id
    for path in (f"{key}/edit", f"{key}/adopt", f"{key}/objectives/new", f"tracks/{public_id}/edit"):
        assert client.get(f"/staff/plans/{path}").status_code == 403
    assert client.post(f"/staff/plans/tracks/{public_id}/move", data={"direction": "up"}).status_code == 403
    news = client.post(f"/staff/plans/tracks/{public_id}/news", data={"status": "done", "version": "1"})
    assert news.status_code == 403


def test_the_administrator_corrects_the_strategy_and_confirms_a_committee(
    staff_client: StaffClient, app: Flask
) -> None:
    make_strategy()
    client = staff_client()
    assert "ikke bekræftet" in client.get("/staff/strategy").text
    page = client.get("/staff/strategy/committees/health")
    client.submit(page, {"title_da": "Sundheds- og Ældreudvalget", "confirmed": "y"})
    assert queries.committee("health").confirmed
    page = client.get("/staff/strategy/visions/growth-2")
    refused = client.submit(page, {"title_da": " "})
    assert "Skriv titlen på dansk" in refused.text
    client.submit(refused, {"title_da": "Vi vil have nye grunde"})
    db.session.expire_all()
    assert queries.vision("growth-2").title["da"] == "Vi vil have nye grunde"
    page = client.get("/staff/strategy/local-areas/new")
    refused = client.submit(page, {"name": "Aars"})
    assert "allerede et lokalområde med det navn" in refused.text
    client.submit(refused, {"name": "Ranum"})
    assert [area.name for area in queries.local_areas()][-1] == "Ranum"
    for path in ("texts/vores-vesthimmerland-2022-2026", "values/good-life", "focus-areas/growth"):
        assert client.submit(client.get(f"/staff/strategy/{path}")).status_code == 302


def test_the_administrator_chooses_who_receives_ideas_about_a_focus_area(staff_client: StaffClient, app: Flask) -> None:
    make_strategy()
    client = staff_client()
    area, health = queries.focus_area("growth"), queries.committee("health")
    receiving = queries.committee_for(area)
    assert receiving != health
    page = client.get("/staff/strategy/focus-areas/growth")
    assert f'<option selected value="{receiving.id}">' in page.text
    assert client.submit(page, {"committee": str(health.id)}).status_code == 302
    assert queries.committee_for(queries.focus_area("growth")) == health
    [last, *_] = trail_of(area)
    assert (last.action, last.committee_id) == ("focus_area.handed", health.id)

    # whoever was second sees both choices, and nothing is taken for chosen that is not offered
    conflict = client.submit(page, {"committee": str(receiving.id)})
    assert "Udvalg, der får idéerne" in conflict.text
    assert queries.committee_for(queries.focus_area("growth")) == health
    page = client.get("/staff/strategy/focus-areas/growth")
    assert client.submit(page, {"committee": "0"}).status_code == 200


def test_another_strategy_is_put_in_force_after_a_warning(staff_client: StaffClient, app: Flask) -> None:
    strategy = make_strategy()
    client = staff_client()
    page = client.get(f"/staff/strategy/current/{strategy.key}")
    assert "bliver den nye strategis" in page.text
    assert client.submit(page).location == "/staff/strategy"


def test_only_administrators_edit_the_strategy(staff_client: StaffClient, app: Flask) -> None:
    make_strategy()
    assert staff_client(user=make_user("editor")).get("/staff/strategy").status_code == 403
