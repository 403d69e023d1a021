"""A plan that is not adopted keeps its titles to itself, also from the citizen whose words are linked to it."""

from engage.triage import deciding
from engage.triage.decisions import Grade
from engage.triage.intake import trace_token
from tests.factories import make_user
from tests.fixtures.clients import PageClient
from tests.strategy.factories import adopt, make_committee, make_objective, make_plan, make_track
from tests.triage.factories import make_input, make_trace


def test_title_is_told_when_the_plan_is_adopted(client: PageClient) -> None:
    committee = make_committee()
    plan = make_plan(committee)
    track = make_track(make_objective(plan), title="Hemmelig svømmehal")
    trace = make_trace()
    given = make_input("Byg en svømmehal", committee=committee, trace=trace)
    secretary = make_user("secretary", committee)
    target = f"track:{track.public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Vi vil gerne.")
    before = client.get(f"/trace/{trace_token(trace)}").text
    assert "Hemmelig svømmehal" not in before
    assert "Udvalgets kommende plan" in before
    adopt(plan)
    assert "Hemmelig svømmehal" in client.get(f"/trace/{trace_token(trace)}").text
