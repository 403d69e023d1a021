"""The six development plans: written, adopted, carried out, and changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engage.core import clock
from engage.demo import reading
from engage.demo.accounts import Staff
from engage.demo.calendar import Calendar, happening
from engage.strategy import queries, service
from engage.strategy.action_plans import add_action_plan
from engage.strategy.plans import ActionPlanContent, ActionTrack, DevelopmentPlan, Objective, TrackStatus
from engage.triage.service import tell_followers

DAYS_OF_WRITING = 20


@dataclass
class Plans:
    """The tracks by the names the content files give them, and what happens to them, as (days ago, what)."""

    tracks: dict[str, ActionTrack] = field(default_factory=dict)
    events: list[tuple[int, Callable[[], None]]] = field(default_factory=list)

    def let_happen(self, since: int, until: int) -> None:
        """Let happen what falls between two numbers of days ago, oldest first."""
        for days, event in sorted(self.events, key=lambda entry: -entry[0]):
            if since >= days > until:
                event()


class PlanWriter:
    """Writes one committee's plan after its content file."""

    def __init__(self, calendar: Calendar, staff: Staff, plans: Plans, content: dict[str, Any]) -> None:
        self._calendar = calendar
        self._plans = plans
        self._content = content
        self._actor = staff.secretary(content["committee"])
        self._values = {value.key: value.id for value in queries.values()}
        self._visions = {vision.key: vision.id for vision in queries.visions()}

    def write(self) -> None:
        """Write and adopt the plan; what happened later is noted as events."""
        adopted = self._content["adopted"]
        with happening(self._calendar.at_work(adopted + DAYS_OF_WRITING)):
            plan = service.create_plan(
                self._actor,
                queries.committee(self._content["committee"]),
                title=self._content["title"],
                introduction=self._content["introduction"].strip(),
                is_demo=True,
            )
            for part in self._content["objectives"]:
                self._write_objective(plan, part)
        moment = self._calendar.at_work(adopted)
        with happening(moment):
            service.adopt_plan(self._actor, plan, adopted_on=clock.local(moment).date(), version=plan.version)

    def _write_objective(self, plan: DevelopmentPlan, part: dict[str, Any]) -> None:
        objective = service.add_objective(self._actor, plan, **self._texts(part))
        for track in part["tracks"]:
            if "added" in track:
                self._later(track["added"], lambda track=track: self._write_track(objective, track))  # type: ignore[misc]
            else:
                self._write_track(objective, track)

    def _write_track(self, objective: Objective, part: dict[str, Any]) -> None:
        track = service.add_track(self._actor, objective, status=_first_status(part), **self._texts(part))
        self._plans.tracks[part["key"]] = track
        for plan in part.get("plans", ()):
            self._write_action_plan(track, plan)
        for news in part.get("news", ()):
            self._later(news["days"], lambda news=news: self._tell(track, news))  # type: ignore[misc]
        if "changed" in part:
            self._later(part["changed"]["days"], lambda: self._change(track, part))
        if "withdrawn" in part:
            reason = part["withdrawn"]["reason"]
            self._later(part["withdrawn"]["days"], lambda: service.withdraw(self._actor, track, reason=reason))

    def _write_action_plan(self, track: ActionTrack, part: dict[str, Any]) -> None:
        content = ActionPlanContent(
            title=part["title"],
            department=part["department"],
            responsible=part["responsible"],
            due_on=self._calendar.day(part["due"]),
            status=TrackStatus(part["status"]),
            progress=part["progress"],
        )
        add_action_plan(self._actor, track, content)

    def _tell(self, track: ActionTrack, news: dict[str, Any]) -> None:
        row = service.tell_news(
            self._actor, track, version=track.version, status=TrackStatus(news["status"]), text=news["text"]
        )
        tell_followers(row.id)

    def _change(self, track: ActionTrack, part: dict[str, Any]) -> None:
        texts = {**self._texts(part), "title": part["changed"]["title"], "description": part["changed"]["description"]}
        service.edit_part(self._actor, track, version=track.version, **texts)

    def _later(self, days: int, event: Callable[[], object]) -> None:
        def happen() -> None:
            with happening(self._calendar.at_work(days, 9 + days % 6, days * 7 % 60)):
                event()

        self._plans.events.append((days, happen))

    def _texts(self, part: dict[str, Any]) -> dict[str, Any]:
        return {
            "title": part["title"],
            "description": part["description"].strip(),
            "value_ids": [self._values[key] for key in part.get("values", ())],
            "vision_ids": [self._visions[key] for key in part.get("visions", ())],
        }


def _first_status(part: dict[str, Any]) -> TrackStatus:
    """What its action plans say of a track; one with news is moved by them."""
    statuses = {plan["status"] for plan in part.get("plans", ())}
    if "news" in part or statuses <= {TrackStatus.PLANNED}:
        return TrackStatus.PLANNED
    return TrackStatus.DONE if statuses == {TrackStatus.DONE} else TrackStatus.UNDER_WAY


def write_plans(calendar: Calendar, staff: Staff) -> Plans:
    """Write and adopt the plans of all committees; nothing of what came later has happened yet."""
    plans = Plans()
    for content in reading.folder("plans"):
        PlanWriter(calendar, staff, plans, content).write()
    return plans
