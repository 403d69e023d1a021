"""Ideas as data, and what must not be in them."""

import pytest

from engage.core import clock
from engage.core.db import transaction
from engage.strategy.queries import local_areas
from engage.triage.decisions import Link, Reply
from tests.api.conftest import Read
from tests.factories import make_user
from tests.fixtures.apps import CountQueries
from tests.fixtures.clients import PageClient
from tests.ideas.factories import areas, make_idea
from tests.strategy.factories import adopt, make_objective, make_track

pytestmark = pytest.mark.usefixtures("app")


def test_only_published_ideas_are_listed(read: Read) -> None:
    shown = make_idea(title="Bænke ved søen", association="Aars IF", supports=4)
    for status in ("waiting", "rejected", "withdrawn"):
        make_idea(status=status)
    (item,) = read("/ideas")["items"]
    assert item["id"] == shown.public_id
    assert (item["title"], item["association"], item["supports"]) == ("Bænke ved søen", "Aars IF", 4)
    assert item["page"] == f"http://localhost/ideas/{shown.public_id}"
    assert item["published_at"].endswith("Z")


def test_the_list_is_narrowed_and_sorted(read: Read) -> None:
    first, second = areas()[:2]
    place = local_areas()[1]
    bench = make_idea(first, title="Bænke i Ålestrup", local_area_id=place.id, supports=1)
    mill = make_idea(second, title="Vindmøller ved fjorden", supports=9)

    def found(query: str) -> list[str]:
        return [item["id"] for item in read(f"/ideas?{query}")["items"]]

    assert found(f"focus={first.key}") == [bench.public_id]
    assert found(f"area={place.name}") == [bench.public_id]
    assert found("q=vindmølle") == [mill.public_id]
    assert found("sort=supported") == [mill.public_id, bench.public_id]
    assert found("sort=newest") == [mill.public_id, bench.public_id]
    assert found("q=svømmehal") == []


@pytest.mark.parametrize("sort", ["newest", "supported"])
def test_each_idea_is_on_exactly_one_page(read: Read, sort: str) -> None:
    now = clock.now()
    made = {make_idea(supports=number % 2, published_at=now, title=f"Bænk {number}").public_id for number in range(7)}
    make_idea(title="Et springvand")
    seen: list[str] = []
    address = f"/ideas?sort={sort}&limit=2&q=bænk"
    while address:
        page = read(address)
        assert (page["next"] is None) == (page["next_cursor"] is None)
        seen += [item["id"] for item in page["items"]]
        address = page["next"]
    assert len(seen) == 7
    assert set(seen) == made


def test_an_idea_tells_its_reply_and_where_it_went(read: Read, client: PageClient) -> None:
    idea, author = make_idea(), make_user("administrator", email="svarer@kommunen.example")
    track = make_track(make_objective(title="Flere går"), title="Stier i byen")
    draft = make_track(title="Endnu ikke vedtaget")
    adopt(track.objective.plan)
    with transaction() as session:
        common = {"input_id": idea.input_id, "author_id": author.id}
        session.add_all(
            [
                Reply(text="Vi sætter tre bænke op.", **common),
                Link(track_id=track.id, grade="in_full", reason="Godt set", **common),
                Link(objective_id=track.objective_id, grade="partly", reason="Delvist", **common),
                Link(track_id=draft.id, grade="declined", reason="Ikke nu", **common),
            ]
        )
    told = read(f"/ideas/{idea.public_id}")
    assert told["reply"]["text"] == "Vi sætter tre bænke op."
    grades = {link["grade"]: link["target"] for link in told["links"]}
    assert (grades["in_full"]["kind"], grades["in_full"]["title"]) == ("track", "Stier i byen")
    assert (grades["partly"]["kind"], grades["partly"]["title"]) == ("objective", "Flere går")
    assert grades["declined"] is None
    assert all(client.get(grades[grade]["page"]).status_code == 200 for grade in ("in_full", "partly"))
    assert "Endnu ikke vedtaget" not in str(told)
    assert author.name not in str(told)


def test_nothing_personal_is_told(client: PageClient) -> None:
    hidden = make_idea(sender_name="Ane Holm", email="ane@holm.example")
    shown = make_idea(sender_name="Bo Dahl", show_name=True)
    waiting = make_idea(status="waiting", title="Ventende idé")
    for address in ("/ideas", f"/ideas/{hidden.public_id}", f"/ideas/{shown.public_id}", f"/ideas/{waiting.public_id}"):
        text = client.get(f"/api/v1{address}").get_data(as_text=True)
        for secret in ("Ane", "Holm", "holm.example", "Bo Dahl", "Ventende", hidden.trace.public_id, "trace"):
            assert secret not in text, f"{secret} at {address}"
        assert hidden.input.public_id not in text


@pytest.mark.parametrize(("status", "code"), [("waiting", 404), ("rejected", 404), ("withdrawn", 410)])
def test_what_is_not_public_is_not_told(read: Read, status: str, code: int) -> None:
    idea = make_idea(status=status)
    problem = read(f"/ideas/{idea.public_id}", status=code)
    assert problem["status"] == code
    assert idea.title not in str(problem)


def test_the_cost_does_not_grow(client: PageClient, counting_queries: CountQueries) -> None:
    idea, author = make_idea(), make_user("administrator")
    addresses = ("/api/v1/ideas", f"/api/v1/ideas/{idea.public_id}")

    def costs() -> list[int]:
        make_idea(*areas()[:3])
        track = make_track()
        adopt(track.objective.plan)
        with transaction() as session:
            session.add(
                Link(input_id=idea.input_id, track_id=track.id, grade="partly", reason="x", author_id=author.id)
            )
        counts = []
        for address in addresses:
            with counting_queries() as sent:
                assert client.get(address).status_code == 200
            counts.append(len(sent))
        return counts

    few = costs()
    assert costs() == costs() == few
    assert max(few) <= 8
