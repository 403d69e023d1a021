"""Proposing a focus area and a vision for a text, with a confidence: by cue words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from engage.text.courtesy import strip_courtesy
from engage.text.language import Language, guess_language
from engage.text.lexicon import TITLE, Cues, Target, Weights, load_cues
from engage.text.stems import subject_stems

_LEAST_SCORE = 0.3
HIGHEST = 0.97
_NOTHING = 0.05


@dataclass(frozen=True)
class Suggestion:
    """A proposed focus area and vision (keys; None: nothing points anywhere), how sure (0–1), and the runner-up."""

    focus_area: str | None
    vision: str | None
    confidence: float
    runner_up: str | None


class Suggester(Protocol):
    """Anything that proposes a place in the strategy for a text."""

    def suggest(self, text: str) -> Suggestion:
        """The proposal for one text."""
        ...


class CueSuggester:
    """Proposes by the packaged cue words and, where given, the titles and summaries of the strategy in force.

    `strategy` maps each focus area's key to its texts: "" for the area's own, and one per vision key. Only the
    areas and visions in it are proposed; without it, all that the packaged words know.
    """

    def __init__(self, strategy: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._strategy = strategy
        self._cues: dict[Language, Cues] = {"da": load_cues("da"), "en": load_cues("en")}
        for area, texts in (strategy or {}).items():
            for vision, text in texts.items():
                for stemmed in set(subject_stems(text, "da")):
                    self._cues["da"].exact[stemmed].setdefault(Target(area, vision or None), TITLE)
        for cues in self._cues.values():
            cues.prepare()

    def suggest(self, text: str) -> Suggestion:
        """The area that most cue words point to; confidence grows with their number and shrinks with the rivals'."""
        text = strip_courtesy(text)
        # A few words may tell no language ("Teachers need smaller classes"): the one with more cues is taken.
        languages: set[Language] = {guess_language(text, default="da"), guess_language(text, default="en")}
        readings = [self._known(self._cues[language].of_text(text)) for language in sorted(languages)]
        weights = max(readings, key=lambda reading: sum(reading.values()))
        areas = area_scores(weights)
        if not areas or areas[0][1] < _LEAST_SCORE:
            return Suggestion(None, None, _NOTHING if areas else 0.0, areas[0][0] if areas else None)
        (best, score), rivals = areas[0], areas[1:]
        share = score / sum(value for _, value in areas)
        confidence = min(HIGHEST, share * (1.0 - math.exp(-score / 0.9)))
        return Suggestion(best, _best_vision(weights, best), round(confidence, 3), rivals[0][0] if rivals else None)

    def _known(self, weights: Weights) -> Weights:
        if self._strategy is None:
            return weights
        return {
            target: weight
            for target, weight in weights.items()
            if target.area in self._strategy and (target.vision is None or target.vision in self._strategy[target.area])
        }


def area_scores(weights: Weights) -> list[tuple[str, float]]:
    """Areas and their scores, highest first: own cues and the best vision in full, other visions in part."""
    scores: dict[str, float] = {}
    for area in {target.area for target in weights}:
        own = weights.get(Target(area), 0.0)
        visions = sorted((w for t, w in weights.items() if t.area == area and t.vision), reverse=True)
        best = visions[0] if visions else 0.0
        # A cue may stand under the area and under its vision: both say the same, so the lesser counts half.
        scores[area] = max(own, best) + 0.5 * min(own, best) + 0.5 * sum(visions[1:])
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _best_vision(weights: Weights, area: str) -> str | None:
    visions = [(weight, target.vision) for target, weight in weights.items() if target.area == area and target.vision]
    visions.sort(key=lambda pair: (-pair[0], pair[1]))
    return visions[0][1] if visions and visions[0][0] >= _LEAST_SCORE else None


@lru_cache(maxsize=1)
def _packaged_suggester() -> CueSuggester:
    return CueSuggester()


def suggest(text: str) -> Suggestion:
    """The proposal of the packaged cue words alone, for a text in Danish or English."""
    return _packaged_suggester().suggest(text)
