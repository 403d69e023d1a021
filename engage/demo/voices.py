"""Words as people write them: hand-written sentences put together in many ways, with the slips people make."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engage.demo import reading
from engage.demo.slips import as_typed

VILLAGES = {
    "Aars": "Vester Hornum, Blære, Gundersted, Havbro, Vegger, Hornum, Skivum".split(", "),
    "Farsø": "Hvalpsund, Strandby, Ullits, Svingelbjerg, Gatten, Louns".split(", "),
    "Løgstør": "Ranum, Vindblæs, Næsborg, Overlade, Rønbjerg, Aggersund, Skarp Salling".split(", "),
    "Aalestrup": "Gedsted, Simested, Hvam, Fjelsø, Testrup".split(", "),
}
# How people talk, and how often; the last two only where the topic is one of theirs.
_REGISTERS = {"plain": 46, "polite": 18, "angry": 16, "young": 40, "old": 20}
_OF_ANYBODY = ("plain", "polite", "angry")


def future_topics() -> list[dict[str, Any]]:
    """What people say about the years to come, topic by topic."""
    return [topic for part in reading.folder("topics") for topic in part]


def road_topics() -> list[dict[str, Any]]:
    """What people say about the ways to school, topic by topic."""
    return list(reading.document("school-roads.yaml")["topics"])


@dataclass(frozen=True)
class Said:
    """What somebody wrote, what it is about (focus area keys), and what they would tick first."""

    text: str
    areas: tuple[str, ...]
    picks: tuple[str, ...] = ()
    topic: str = ""
    language: str = "da"


class Voices:
    """Speaks as many people; the same `chance` gives the same people."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._topics = future_topics()
        self._roads = reading.document("school-roads.yaml")
        self._parts = reading.document("voices.yaml")
        self._spoken: set[str] = set()
        self._campaign = self._dealt(self._parts["campaign"]["added"])
        self._school_letter = self._dealt(self._roads["added"])
        self._whole = self._dealt([*self._parts["whole"]])
        self._english = self._dealt([*self._parts["english"]])
        self._pupils = self._dealt(self._roads["pupils"])
        self._road_stories = {key: self._dealt(stories) for key, stories in self._roads["whole"].items()}

    def about_the_future(self, town: str) -> Said:
        """An answer to what the council should do, by somebody near a town."""
        dice = self._chance.random()
        if dice < 0.1 and self._campaign and town == "Aars":
            text = f"{self._parts['campaign']['letter']} {self._campaign.pop()}".strip()
            return Said(text, ("children-youth",), ("schools",), "smaaskoler")
        if 0.1 <= dice < 0.2 and self._whole:
            whole = self._whole.pop()
            return Said(whole["text"], tuple(whole["areas"]))
        if 0.2 <= dice < 0.225 and self._english:
            whole = self._english.pop()
            return Said(whole["text"], tuple(whole["areas"]), language="en")
        topic = self._chance.choices(self._topics, [topic.get("often", 1) for topic in self._topics])[0]
        return Said(self._fresh(topic, town), tuple(topic["areas"]), tuple(topic["picks"]), topic["key"])

    def about_the_way_to_school(self, town: str, role: str) -> Said:
        """An answer to what would make the way to school better."""
        if role == "pupil" and self._pupils:
            return Said(self._pupils.pop(), ())
        if role == "parent" and town == "Løgstør" and self._school_letter and self._chance.random() < 0.4:
            return Said(f"{self._roads['letter']} {self._school_letter.pop()}".strip(), (), topic="fart")
        topic = self._chance.choice(self._roads["topics"])
        whole = self._road_stories[topic["key"]]
        if whole and self._chance.random() < 0.4:
            return Said(self._placed(whole.pop(), town), (), topic=topic["key"])
        return Said(self._fresh(topic, town), (), topic=topic["key"])

    def worst_place(self, town: str) -> str:
        """Where the way to school is worst."""
        return self._placed(self._chance.choice(self._roads["where"]), town)

    def willing(self) -> str:
        """What it would take to become a volunteer."""
        return str(self._chance.choice(self._parts["willing"]))

    def first_of_all(self) -> str:
        """Something that was not on the list of what should be taken up first."""
        return str(self._chance.choice(self._parts["other_first"]))

    def afterthought(self, town: str) -> str:
        """Something else somebody wants to say."""
        if self._chance.random() < 0.55:
            topic = self._chance.choice(self._topics)
            said = self._chance.choice([*topic["say"], *topic["wish"]])
            return as_typed(self._placed(said, town), self._chance)
        return self._placed(self._chance.choice(self._parts["more"]), town)

    def _fresh(self, topic: dict[str, Any], town: str) -> str:
        """Words that nobody has used before, as far as some tries can find them."""
        text = ""
        for _ in range(12):
            text = self._composed(topic, town)
            if text not in self._spoken:
                break
        self._spoken.add(text)
        return text

    def _composed(self, topic: dict[str, Any], town: str) -> str:
        chance = self._chance
        registers = [*_OF_ANYBODY, *topic.get("also", ())]
        register = chance.choices(registers, [_REGISTERS[name] for name in registers])[0]
        parts = [chance.choice(topic["say"])]
        length = chance.random()
        if length > 0.35:
            parts.append(chance.choice(topic["why"]))
        if length > 0.15:
            parts.append(chance.choice(topic["wish"]))
        if length > 0.8:
            parts.append(chance.choice([wish for wish in topic["wish"] if wish not in parts] or [""]))
        if length < 0.06:
            parts = [chance.choice(topic["wish"])]
        elif length < 0.3 and chance.random() < 0.3:
            parts.reverse()
        if length > 0.2:
            words = self._parts["registers"][register]
            opening = chance.choice(words["open"]) if chance.random() < 0.35 else ""
            closing = chance.choice(words["close"]) if chance.random() < 0.25 else ""
            parts = [opening, *parts, closing]
        text = self._joined(parts, register)
        return as_typed(self._placed(text, town), chance, young=register == "young")

    def _joined(self, parts: Sequence[str], register: str) -> str:
        said = [part for part in parts if part]
        if register == "polite" and len(said) > 3 and self._chance.random() < 0.4:
            return "\n\n".join([said[0], " ".join(said[1:-1]), said[-1]])
        return " ".join(said)

    def _placed(self, text: str, town: str) -> str:
        return text.replace("{by}", town).replace("{sted}", self._chance.choice(VILLAGES[town]))

    def _dealt(self, cards: Sequence[Any]) -> list[Any]:
        """The cards in a mixed order, to be taken one by one."""
        return self._chance.sample(list(cards), len(cards))
