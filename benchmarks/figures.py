"""The register of figures: a name, a unit, what it is held against, and the function that measures it."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from benchmarks.bench import Bench


@dataclasses.dataclass(frozen=True)
class Result:
    """One measured value; `note` says what it was made of. `name` only where a figure gives several."""

    value: float
    note: str = ""
    name: str = ""


@dataclasses.dataclass(frozen=True)
class Figure:
    """A figure that can be measured. `at_least` or `at_most` is its aim, in the same unit; some have none."""

    name: str
    unit: str
    measure: Callable[[Bench], Result | Iterable[Result]]
    at_least: float | None = None
    at_most: float | None = None

    def lines(self, bench: Bench) -> Iterable[dict[str, Any]]:
        """Measure it: what goes into a line of JSON, for each result."""
        measured = self.measure(bench)
        for result in [measured] if isinstance(measured, Result) else measured:
            yield self._fields(result)

    def _fields(self, result: Result) -> dict[str, Any]:
        fields: dict[str, Any] = {"figure": self.name, "value": _short(result.value), "unit": self.unit}
        aim = self.at_least if self.at_least is not None else self.at_most
        if aim is not None:
            fields["against"] = aim
        named = f"{result.name}: {result.note}" if result.name else result.note
        return fields | ({"note": named} if named else {})

    def is_met(self, value: float) -> bool | None:
        """Whether a value meets the aim; None where there is none."""
        if self.at_least is not None:
            return value >= self.at_least
        return None if self.at_most is None else value <= self.at_most


FIGURES: dict[str, Figure] = {}
Measure = TypeVar("Measure", bound=Callable[[Bench], Result | Iterable[Result]])


def figure(
    name: str, *, unit: str, at_least: float | None = None, at_most: float | None = None
) -> Callable[[Measure], Measure]:
    """Enter a function into the register."""

    def enter(measure: Measure) -> Measure:
        FIGURES[name] = Figure(name, unit, measure, at_least, at_most)
        return measure

    return enter


def table(lines: Iterable[dict[str, Any]]) -> str:
    """The same for people: one row a line, with a mark where an aim is missed."""
    rows = [("figure", "value", "aim", "", "how")]
    for line in lines:
        known = FIGURES[line["figure"]]
        met = known.is_met(line["value"])
        sign = "≥" if known.at_least is not None else "≤"
        aim = f"{sign} {line['against']:g}" if "against" in line else ""
        mark = "" if met is None else "ok" if met else "MISSED"
        rows.append((line["figure"], f"{line['value']:g} {line['unit']}", aim, mark, line.get("note", "")))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    )


def _short(value: float) -> float:
    """Four significant digits: more would claim more than was measured."""
    return float(f"{value:.4g}")
