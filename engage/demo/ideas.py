"""A hundred and more ideas, sent, looked at and supported."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from engage.core import clock, tokens
from engage.core.db import random_id, session
from engage.demo import reading
from engage.demo.accounts import Staff
from engage.demo.calendar import Calendar, happening
from engage.ideas import moderating
from engage.ideas.content import IdeaContent
from engage.ideas.models import Idea, IdeaStatus, Support
from engage.ideas.service import send_idea
from engage.strategy import queries
from engage.triage.service import close

LONGEST_AGO = 60
NEWEST_WAIT = 9
# Ideas that nobody has answered in time, so that the staff's page has something to urge about.
OVERDUE = 6


class IdeaBox:
    """Takes the ideas in, oldest first."""

    def __init__(self, calendar: Calendar, staff: Staff, chance: random.Random) -> None:
        self._calendar = calendar
        self._staff = staff
        self._chance = chance
        self._areas = {area.key: area.id for area in queries.focus_areas()}
        self._visions = {vision.key: vision.id for vision in queries.visions()}
        self._places = {place.name: place.id for place in queries.local_areas()}
        self._committees = {committee.id: committee.key for committee in queries.committees()}

    def fill(self, answered_ago: Mapping[str, int]) -> dict[str, Idea]:
        """Send and publish all ideas; by title. `answered_ago` says how long ago some of them are to be answered."""
        parts = [part for file in reading.folder("ideas") for part in file]
        ages = self._ages(parts, answered_ago)
        order = sorted(range(len(parts)), key=lambda index: -ages[index])
        sent = {index: self._send(parts[index], ages[index], number) for number, index in enumerate(order)}
        waiting = set(order[-NEWEST_WAIT:])
        for index in order:
            if index not in waiting:
                self._decide(sent[index], parts[index])
        return {parts[index]["t"]: idea for index, idea in sent.items()}

    def _ages(self, parts: Sequence[dict[str, Any]], answered_ago: Mapping[str, int]) -> list[float]:
        """Days since each idea was sent: what is answered came well before its answer, most of the rest lately."""
        ages: list[float] = []
        overdue = 0
        for part in parts:
            if part["t"] in answered_ago:
                ages.append(min(LONGEST_AGO, answered_ago[part["t"]] + self._chance.randint(5, 22)))
            elif overdue < OVERDUE and self._chance.random() < 0.1:
                overdue += 1
                ages.append(self._chance.randint(29, 37))
            else:
                ages.append(self._chance.triangular(0, 27, 4))
        return ages

    def _send(self, part: dict[str, Any], age: float, number: int) -> Idea:
        content = IdeaContent(
            title=part["t"],
            text=part["x"],
            focus_area_ids=tuple(self._areas[key] for key in part["a"]),
            vision_ids=(self._visions[part["v"]],) if "v" in part else (),
            local_area_id=self._places[part["p"]],
            is_initiative=part.get("init", False),
            sender_name=part.get("n", ""),
            show_name=part.get("show", False),
            association=part.get("o", ""),
            email=part.get("e", ""),
        )
        with happening(self._calendar.ago(age, self._chance.randint(7, 22), self._chance.randint(0, 59))):
            idea = send_idea(content, f"demo-{number}", language=part.get("lang", "da"))
            idea.is_demo = True
            if content.email:
                idea.trace.email_confirmed_at = clock.now()
        return idea

    def _decide(self, idea: Idea, part: dict[str, Any]) -> None:
        """Publish or reject an idea when the office next opened; one of this weekend waits."""
        opened = self._calendar.next_at_work(idea.created_at, minute=self._chance.randint(5, 55))
        if opened >= self._calendar.now:
            return
        actor = self._staff.secretary(self._committees[idea.input.committee_id])
        with happening(opened):
            if part.get("status") == IdeaStatus.REJECTED:
                moderating.reject(actor, idea.public_id, part["r"])
                close(actor, idea.input.public_id, idea.input.version, part["r"])
                return
            moderating.publish(actor, idea.public_id)
        self._support(idea, part.get("s", self._chance.randint(0, 9)))

    def _support(self, idea: Idea, wanted: int) -> None:
        """As many supports as the idea has had time for, most of them soon after it was published."""
        assert idea.published_at is not None
        span = (self._calendar.now - idea.published_at).total_seconds()
        count = round(wanted * min(1.0, 0.25 + span / (20 * 86_400)))
        moments = [idea.published_at + dt.timedelta(seconds=span * self._chance.random() ** 2) for _ in range(count)]
        rows = [
            {
                "id": random_id(),
                "idea_id": idea.id,
                "person": tokens.keyed_hash("support:browser", f"{idea.public_id}-{number}"),
                "method": "email" if number % 7 == 0 else "browser",
                "confirmed_at": moment,
                "created_at": moment,
            }
            for number, moment in enumerate(moments)
        ]
        if rows:
            session().execute(sa.insert(Support), rows)
        idea.supports = count
        session().flush()


def share_out_focus_areas() -> None:
    """Say which committee's tray the ideas about a focus area come into."""
    owners = {
        "growth": "finance",
        "communities": "culture-leisure",
        "children-youth": "children-families",
        "nature-green": "technical-environment",
    }
    for area in queries.focus_areas():
        area.committee_id = queries.committee(owners[area.key]).id
    session().flush()
