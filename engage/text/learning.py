"""Proposals that learn from where staff have put texts: a linear classifier beside the cue words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engage.text.areas import HIGHEST, Suggester, Suggestion
from engage.text.courtesy import strip_courtesy
from engage.text.language import guess_language
from engage.text.stems import subject_stems

_FEWEST_EXAMPLES = 20
_FEWEST_PER_CLASS = 3
_HALF_TRUST = 60  # with so many examples, staff's choices weigh as much as the cue words


@dataclass(frozen=True)
class Example:
    """A text and where staff have put it."""

    text: str
    focus_area: str
    vision: str | None = None


def learn(examples: Sequence[Example], base: Suggester) -> Suggester:
    """A suggester that has read the examples; `base` itself while there are too few to learn from.

    At least twenty examples and two focus areas with three each are needed. The same examples give the same suggester.
    """
    areas = _classifier([(example.text, example.focus_area) for example in examples])
    if len(examples) < _FEWEST_EXAMPLES or areas is None:
        return base
    by_area: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for example in examples:
        if example.vision:
            by_area[example.focus_area].append((example.text, example.vision))
    visions = {area: _classifier(pairs) for area, pairs in by_area.items()}
    return LearnedSuggester(base, areas, visions, trust=len(examples) / (len(examples) + _HALF_TRUST))


class LearnedSuggester:
    """Weighs the cue words' proposal together with classifiers for focus areas and for the visions of each."""

    def __init__(self, base: Suggester, areas: Any, visions: dict[str, Any], trust: float) -> None:
        self._base = base
        self._areas = areas
        self._visions = visions
        self._trust = trust

    def suggest(self, text: str) -> Suggestion:
        """The area with the highest joint weight, which is the confidence; its vision from the surer of the two."""
        proposed = self._base.suggest(text)
        if not _analyse(text):
            return proposed
        scores = {area: self._trust * chance for area, chance in _chances(self._areas, text).items()}
        if proposed.focus_area:
            known = scores.get(proposed.focus_area, 0.0)
            scores[proposed.focus_area] = known + (1.0 - self._trust) * proposed.confidence
        ranked = sorted(scores, key=lambda area: (-scores[area], area))
        vision = proposed.vision if ranked[0] == proposed.focus_area else None
        if self._visions.get(ranked[0]) is not None:
            chances = _chances(self._visions[ranked[0]], text)
            likeliest = max(chances, key=lambda key: (chances[key], key))
            if vision is None or chances[likeliest] * self._trust > 1.0 - self._trust:
                vision = likeliest
        return Suggestion(ranked[0], vision, round(min(HIGHEST, scores[ranked[0]]), 3), ranked[1])


def _analyse(text: str) -> list[str]:
    return subject_stems(strip_courtesy(text), guess_language(text))


def _classifier(pairs: Sequence[tuple[str, str]]) -> Any:
    """A classifier of texts into the classes with at least three examples; None when there are not two such classes."""
    spread = Counter(name for _, name in pairs)
    kept = [(text, name) for text, name in pairs if spread[name] >= _FEWEST_PER_CLASS]
    if len({name for _, name in kept}) < 2 or not any(_analyse(text) for text, _ in kept):
        return None
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - see docs/performance/memory.md
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - see docs/performance/memory.md
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415 - see docs/performance/memory.md

    model = make_pipeline(
        TfidfVectorizer(analyzer=_analyse, sublinear_tf=True),
        LogisticRegression(C=10.0, class_weight="balanced", max_iter=1_000, random_state=0),
    )
    return model.fit([text for text, _ in kept], [name for _, name in kept])


def _chances(classifier: Any, text: str) -> dict[str, float]:
    probabilities = classifier.predict_proba([text])[0]
    return {str(name): float(chance) for name, chance in zip(classifier.classes_, probabilities, strict=True)}
