"""What the secretaries have done with what came in: read, tagged, handed over, weighed, linked and answered."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from engage.accounts.models import User
from engage.core.db import session
from engage.demo import reading
from engage.demo.accounts import Staff
from engage.demo.answers import Answered
from engage.demo.calendar import Calendar, happening
from engage.demo.consultations import Asked
from engage.demo.plans import Plans
from engage.demo.sorting import MAIN_QUESTIONS, main_inputs
from engage.demo.voices import future_topics
from engage.ideas.models import Idea
from engage.strategy import queries
from engage.strategy.models import Committee
from engage.triage import bulk, deciding, service
from engage.triage.decisions import Grade
from engage.triage.intake import receive
from engage.triage.models import Input, InputState

TOLD_TOGETHER = "Vi har læst dit svar. Det er med i resultatet, som du kan se på høringens side."
NOTED = "Vi har læst dit svar. Det er med i det, byrådet får, før det skriver strategien."
# A secretary goes through a pile in this many days, and leaves this share of it to be read later.
LEFT_OPEN = 0.35
OVERDUE_ANSWERS = 4


class Desk:
    """The secretaries at work."""

    def __init__(self, calendar: Calendar, staff: Staff, plans: Plans, chance: random.Random) -> None:
        self._calendar = calendar
        self._staff = staff
        self._plans = plans
        self._chance = chance
        self._committees = {committee.key: committee for committee in queries.committees()}
        self._keys = {committee.id: committee.key for committee in self._committees.values()}
        self._values = {value.key: value.id for value in queries.values()}

    def type_in(self, asked: Mapping[str, Asked]) -> None:
        """Type in letters, calls and what was said at meetings."""
        places = {place.name: place.id for place in queries.local_areas()}
        for number, part in enumerate(reading.document("typed-in.yaml")):
            at = self._calendar.ago(part["days"], 13, number * 4)
            with happening(at):
                consultation = asked[part["consultation"]].consultation if "consultation" in part else None
                receive(
                    part["text"],
                    title=part["title"],
                    channel=part["channel"],
                    source="staff",
                    source_key=f"demo-{number}",
                    committee_id=self._committees[part["committee"]].id,
                    consultation_id=consultation.id if consultation else None,
                    local_area_id=places[part["place"]],
                    sender_name=part.get("name", ""),
                    association=part.get("association", ""),
                    received_at=at,
                )

    def decide(self, ideas: Mapping[str, Idea], answered: Mapping[str, Sequence[Answered]]) -> int:
        """Decide on what the content files name, the oldest decision first; how many inputs were decided on."""
        work: list[tuple[int, Input, dict[str, Any]]] = [
            (part["days"], ideas[part["idea"]].input, part) for part in reading.document("decisions-ideas.yaml")
        ]
        for part in reading.document("decisions-answers.yaml"):
            found = self._answers_about(answered[part["survey"]], part)
            work += [(part["days"], given, {**part, "links": [part["link"]]}) for given in found]
        for days, given, part in sorted(work, key=lambda entry: -entry[0]):
            self._decide(given, part, days)
        return len(work)

    def clear(self, answered: Mapping[str, Sequence[Answered]], asked: Mapping[str, Asked]) -> None:
        """Go through the piles: what needs no answer of its own is closed, the rest shared out and partly read."""
        self._close_all(self._waiting(asked["ways-to-school"], before=30)[OVERDUE_ANSWERS:], 12, TOLD_TOGETHER)
        future = self._waiting(asked["next-strategy"], before=6)
        main = {given.trace_id: given for given in future if given.question_key in MAIN_QUESTIONS}
        asides = [given for given in future if given.question_key not in {*MAIN_QUESTIONS, ""}]
        self._close_all(asides, 3, NOTED)
        topics = {topic["key"]: topic["committee"] for topic in future_topics()}
        piles: dict[str, list[Input]] = defaultdict(list)
        for one in answered["future"]:
            given = main.get(one.response.trace_id)
            if given is not None and topics.get(one.topic, "finance") != "finance" and self._chance.random() < 0.8:
                piles[topics[one.topic]].append(given)
        for key, pile in piles.items():
            self._share_out(self._committees[key], pile)
        old = [given for given in self._waiting(asked["next-strategy"], before=19) if given.question_key]
        self._close_all([given for given in old if self._chance.random() > LEFT_OPEN], 1, NOTED)
        self._read_some()

    def _decide(self, given: Input, part: dict[str, Any], days: int) -> None:
        """Take the steps over up to three working days before the last, in order and in office hours."""
        waited = (self._calendar.at_work(days) - given.received_at).days
        spread = min(3, max(waited - 3, 0))
        steps = [*self._first_steps(given, part), *self._last_steps(given, part)]
        hour = self._chance.randint(8, 11)
        for number, step in enumerate(steps, 1):
            before = round(spread * (1 - number / len(steps)))
            with happening(self._calendar.at_work(days + before, hour + number // 3, number % 3 * 19)):
                step()

    def _first_steps(self, given: Input, part: dict[str, Any]) -> Iterable[Callable[[], object]]:
        yield lambda: service.open_input(self._secretary(given), given.public_id)
        owner = self._owner(part)
        if owner is not None and owner.id != given.committee_id:
            reason = (
                part["hand"]["reason"] if isinstance(part.get("hand"), dict) else f"Hører under {owner.title['da']}."
            )
            yield lambda: service.hand_over(
                self._secretary(given), given.public_id, given.version, committee_id=owner.id, reason=reason
            )
            yield lambda: service.open_input(self._secretary(given), given.public_id)
        if part.get("note"):
            yield lambda: service.add_note(self._secretary(given), given.public_id, part["note"])
        yield lambda: self._tag(given, part)

    def _last_steps(self, given: Input, part: dict[str, Any]) -> Iterable[Callable[[], object]]:
        for reader, name in ((None, "weigh"), (self._staff.administrator, "second")):
            if name in part:
                yield lambda reader=reader, name=name: deciding.weigh(  # type: ignore[misc]
                    reader or self._secretary(given), given.public_id, self._judgements(part[name])
                )
        for link in part.get("links", ()):
            yield lambda link=link: deciding.link(  # type: ignore[misc]
                self._secretary(given),
                given.public_id,
                given.version,
                target=f"track:{self._plans.tracks[link['track']].public_id}",
                grade=Grade(link["grade"]),
                reason=link["reason"],
            )
        if "reply" in part:
            yield lambda: deciding.reply(self._secretary(given), given.public_id, given.version, part["reply"].strip())
        else:
            yield lambda: service.close(self._secretary(given), given.public_id, given.version, part["close"])

    def _tag(self, given: Input, part: dict[str, Any]) -> None:
        """The focus areas the sender chose, and the visions of the track it is to be linked to."""
        tracks = [self._plans.tracks[link["track"]] for link in part.get("links", ())]
        visions = {vision.id for track in tracks for vision in track.visions} | {one.id for one in given.visions}
        service.tag(
            self._secretary(given),
            given.public_id,
            given.version,
            focus_area_ids=[area.id for area in given.focus_areas],
            vision_ids=visions,
        )

    def _judgements(self, part: Mapping[str, Sequence[Any]]) -> dict[int, deciding.Judgement]:
        return {self._values[key]: deciding.Judgement(*judged) for key, judged in part.items()}

    def _owner(self, part: dict[str, Any]) -> Committee | None:
        """The committee that decides: the one it is handed to, else the one whose track it is linked to."""
        hand = part.get("hand")
        if hand:
            return self._committees[hand["to"] if isinstance(hand, dict) else hand]
        links = part.get("links", ())
        return self._plans.tracks[links[0]["track"]].objective.plan.committee if links else None

    def _answers_about(self, answered: Sequence[Answered], part: dict[str, Any]) -> list[Input]:
        latest = self._calendar.ago(part["days"] + 4)
        found = [one for one in answered if one.topic == part["topic"] and one.response.submitted_at < latest]
        return list(main_inputs(found[: part["count"]]).values())

    def _share_out(self, committee: Committee, pile: list[Input]) -> None:
        with happening(self._calendar.at_work(2, 11, 20)):
            bulk.hand_over_all(
                self._staff.secretary("finance"),
                [given.public_id for given in pile],
                committee.id,
                f"Svar på høringen om den nye strategi, som handler om det, {committee.title['da']} arbejder med.",
            )

    def _close_all(self, pile: Sequence[Input], days: int, reason: str) -> None:
        by_committee: dict[str, list[str]] = defaultdict(list)
        for given in pile:
            by_committee[self._keys[given.committee_id]].append(given.public_id)
        for key, public_ids in by_committee.items():
            with happening(self._calendar.at_work(days, 15, 30)):
                bulk.close_all(self._staff.secretary(key), public_ids, reason)

    def _read_some(self) -> None:
        """Some of what is new has been opened this morning."""
        morning = self._calendar.at_work(0, 8, 15)
        for key, committee in self._committees.items():
            query = sa.select(Input).where(
                Input.committee_id == committee.id, Input.state == InputState.NEW, Input.received_at < morning
            )
            oldest = list(session().scalars(query.order_by(Input.received_at, Input.id).limit(30)))
            opened = [given.public_id for given in oldest if self._chance.random() < 0.5]
            with happening(morning):
                bulk.mark_all_read(self._staff.secretary(key), opened)

    def _waiting(self, asked: Asked, *, before: int) -> list[Input]:
        """What waits of a consultation and came in more than so many days ago, the oldest first."""
        query = sa.select(Input).where(
            Input.consultation_id == asked.consultation.id,
            Input.state.in_((InputState.NEW, InputState.OPEN)),
            Input.received_at < self._calendar.ago(before),
        )
        return list(session().scalars(query.order_by(Input.received_at, Input.source_key)))

    def _secretary(self, given: Input) -> User:
        return self._staff.secretary(self._keys[given.committee_id])


def answered_ago() -> dict[str, int]:
    """How many days ago the ideas that are decided on get their answer, by title."""
    return {part["idea"]: part["days"] for part in reading.document("decisions-ideas.yaml")}
