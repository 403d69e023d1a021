"""The steps of an input from received to reply, with dates and the words of each decision, as its sender reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from engage.core.i18n import date_only, localise
from engage.strategy.plans import TrackNews
from engage.strategy.words import STATUS_LABELS
from engage.triage.decisions import Link
from engage.triage.following import FollowedInput
from engage.triage.models import InputState
from engage.triage.words import GRADES, public_target

Step = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """What went the same way, and that way: three answers of one response are read together until one goes its own."""

    told: list[FollowedInput]
    steps: list[Step]


def stories_of(followed: Iterable[FollowedInput]) -> list[Story]:
    """One story for each input with a reply; the others together where their consultation and steps are the same."""
    stories: list[Story] = []
    for each in followed:
        steps = steps_of(each)
        alike = (
            story for story in stories if _as_read(story.steps) == _as_read(steps) and _can_join(story.told[0], each)
        )
        story = next(alike, None)
        if story is None:
            stories.append(Story([each], steps))
        else:
            story.told.append(each)
    return stories


def _as_read(steps: list[Step]) -> list[Step]:
    """Steps as the page tells them: by the day, not by the second."""
    return [step | {"at": date_only(step.get("at"))} for step in steps]


def _can_join(first: FollowedInput, each: FollowedInput) -> bool:
    same = first.given.consultation_id == each.given.consultation_id and first.given.committee == each.given.committee
    return same and first.reply is None and each.reply is None


def steps_of(followed: FollowedInput) -> list[Step]:
    """Steps for the `steps` component. The first one that has not happened is the current one."""
    given = followed.given
    steps = [
        _step(_("Modtaget"), given.received_at, _("Vi har fået det, du skrev.")),
        _step(_("Læst"), given.read_at, _read_text(followed)),
        _step(_("Sorteret efter emne"), given.tagged_at, _tags(followed)),
        *_decisions(followed.links),
        *_progress(followed),
        *_ending(followed),
    ]
    if given.state not in {InputState.NEW, InputState.OPEN}:
        return [step for step in steps if step["state"] == "done"]
    waiting = next((step for step in steps if step["state"] == "todo"), None)
    if waiting is not None:
        waiting["state"] = "current"
        waiting["text"] = waiting["text"] or _("Det er det næste, der sker.")
    return steps


def _step(title: str, at: dt.datetime | None, text: str = "", href: str | None = None) -> Step:
    done = at is not None
    return {"title": title, "at": at, "state": "done" if done else "todo", "text": text if done else "", "href": href}


def _read_text(followed: FollowedInput) -> str:
    committee = localise(followed.given.committee.title)
    return str(_("En medarbejder hos %(committee)s har læst det.", committee=committee))


def _tags(followed: FollowedInput) -> str:
    given = followed.given
    words = [localise(area.title) for area in given.focus_areas]
    words += [localise(vision.title) for vision in given.visions]
    words += [row.theme.label for row in given.themes if row.made_by == "staff"]
    return " · ".join(words)


def _decisions(links: list[Link]) -> list[Step]:
    if not links:
        return [_step(_("Koblet til en plan"), None)]
    return [_step(f"{GRADES[link.grade]}: {public_target(link)}", link.at, link.reason) for link in links]


def _progress(followed: FollowedInput) -> list[Step]:
    """Where the words have ended in a plan that is adopted, and what has happened there since."""
    steps = [_in_plan(link) for link in followed.links if link.goal.plan.is_public]
    return [*(steps or [_step(_("Med i udvalgets plan"), None)]), *(_news(news) for news in followed.news)]


def _in_plan(link: Link) -> Step:
    plan = link.goal.plan
    text, key = localise(plan.committee.title), plan.committee.key
    if link.track is None:
        return _step(plan.title, link.at, text, url_for("star.plan", committee_key=key))
    status = _("Status: %(status)s", status=STATUS_LABELS[link.track.shown_status])
    href = url_for("star.track", committee_key=key, track_public_id=link.track.public_id)
    return _step(plan.title, link.at, f"{text}. {status}", href)


def _news(news: TrackNews) -> Step:
    status = STATUS_LABELS.get(news.new_status, "")
    title = f"{news.track.title}: {status}" if status else _("Nyt om %(track)s", track=news.track.title)
    return _step(str(title), news.at, news.text)


def _ending(followed: FollowedInput) -> list[Step]:
    given = followed.given
    if given.state == InputState.CLOSED:
        return [{"title": _("Lukket uden svar"), "state": "done", "text": given.closed_reason}]
    if followed.reply is not None:
        return [_step(_("Besvaret"), followed.reply.at, _("Svaret står herover."))]
    return [{"title": _("Svar"), "state": "todo", "at": given.due_on, "text": _("Senest den dag vil vi svare.")}]
