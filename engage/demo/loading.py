"""Loading the demo: everything in one use case, so that it is there wholly or not at all."""

from __future__ import annotations

import random
from collections.abc import Iterator

import sqlalchemy as sa

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.db import session, transaction
from engage.core.errors import Conflict
from engage.demo import accounts
from engage.demo.calendar import Calendar
from engage.demo.consultations import ask
from engage.demo.plans import write_plans
from engage.ideas.models import Idea
from engage.strategy.loader import import_packaged
from engage.strategy.plans import DevelopmentPlan

SEED = 820


class NotEmpty(Conflict):
    """The database holds content that is not the demo's."""

    code = "demo_not_empty"


def is_loaded() -> bool:
    """True when the demo is in the database."""
    return accounts.are_there()


def load() -> list[str]:
    """Put the whole demo into the database; what was put in, a line each. Raises NotEmpty."""
    with transaction():
        _refuse_real_content()
        return list(_load(Calendar(clock.now()), random.Random(SEED)))  # noqa: S311 - the same demo every time


def _load(calendar: Calendar, chance: random.Random) -> Iterator[str]:
    import_packaged()
    staff = accounts.make_staff()
    yield f"{len(accounts.ACCOUNTS)} members of staff"
    plans = write_plans(calendar, staff)
    plans.let_happen(since=10_000, until=12)
    asked = ask(calendar, staff)
    plans.let_happen(since=12, until=-1)
    yield f"{len(asked)} consultations"


def _refuse_real_content() -> None:
    for model in (Consultation, DevelopmentPlan, Idea):
        if session().scalar(sa.select(sa.exists().where(~model.is_demo))):
            raise NotEmpty
