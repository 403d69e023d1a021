"""Strategy and plans as data."""

import pytest

from engage.core.db import transaction
from engage.strategy import queries, service
from engage.triage.decisions import Link
from tests.api.conftest import Read
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.strategy.factories import (
    adopt,
    make_action_plan,
    make_committee,
    make_objective,
    make_plan,
    make_strategy,
    make_track,
)
from tests.triage.factories import make_input

pytestmark = pytest.mark.usefixtures("app")


def test_the_strategy_is_told_in_both_languages(read: Read) -> None:
    assert read("/strategy", status=404)["code"] == "no_strategy"
    strategy = make_strategy()
    area = strategy.focus_areas[0]
    make_input(focus_area_ids=(area.id,))
    told = read("/strategy")
    assert told["goal"] == strategy.goal
    assert [value["key"] for value in told["values"]] == [value.key for value in strategy.values]
    assert (len(told["values"]), len(told["focus_areas"])) == (4, 4)
    assert sum(len(each["visions"]) for each in told["focus_areas"]) == 13
    assert told["focus_areas"][0]["title"]["en"] == area.title["en"]
    assert [each["inputs_behind"] for each in told["focus_areas"]] == [1, 0, 0, 0]


def test_a_plan_tells_its_parts_its_progress_and_who_stands_behind(read: Read, client: PageClient) -> None:
    committee = make_committee("Teknik- og Miljøudvalget")
    plan = make_plan(committee, title="Grønnere veje")
    objective = make_objective(plan, title="Flere tager cyklen", visions=["nature-green-2"])
    track = make_track(objective, title="Cykelsti til Aars", status="under_way")
    action_plan = make_action_plan(track, progress=40)
    dropped = make_track(objective, title="Trukket spor")
    adopt(plan)
    author = make_user()
    service.withdraw(author, dropped, reason="Staten bygger den.")
    given = make_input(committee=committee)
    with transaction() as session:
        action_plan.responsible = "Karen Holm"
        session.add(action_plan)
        session.add(Link(input_id=given.id, track_id=track.id, grade="in_full", reason="Med", author_id=author.id))
    (entry,) = read("/plans")["items"]
    assert (entry["title"], entry["committee"]["key"], entry["progress"]) == ("Grønnere veje", committee.key, 0.4)
    told = read(entry["url"])
    (goal,) = told["objectives"]
    assert (goal["title"], goal["inputs_behind"], goal["visions"]) == ("Flere tager cyklen", 1, ["nature-green-2"])
    (way,) = goal["tracks"]
    assert (way["title"], way["status"], way["progress"], way["inputs_behind"]) == (
        "Cykelsti til Aars",
        "under_way",
        0.4,
        1,
    )
    assert way["action_plans"][0]["department"] == "Teknik og Miljø"
    assert "Karen Holm" not in str(told)
    assert client.get(told["page"]).status_code == client.get(way["page"]).status_code == 200


def test_a_draft_is_not_told(read: Read) -> None:
    plan = make_plan(title="Hemmelig kladde")
    make_track(make_objective(plan))
    assert read("/plans")["items"] == []
    assert read(f"/plans/{plan.committee.key}", status=404)["code"] == "plan_not_adopted"
    assert read("/plans/nobody", status=404)["code"] == "not_found"


def test_the_cost_does_not_grow(client: PageClient, counting_queries: CountQueries) -> None:
    plan = make_plan()
    make_action_plan(make_track(make_objective(plan, visions=["growth-1"]), visions=["growth-1"]))
    adopt(plan)
    addresses = ("/api/v1/strategy", "/api/v1/plans", f"/api/v1/plans/{plan.committee.key}")

    def costs() -> list[int]:
        counts = []
        for address in addresses:
            with counting_queries() as sent:
                assert client.get(address).status_code == 200
            counts.append(len(sent))
        return counts

    few = costs()
    for _ in range(3):
        objective = make_objective(queries.plan_by_id(plan.id), visions=["growth-1", "growth-2"])
        make_action_plan(make_track(objective, visions=["growth-1"]))
        other = make_plan()
        make_action_plan(make_track(make_objective(other, visions=["growth-2"])))
        adopt(other)
    assert costs() == few
    assert max(few) <= 18
