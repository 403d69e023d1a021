"""What a citizen reads of the plan the words were linked to: adopted plans only, and news since then only."""

from engage.strategy.plans import TrackStatus
from engage.strategy.service import tell_news
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


def test_only_news_since_the_link_was_made_is_told(client: PageClient) -> None:
    committee = make_committee()
    plan = make_plan(committee)
    track = make_track(make_objective(plan))
    adopt(plan)
    trace, secretary = make_trace(), make_user("secretary", committee)
    given = make_input("Byg en svømmehal", committee=committee, trace=trace)
    tell_news(secretary, track, version=track.version, status=TrackStatus.UNDER_WAY, text="Sket længe før brevet kom.")
    target = f"track:{track.public_id}"
    deciding.link(secretary, given.public_id, given.version, target=target, grade=Grade.PARTLY, reason="Vi vil gerne.")
    tell_news(secretary, track, version=track.version, status=TrackStatus.DONE, text="Bassinet er støbt.")
    page = client.get(f"/trace/{trace_token(trace)}").text
    assert "Bassinet er støbt." in page
    assert "Sket længe før brevet kom." not in page
