"""Some hundred people's answers to the two surveys that have opened."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engage.demo.calendar import Calendar, happening
from engage.demo.consultations import Asked
from engage.demo.voices import Said, Voices
from engage.surveys.models import PersonalLink, Response
from engage.surveys.queries import response_by_public_id
from engage.surveys.service import store_response
from engage.surveys.standing import standing

TOWNS = ("Aars", "Farsø", "Løgstør", "Aalestrup")
_TOWN_SIZES = (40, 19, 24, 17)
_LIKING = {"Aars": 3.9, "Farsø": 3.6, "Løgstør": 3.3, "Aalestrup": 3.7}
FUTURE_ANSWERS = 296
ROAD_ANSWERS = 158
_REASONS = ("nature", "family", "work", "home", "community", "chance")
_AREAS = ("growth", "communities", "children-youth", "nature-green")
_ROLES = ("parent", "pupil", "grandparent", "staff", "neighbour")
_OFTEN = (62, 14, 10, 6, 8)
_FIRST = ("schools", "elderly", "roads", "homes", "climate", "culture", "jobs")


@dataclass(frozen=True)
class Answered:
    """A response, and the topic of its main text."""

    response: Response
    topic: str


class Crowd:
    """People who answer; the same `chance` makes the same people."""

    def __init__(self, calendar: Calendar, chance: random.Random) -> None:
        self._calendar = calendar
        self._chance = chance
        self._voices = Voices(chance)

    def answer_about_the_future(self, asked: Asked, links: Sequence[PersonalLink], invited_ago: int) -> list[Answered]:
        """Answers since the consultation opened; the holders of personal links answer after they were invited."""
        days = list(self._days(26, 0, FUTURE_ANSWERS))
        after = [number for number, day in enumerate(days) if day <= invited_ago]
        holders = dict(zip(self._chance.sample(after, len(links)), links, strict=True))
        answered = []
        for number, day in enumerate(days):
            town = self._town()
            said = self._voices.about_the_future(town)
            answers = self._about_the_future(town, said)
            response = self._store(asked, answers, day, said.language, f"demo-future-{number}", holders.get(number))
            answered.append(Answered(response, said.topic))
        return answered

    def answer_about_the_roads(self, asked: Asked) -> list[Answered]:
        """Answers while the consultation on the ways to school was open."""
        answered = []
        for number, day in enumerate(self._days(59, 33, ROAD_ANSWERS)):
            town, role = self._town(), self._chance.choices(_ROLES, _OFTEN)[0]
            said = self._voices.about_the_way_to_school(town, role)
            answers = self._about_the_roads(town, role, said)
            answered.append(Answered(self._store(asked, answers, day, "da", f"demo-roads-{number}"), said.topic))
        return answered

    def _about_the_future(self, town: str, said: Said) -> dict[str, Any]:
        chance = self._chance
        focus = [*said.areas, *chance.sample(_AREAS, 1)]
        first = {*said.picks, *chance.sample(_FIRST, chance.randint(0, 2))}
        volunteers = chance.random() < 0.38
        answers: dict[str, Any] = {
            "area": town,
            "living": min(5, max(1, round(chance.gauss(_LIKING[town], 1.15)))),
            "reason": self._maybe(0.94, chance.choices(_REASONS, (30, 28, 17, 9, 10, 6))[0]),
            "focus": sorted(set(focus[:2]), key=_AREAS.index),
            "most": said.text,
            "volunteer": self._maybe(0.92, "yes" if volunteers else "no"),
            "more": self._maybe(0.28, self._voices.afterthought(town)),
        }
        if chance.random() < (0.4 if "nothing" in said.picks else 0.03):
            answers["first"] = ["nothing"]
        else:
            answers["first"] = self._ticked(first)
            if "other" in answers["first"]:
                answers["first-other"] = self._voices.first_of_all()
        if answers["volunteer"] == "no":
            answers["willing"] = self._maybe(0.45, self._voices.willing())
        return _given(answers)

    def _ticked(self, first: Iterable[str]) -> list[str]:
        order = [*_FIRST, "other"]
        return sorted((pick for pick in first if pick in order), key=order.index)[:3]

    def _about_the_roads(self, town: str, role: str, said: Said) -> dict[str, Any]:
        chance = self._chance
        means = chance.choices(("walk", "cycle", "bus", "car"), (16, 27, 25, 32))[0]
        safe = min(5, max(1, round(chance.gauss(2.6 if means == "cycle" else 3.0, 1.1))))
        answers: dict[str, Any] = {
            "area": town,
            "role": role,
            "minutes": self._maybe(0.9, max(2, round(chance.gauss(28 if means == "bus" else 13, 7)))),
            "means": [means],
            "safe": safe,
            "where": self._maybe(0.75, self._voices.worst_place(town)) if safe <= 3 else None,
            "would": self._maybe(0.9, "yes" if chance.random() < 0.71 else "no"),
            "wish": said.text,
        }
        if chance.random() < 0.04:
            answers |= {
                "means": [means, "other"],
                "means-other": chance.choice(("Løbehjul", "Hest, næsten", "Ladcykel")),
            }
        return _given(answers)

    def _store(
        self,
        asked: Asked,
        answers: dict[str, Any],
        day: int,
        language: str,
        key: str,
        link: PersonalLink | None = None,
    ) -> Response:
        moment = self._calendar.ago(day, self._chance.randint(8, 22), self._chance.randint(0, 59))
        with happening(moment):
            public_id = store_response(
                standing(asked.survey.slug), answers, language=language, submission_key=key, link=link
            )
        return response_by_public_id(public_id)

    def _days(self, first: int, last: int, count: int) -> Iterator[int]:
        """Days ago, the earliest first: many at the beginning, some at the end, fewer between."""
        days = [round(last + (first - last) * self._chance.betavariate(1.1, 0.8)) for _ in range(count)]
        yield from sorted(days, reverse=True)

    def _town(self) -> str:
        return self._chance.choices(TOWNS, _TOWN_SIZES)[0]

    def _maybe(self, share: float, value: Any) -> Any:
        return value if self._chance.random() < share else None


def _given(answers: dict[str, Any]) -> dict[str, Any]:
    """Only what was answered."""
    return {key: value for key, value in answers.items() if value not in (None, "", [])}
