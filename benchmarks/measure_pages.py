"""Citizens' pages against the floor: requests a second of each, eight at a time."""

import functools

import sqlalchemy as sa

from benchmarks import survey
from benchmarks.bench import Bench, Site
from benchmarks.figures import Result, figure
from benchmarks.rounds import SECONDS, in_turn

_AT_ONCE = 8
_SENT = 400
_FLOOR_SCHEMA = """CREATE TABLE floor_rows (id serial PRIMARY KEY, title text, body text);
CREATE TABLE floor_answers (id serial PRIMARY KEY, answers jsonb);
INSERT INTO floor_rows (title, body) SELECT 'Title ' || n, repeat('words ', 10) FROM generate_series(1, 20) n"""
_FORM = {f"q{number}": "Et svar, som nogen kunne give." for number in range(8)}


@figure("survey_page_vs_floor", unit="ratio", at_least=0.5)
def survey_page(bench: Bench) -> Result:
    """A page of eight questions, as a citizen gets it who comes for the first time."""
    database = bench.copy("survey_page")
    slug = survey.prepare(bench.app(database), one_page=True)
    with bench.site(database) as ours:
        return _against_floor(bench, ours, f"/surveys/{slug}/pages/all")


@figure("survey_submit_vs_floor", unit="ratio", at_least=0.5)
def survey_submit(bench: Bench) -> Result:
    """Eight answers, each time by a citizen who has none stored yet, against an INSERT of eight answers."""
    database = bench.copy("survey_submit")
    slug = survey.prepare(bench.app(database), one_page=True)
    answers = survey.pages({"all": survey.QUESTIONS})[0]["answers"]
    sent = {"path": f"/surveys/{slug}/pages/all", "form": {**answers, "go": "next"}, "count": _SENT}
    with bench.site(database) as ours:
        return _compare(bench, ours, sent, {"path": "/", "form": _FORM, "status": 302}, "submit")


@figure("home_vs_floor", unit="ratio", at_least=0.4)
def home(bench: Bench) -> Result:
    """The front page of the demo."""
    with bench.site(bench.copy("home")) as ours:
        return _against_floor(bench, ours, "/")


@figure("idea_list_vs_floor", unit="ratio", at_least=0.4)
def idea_list(bench: Bench) -> Result:
    """The demo's ideas."""
    with bench.site(bench.copy("ideas")) as ours:
        return _against_floor(bench, ours, "/ideas")


@figure("star_vs_floor", unit="ratio", at_least=0.4)
def star(bench: Bench) -> Result:
    """The guiding star with its counts."""
    with bench.site(bench.copy("star")) as ours:
        return _against_floor(bench, ours, "/strategy")


def _against_floor(bench: Bench, ours: Site, path: str) -> Result:
    return _compare(bench, ours, {"path": path}, {"path": "/"})


def _compare(
    bench: Bench, ours: Site, plan: dict[str, object], floor_plan: dict[str, object], kind: str = "hammer"
) -> Result:
    database = bench.postgresql.create_database("floor")
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql(_FLOOR_SCHEMA)
    engine.dispose()
    with bench.site(database, "benchmarks.floor:app") as bare:
        run = functools.partial(_per_second, bench)
        ratio, our_rate, floor_rate = in_turn(lambda: run(kind, ours, plan), lambda: run("hammer", bare, floor_plan))
    return Result(ratio, f"{our_rate:.0f}/s against {floor_rate:.0f}/s")


def _per_second(bench: Bench, kind: str, site: Site, plan: dict[str, object]) -> float:
    bounded = {"at_once": _AT_ONCE, "seconds": SECONDS} | plan
    return float(bench.load(kind, site, **bounded)["per_second"])
