"""The tray: which inputs a filter shows, how many wait, and what comes before and after one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from engage.accounts.models import User
from engage.core import clock
from engage.core.db import session
from engage.core.pages import Page, paginate
from engage.core.search import matches
from engage.text.search import query_terms
from engage.triage.models import Channel, Input, InputState, InputTheme, input_focus_areas, input_visions

MOST_COUNTED = 1000
SOON = dt.timedelta(days=7)
WAITING = (InputState.NEW, InputState.OPEN)
STATE_FILTERS = ("waiting", *InputState, "all")
SORTS = ("newest", "oldest", "due")
_KEYS: dict[str, tuple[InstrumentedAttribute[Any], ...]] = {
    "newest": (Input.received_at, Input.id),
    "oldest": (Input.received_at, Input.id),
    "due": (Input.due_on, Input.id),
}
_IDS = ("consultation", "focus_area", "vision", "theme", "area")


@dataclass(frozen=True)
class TrayFilter:
    """What a member of staff has chosen to see; made from an address's arguments and turned into them again."""

    committee: str = "mine"  # "mine", "all" or a committee's id
    state: str = "waiting"
    channel: str = ""
    consultation: int = 0
    focus_area: int = 0
    vision: int = 0
    theme: int = 0
    area: int = 0
    linked: str = ""  # "yes" or "no"
    due: str = ""  # "soon" or "over"
    q: str = ""
    sort: str = "newest"

    @classmethod
    def of(cls, args: Mapping[str, str]) -> TrayFilter:
        """The filter in an address; what cannot be understood is as if it were not there."""
        committee = args.get("committee", "mine")
        numbers = {name: _number(args.get(name, "")) for name in _IDS}
        return cls(
            committee=committee if committee in {"mine", "all"} or _number(committee) else "mine",
            state=_one_of(args.get("state", ""), STATE_FILTERS),
            channel=_one_of(args.get("channel", ""), ("", *Channel)),
            linked=_one_of(args.get("linked", ""), ("", "yes", "no")),
            due=_one_of(args.get("due", ""), ("", "soon", "over")),
            q=args.get("q", "").strip()[:200],
            sort=_one_of(args.get("sort", ""), SORTS),
            **numbers,
        )

    def args(self, **changes: Any) -> dict[str, Any]:
        """The arguments that stand for this filter, those that say nothing left out; `changes` replace some."""
        usual = TrayFilter()
        chosen = {name: changes.get(name, getattr(self, name)) for name in self.__dataclass_fields__}
        return {name: value for name, value in chosen.items() if value != getattr(usual, name)}

    @classmethod
    def place(cls, args: Mapping[str, str]) -> dict[str, Any]:
        """The arguments that lead back to the same page of the same list."""
        cursor = args.get("cursor")
        return cls.of(args).args() | ({"cursor": cursor} if cursor else {})

    @property
    def is_narrowed(self) -> bool:
        """True when more than state and order is chosen."""
        return bool(self.args(state="waiting", sort="newest"))


