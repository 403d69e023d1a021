"""Loading the demo: everything in one use case, so that it is there wholly or not at all."""

from __future__ import annotations

import random

import sqlalchemy as sa

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.db import session, transaction
from engage.core.errors import Conflict
from engage.demo.accounts import Staff, are_there, make_staff
from engage.demo.answers import Crowd
from engage.demo.calendar import Calendar
from engage.demo.consultations import Asked, ask
from engage.demo.desk import Desk, answered_ago
from engage.demo.ideas import IdeaBox, share_out_focus_areas
from engage.demo.invitations import SENT_AGO, invite
from engage.demo.outcome import build_summaries, leave_history_alone, publish_results
from engage.demo.plans import write_plans
from engage.demo.sorting import sort_into_themes
from engage.demo.voices import future_topics, road_topics
from engage.ideas.models import Idea
from engage.strategy import queries
from engage.strategy.loader import import_packaged
from engage.strategy.plans import DevelopmentPlan

SEED = 820
LONG_AGO = 10_000  # days
RECENT = 12  # days: what has happened since goes to those whose words are linked to it


class NotEmpty(Conflict):
    """The database holds content that is not the demo's."""

    code = "demo_not_empty"


def is_loaded() -> bool:
    """True when the demo is in the database."""
    return are_there()


def load() -> list[str]:
    """Put the whole demo into the database; what was put in, a line each. Raises NotEmpty."""
    calendar = Calendar(clock.now())
    with transaction():
        _refuse_real_content()
        said, staff, asked = _fill(calendar, random.Random(SEED))  # noqa: S311 - the same demo every time
    build_summaries(one.consultation for one in asked.values())
    publish_results(calendar, staff, asked["ways-to-school"].consultation)
    return said


def _fill(calendar: Calendar, chance: random.Random) -> tuple[list[str], Staff, dict[str, Asked]]:
    import_packaged()
    share_out_focus_areas()
    staff = make_staff()
    plans = write_plans(calendar, staff)
    plans.let_happen(since=LONG_AGO, until=RECENT)
    asked = ask(calendar, staff)
    ideas = IdeaBox(calendar, staff, chance).fill(answered_ago())
    links = invite(calendar, staff, asked["next-strategy"], chance)
    crowd = Crowd(calendar, chance)
    answered = {
        "roads": crowd.answer_about_the_roads(asked["ways-to-school"]),
        "future": crowd.answer_about_the_future(asked["next-strategy"], links, SENT_AGO),
    }
    sort_into_themes(asked["ways-to-school"], answered["roads"], road_topics(), 0.85, chance)
    sort_into_themes(asked["next-strategy"], answered["future"], future_topics(), 0.85, chance)
    desk = Desk(calendar, staff, plans, chance)
    desk.type_in(asked)
    decided = desk.decide(ideas, answered)
    desk.clear(answered, asked)
    plans.let_happen(since=RECENT, until=-1)
    leave_history_alone(calendar)
    said = [
        f"{len(queries.plans())} development plans with {len(plans.tracks)} action tracks",
        f"{len(asked)} consultations with {sum(map(len, answered.values()))} answers",
        f"{len(ideas)} ideas",
        f"{decided} inputs weighed, linked or answered by the secretaries",
    ]
    return said, staff, asked


def _refuse_real_content() -> None:
    for model in (Consultation, DevelopmentPlan, Idea):
        if session().scalar(sa.select(sa.exists().where(~model.is_demo))):
            raise NotEmpty
