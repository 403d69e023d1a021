"""Cue words for focus areas and visions: how they are written down and how a text is matched with them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from engage.text.language import Language
from engage.text.normalise import fold, words
from engage.text.stems import stem

WEAK = 0.33
TITLE = 0.3
_PHRASE = 1.3
_FUZZY = 0.7
_FUZZY_LENGTHS = range(7, 15)
_LONGEST_PHRASE = 4
_LONGEST_WORD = 60


@dataclass(frozen=True)
class Target:
    """Where a cue points: a focus area, and one of its visions when the cue is that exact."""

    area: str
    vision: str | None = None


Weights = dict[Target, float]


def without_letter(word: str) -> set[str]:
    """The word and every form of it that lacks one letter; two words a single slip apart share one of these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


@dataclass
class Cues:
    """The cues of one language, each in the shape that makes it quick to look up."""

    language: Language
    exact: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    beginnings: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    endings: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    inside: dict[str, Weights] = field(default_factory=lambda: defaultdict(dict))
    phrases: dict[tuple[str, ...], Weights] = field(default_factory=lambda: defaultdict(dict))
    misspelt: dict[str, str] = field(default_factory=dict)

    def add(self, cue: str, target: Target, weight: float) -> None:
        """Take in one cue in the notation of `data/areas.yaml`; the heaviest weight for a target counts."""
        table, key = self._place(cue)
        table[key][target] = max(weight, table[key].get(target, 0.0))

    def _place(self, cue: str) -> tuple[dict[Any, Weights], Any]:
        parts = words(cue.replace("_", " "))
        if len(parts) > 1:
            return self.phrases, tuple(stem(part, self.language) for part in parts)
        bare = fold(cue.strip("*"))
        if cue.startswith("*"):
            return (self.inside if cue.endswith("*") else self.endings), bare
        if cue.endswith("*"):
            return self.beginnings, bare
        return self.exact, stem(cue, self.language)

    def prepare(self) -> None:
        """Learn the misspellings of the long cues, once all cues are in."""
        for cue in self.beginnings:
            if len(cue) in _FUZZY_LENGTHS:
                self.misspelt.update(dict.fromkeys(without_letter(cue), cue))

    def of_word(self, word: str) -> Weights:
        """What one word points to, by its most specific cue; a slip of the pen in a long word is forgiven."""
        if len(word) > _LONGEST_WORD:
            return {}
        folded, stemmed = fold(word), stem(word, self.language)
        found = self.exact.get(stemmed)
        if found:
            return found
        for size in range(len(folded), 1, -1):
            found = self.beginnings.get(folded[:size])
            if found:
                return found
        for table, matches in ((self.endings, stemmed.endswith), (self.inside, folded.__contains__)):
            fitting = [cue for cue in table if len(cue) < len(stemmed) and matches(cue)]
            if fitting:
                return table[max(fitting, key=len)]
        return self._forgiven(folded)

    def _forgiven(self, folded: str) -> Weights:
        for size in range(min(len(folded), _FUZZY_LENGTHS.stop), _FUZZY_LENGTHS.start - 1, -1):
            for form in without_letter(folded[:size]):
                if form in self.misspelt:
                    weights = self.beginnings[self.misspelt[form]]
                    return {target: weight * _FUZZY for target, weight in weights.items()}
        return {}

    def of_text(self, text: str) -> Weights:
        """What a whole text points to: each different word once, and each phrase, with the weights added up."""
        written = words(text)
        stemmed = [stem(word, self.language) for word in written]
        total: Weights = defaultdict(float)
        seen = {stemmed[i]: written[i] for i in range(len(written) - 1, -1, -1)}
        for word in seen.values():
            for target, weight in self.of_word(word).items():
                total[target] += weight
        for phrase in self._phrases_in(stemmed):
            for target, weight in self.phrases[phrase].items():
                total[target] += weight * _PHRASE
        return dict(total)

    def _phrases_in(self, stemmed: list[str]) -> set[tuple[str, ...]]:
        runs: Iterable[tuple[str, ...]] = (
            tuple(stemmed[i : i + size])
            for size in range(2, _LONGEST_PHRASE + 1)
            for i in range(len(stemmed) - size + 1)
        )
        return {run for run in runs if run in self.phrases}


@lru_cache(maxsize=1)
def _packaged() -> Mapping[str, Any]:
    source = files("engage.text").joinpath("data/areas.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(source)
    return loaded


def load_cues(language: Language) -> Cues:
    """The packaged cues of one language, not yet prepared, so that the strategy's own words can be added."""
    cues = Cues(language)
    strong, weak = ("da", "weak") if language == "da" else ("en", "weak_en")
    targets = [(Target(key), cue) for key, cue in _packaged()["areas"].items()]
    targets += [(Target(key.rpartition("-")[0], key), cue) for key, cue in _packaged()["visions"].items()]
    for target, written in targets:
        for cue in written[strong].split():
            cues.add(cue, target, 1.0)
        for cue in written[weak].split():
            cues.add(cue, target, WEAK)
    return cues