@dataclass(frozen=True)
class Count:
    """A number of inputs, counted no further than MOST_COUNTED."""

    number: int

    @property
    def shown(self) -> int:
        """The number to be shown, with a plus where there are more."""
        return min(self.number, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """True when there are more than the number says."""
        return self.number > MOST_COUNTED


def listed(actor: User, chosen: TrayFilter, cursor: str | None, limit: int = 25) -> Page[Input]:
    """A page of the tray with all that a row shows. A constant number of queries."""
    query = _within(actor, chosen).where(*_in_state(chosen.state))
    query = query.options(
        joinedload(Input.committee),
        joinedload(Input.consultation),
        joinedload(Input.local_area),
        selectinload(Input.focus_areas),
        selectinload(Input.themes).joinedload(InputTheme.theme),
    )
    return paginate(query, _KEYS[chosen.sort], cursor, limit, ascending=chosen.sort != "newest")


def counts(actor: User, chosen: TrayFilter) -> dict[str, Count]:
    """How many inputs the filter holds in each state, whatever state is chosen, and "waiting" and "all" of them."""
    every = _within(actor, chosen).with_only_columns(Input.state)
    # words are looked up once, whatever the state; all else has an index in which counting a state can stop early
    once = every.cte() if chosen.q else every.subquery()
    parts = [
        sa.select(sa.literal(state.value), sa.func.count()).select_from(
            sa.select(once.c.state).where(once.c.state == state).limit(MOST_COUNTED + 1).subquery()
        )
        for state in InputState
    ]
    found: dict[str, int] = dict(session().execute(sa.union_all(*parts)).tuples().all())
    found["waiting"] = sum(found[state] for state in WAITING)
    found["all"] = sum(found[state] for state in InputState)
    return {state: Count(min(number, MOST_COUNTED + 1)) for state, number in found.items()}


def neighbours(actor: User, chosen: TrayFilter, given: Input) -> tuple[str | None, str | None]:
    """Public ids of the inputs before and after one in the filtered list, None at the ends.

    Found by place, so they are right also when the input itself has just left the filter.
    """
    keys = _KEYS[chosen.sort]
    here = sa.tuple_(*(sa.literal(getattr(given, key.key), key.type) for key in keys))
    place = sa.tuple_(*keys)
    query = _within(actor, chosen).where(*_in_state(chosen.state)).with_only_columns(Input.public_id)
    up = query.where(place > here).order_by(*(key.asc() for key in keys)).limit(1)
    down = query.where(place < here).order_by(*(key.desc() for key in keys)).limit(1)
    above, below = session().scalar(up), session().scalar(down)
    return (above, below) if chosen.sort == "newest" else (below, above)


def by_public_ids(public_ids: list[str]) -> list[Input]:
    """The inputs with these public ids, in the order they came in."""
    query = sa.select(Input).where(Input.public_id.in_(public_ids)).order_by(Input.received_at, Input.id)
    return list(session().scalars(query.options(joinedload(Input.committee), selectinload(Input.focus_areas))))


def _within(actor: User, chosen: TrayFilter) -> sa.Select[tuple[Input]]:
    """The inputs of a filter in any state."""
    conditions: list[sa.ColumnElement[bool]] = []
    own = actor.committee_ids
    if chosen.committee == "mine" and own:
        conditions.append(Input.committee_id.in_(own))
    elif chosen.committee not in {"mine", "all"}:
        conditions.append(Input.committee_id == int(chosen.committee))
    if chosen.channel:
        conditions.append(Input.channel == chosen.channel)
    if chosen.consultation:
        conditions.append(Input.consultation_id == chosen.consultation)
    if chosen.area:
        conditions.append(Input.local_area_id == chosen.area)
    if chosen.linked:
        conditions.append(Input.linked_at.is_not(None) if chosen.linked == "yes" else Input.linked_at.is_(None))
    if chosen.q:
        conditions.append(matches(Input.terms, query_terms(chosen.q)))
    return sa.select(Input).where(*conditions, *_about(chosen), *_due(chosen.due))


def _about(chosen: TrayFilter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    for table, column, wanted in (
        (input_focus_areas, "focus_area_id", chosen.focus_area),
        (input_visions, "vision_id", chosen.vision),
        (InputTheme.__table__, "theme_id", chosen.theme),
    ):
        if wanted:
            conditions.append(sa.exists().where(table.c.input_id == Input.id, table.c[column] == wanted))
    return conditions


def _due(due: str) -> list[sa.ColumnElement[bool]]:
    if not due:
        return []
    today = clock.today()
    when = Input.due_on.between(today, today + SOON) if due == "soon" else Input.due_on < today
    return [Input.state.in_(WAITING), when]


def _in_state(state: str) -> list[sa.ColumnElement[bool]]:
    if state == "all":
        return []
    return [Input.state.in_(WAITING if state == "waiting" else (state,))]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]
