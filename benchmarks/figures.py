"""The register of figures: a name, a unit, what it is held against, and the function that measures it."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any, TypeVar

from benchmarks.bench import Bench


@dataclasses.dataclass(frozen=True)
class Result:
    """One measured value, and what it is held against, in the same unit."""

    value: float
    against: float | None = None
    note: str = ""


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure that can be measured."""

    name: str
    unit: str
    measure: Callable[[Bench], Result]

    def line(self, bench: Bench) -> str:
        """Measure it, as one line of JSON."""
        result = self.measure(bench)
        fields: dict[str, Any] = {"figure": self.name, "value": _short(result.value), "unit": self.unit}
        if result.against is not None:
            fields["against"] = _short(result.against)
        if result.note:
            fields["note"] = result.note
        return json.dumps(fields, ensure_ascii=False)


FIGURES: dict[str, Figure] = {}
Measure = TypeVar("Measure", bound=Callable[[Bench], Result])


def figure(name: str, *, unit: str) -> Callable[[Measure], Measure]:
    """Enter a function into the register."""

    def enter(measure: Measure) -> Measure:
        FIGURES[name] = Figure(name, unit, measure)
        return measure

    return enter


def _short(value: float) -> float:
    """Four significant digits: more would claim more than was measured."""
    return float(f"{value:.4g}")
