"""The way of an input from received to reply, with dates and the words of each decision, as its sender reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engage.core import clock
from engage.core.i18n import date_only, localise
from engage.strategy import progress
from engage.strategy.plans import ActionTrack, TrackNews, TrackStatus
from engage.strategy.words import STATUS_LABELS
from engage.triage.decisions import Grade, Link
from engage.triage.following import FollowedInput
from engage.triage.models import InputState
from engage.triage.queries import TAKEN_UP
from engage.triage.standing import days_late, in_plan, standing_of
from engage.triage.words import GRADES, SENTENCES, public_target

Step = dict[str, Any]
_UNFINISHED = (TrackStatus.PLANNED, TrackStatus.UNDER_WAY)


@dataclass(frozen=True)
class Story:
    """What went the same way, and that way: three answers of one response are read together until one goes its own.

    `sentence` says where the words are now, `answer` when the reply came or is to come; `late` is in days.
    """

    told: list[FollowedInput]
    steps: list[Step]
    sentence: str
    answer: str
    late: int


def stories_of(followed: Iterable[FollowedInput]) -> list[Story]:
    """One story for each input with a reply; the others together where their consultation and steps are the same."""
    stories: list[Story] = []
    for each in followed:
        story = story_of(each)
        alike = (other for other in stories if _as_read(other) == _as_read(story) and _can_join(other.told[0], each))
        known = next(alike, None)
        if known is None:
            stories.append(story)
        else:
            known.told.append(each)
    return stories


def story_of(followed: FollowedInput) -> Story:
    """The story of one input."""
    given = followed.given
    late = days_late(given, clock.today())
    return Story(
        told=[followed],
        steps=steps_of(followed),
        sentence=str(SENTENCES[standing_of(given, followed.links)]),
        answer=_answer_clock(followed, late),
        late=late,
    )


def steps_of(followed: FollowedInput) -> list[Step]:
    """Steps for the `steps` component: what has happened in its order, then what waits; the first of it is the next."""
    given = followed.given
    return _in_order(
        followed,
        _step(_("Modtaget"), given.received_at, _("Vi har fået det, du skrev.")),
        _step(_("Læst"), given.read_at, _read_text(followed)),
        _step(_("Sorteret efter emne"), given.tagged_at, _tags(followed)),
        *_decisions(followed.links),
        *_ending(followed, given.closed_reason),
    )


def public_steps(followed: FollowedInput, published_at: dt.datetime | None) -> list[Step]:
    """The same way as everyone may read it, for an idea that was published."""
    given = followed.given
    return _in_order(
        followed,
        _step(_("Sendt"), given.received_at),
        _step(_("Vist her, så andre kan støtte den"), published_at),
        _step(_("Læst"), given.read_at, _read_text(followed)),
        *_decisions(followed.links),
        *_ending(followed),
    )


def _in_order(followed: FollowedInput, *steps: Step) -> list[Step]:
    waits = followed.given.state in {InputState.NEW, InputState.OPEN}
    steps = (*steps, *(_news(news) for news in followed.news), *_next(followed.links))
    done = sorted((step for step in steps if step["state"] == "done"), key=lambda step: step["at"] or clock.now())
    coming = [step for step in steps if step["state"] != "done" and (waits or step.get("stays"))]
    if coming and coming[0]["state"] == "todo":
        coming[0]["state"] = "current"
        coming[0]["text"] = coming[0]["text"] or _("Det er det næste, der sker.")
    return done + coming


def _decisions(links: list[Link]) -> list[Step]:
    """What was decided about each plan, and where the words now stand in those that are adopted."""
    if not links:
        return [_step(_("Koblet til en plan"), None), _step(_("Med i udvalgets plan"), None)]
    decided = [
        _step(f"{GRADES[link.grade]}: {public_target(link)}", link.at, link.reason, icon=_mark(link)) for link in links
    ]
    coming = any(link.grade in TAKEN_UP and not link.goal.plan.is_public for link in links)
    adopted = [_in_plan(link) for link in in_plan(links)]
    return [*decided, *adopted, *([_step(_("Med i udvalgets plan"), None)] if coming and not adopted else [])]


def _next(links: list[Link]) -> list[Step]:
    """The next deadline of the work the words have led to, while there is some."""
    actions = [
        action
        for link in in_plan(links)
        if link.track is not None and link.track.is_standing
        for action in link.track.action_plans
        if action.due_on is not None and action.status in _UNFINISHED
    ]
    if not actions:
        return []
    first = min(actions, key=lambda action: action.due_on or dt.date.max)
    late = first.due_on is not None and first.due_on < clock.today()
    text = _("Fristen er overskredet.") if late else _("Den dag skal det være færdigt.")
    step = _step(_("Næste: %(title)s", title=first.title), None)
    return [step | {"at": first.due_on, "text": text, "state": "late" if late else "todo", "stays": True}]


def _as_read(story: Story) -> list[Step]:
    """Steps as the page tells them: by the day, not by the second."""
    return [step | {"at": date_only(step.get("at"))} for step in story.steps]


def _can_join(first: FollowedInput, each: FollowedInput) -> bool:
    same = first.given.consultation_id == each.given.consultation_id and first.given.committee == each.given.committee
    return same and first.reply is None and each.reply is None


def _step(title: str, at: dt.datetime | None, text: str = "", href: str | None = None, icon: str = "check") -> Step:
    done = at is not None
    state = "done" if done else "todo"
    return {"title": title, "at": at, "state": state, "text": text if done else "", "href": href, "icon": icon}


def _mark(link: Link) -> str:
    return {Grade.DECLINED: "cross", Grade.PASSED_ON: "arrow-right"}.get(Grade(link.grade), "check")


def _read_text(followed: FollowedInput) -> str:
    committee = localise(followed.given.committee.title)
    return str(_("En medarbejder hos %(committee)s har læst det.", committee=committee))


def _tags(followed: FollowedInput) -> str:
    given = followed.given
    words = [localise(area.title) for area in given.focus_areas]
    words += [row.theme.label for row in given.themes if row.made_by == "staff"]
    return " · ".join(words)


def _in_plan(link: Link) -> Step:
    plan = link.goal.plan
    text, key = localise(plan.committee.title), plan.committee.key
    if link.track is None:
        return _step(plan.title, link.at, text, url_for("star.plan", committee_key=key), icon="plan")
    status = _("Status: %(status)s", status=STATUS_LABELS[link.track.shown_status])
    href = url_for("star.track", committee_key=key, track_public_id=link.track.public_id)
    return _step(plan.title, link.at, f"{text}. {status}", href, icon="plan") | {"share": _share(link.track)}


def _share(track: ActionTrack) -> float | None:
    return progress.of_track(track) if track.is_standing else None


def _news(news: TrackNews) -> Step:
    status = STATUS_LABELS.get(news.new_status, "")
    title = f"{news.track.title}: {status}" if status else _("Nyt om %(track)s", track=news.track.title)
    return _step(str(title), news.at, news.text, icon="star" if news.new_status == TrackStatus.DONE else "flag")


def _ending(followed: FollowedInput, closed_reason: str = "") -> list[Step]:
    given = followed.given
    if given.state == InputState.CLOSED:
        return [_step(_("Lukket uden svar"), None) | {"state": "done", "text": closed_reason}]
    if followed.reply is not None:
        return [_step(_("Besvaret"), followed.reply.at, _("Svaret står herover."), icon="comment")]
    if days_late(given, clock.today()):
        text = _("Svaret skulle være kommet den dag. Det er stadig på vej.")
        return [_step(_("Svar"), None) | {"state": "late", "at": given.due_on, "text": text}]
    return [_step(_("Svar"), None) | {"at": given.due_on, "text": _("Senest den dag vil vi svare.")}]


def _answer_clock(followed: FollowedInput, late: int) -> str:
    """When the reply came, or when it is to come, counted in days."""
    given = followed.given
    if followed.reply is not None:
        days = (clock.local(followed.reply.at).date() - clock.local(given.received_at).date()).days
        when = date_only(followed.reply.at)
        if days == 0:
            return str(_("Svaret kom samme dag."))
        return str(
            ngettext(
                "Svaret kom %(when)s, efter %(num)s dag.", "Svaret kom %(when)s, efter %(num)s dage.", days, when=when
            )
        )
    if given.state == InputState.CLOSED:
        return ""
    when = date_only(given.due_on)
    if late:
        return str(
            ngettext(
                "Du skulle have haft svar senest %(when)s, for %(num)s dag siden.",
                "Du skulle have haft svar senest %(when)s, for %(num)s dage siden.",
                late,
                when=when,
            )
        )
    left = (given.due_on - clock.today()).days
    if left == 0:
        return str(_("Du får svar senest i dag."))
    return str(
        ngettext(
            "Du får svar senest %(when)s, om %(num)s dag.",
            "Du får svar senest %(when)s, om %(num)s dage.",
            left,
            when=when,
        )
    )
