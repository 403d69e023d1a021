"""The strategy file: what it must hold, checked as a whole before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from engage.core.i18n import LANGUAGES


class StrategyFileError(ValueError):
    """The file cannot be used; the message is one line that says where and why."""


def _as_localised(value: Any) -> Any:
    return {"da": value} if isinstance(value, str) else value


def _in_known_languages(text: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(text) - set(LANGUAGES))
    if unknown:
        raise ValueError(f"unknown language {unknown[0]!r}, use {' or '.join(LANGUAGES)}")
    if "da" not in text:
        raise ValueError("the Danish text (da) is missing")
    return text


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Text = Annotated[dict[str, Line], BeforeValidator(_as_localised), AfterValidator(_in_known_languages)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PeriodPart(_Part):
    """The first and last year of the term."""

    first: int = Field(alias="from", ge=1900, le=2200)
    last: int = Field(alias="to", ge=1900, le=2200)

    @model_validator(mode="after")
    def _in_order(self) -> PeriodPart:
        if self.last < self.first:
            raise ValueError("the term ends before it begins")
        return self


class StrategyPart(_Part):
    """The strategy itself."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    title: Text
    municipality: Line
    municipality_code: str = Field(default="", max_length=8)
    hashtag: str = ""
    period: PeriodPart
    goal: Text
    replaces: str = ""


class ValuePart(_Part):
    """A value of the inner star."""

    key: Key
    title: Text
    question: Text
    summary: Text


class VisionPart(_Part):
    """A vision within a focus area."""

    key: Key
    title: Text
    summary: Text


class FocusAreaPart(_Part):
    """A focus area of the outer star."""

    key: Key
    title: Text
    summary: Text
    visions: list[VisionPart] = Field(min_length=1)


class CommitteePart(_Part):
    """A standing committee."""

    key: Key
    title: Text
    confirmed: bool = False


class StrategyDocument(_Part):
    """The whole file. `hierarchy` is for human readers."""

    strategy: StrategyPart
    values: list[ValuePart] = Field(min_length=1)
    focus_areas: list[FocusAreaPart] = Field(min_length=1)
    committees: list[CommitteePart] = []
    local_areas: list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]] = []
    hierarchy: list[str] = []

    @model_validator(mode="after")
    def _keys_are_unique(self) -> StrategyDocument:
        _refuse_twins("values", (part.key for part in self.values))
        _refuse_twins("focus_areas", (part.key for part in self.focus_areas))
        _refuse_twins("visions", (vision.key for area in self.focus_areas for vision in area.visions))
        _refuse_twins("committees", (part.key for part in self.committees))
        _refuse_twins("local_areas", self.local_areas)
        return self


def read_document(text: str) -> StrategyDocument:
    """Parse and check a strategy file. Raises StrategyFileError with the first fault and how many more there are."""
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise StrategyFileError(f"line {line}: not valid YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise StrategyFileError(f"not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise StrategyFileError("line 1: expected a mapping with strategy, values, focus_areas and committees")
    try:
        return StrategyDocument.model_validate(data)
    except ValidationError as error:
        raise StrategyFileError(_first_fault(error)) from error


def _first_fault(error: ValidationError) -> str:
    faults = error.errors()
    place = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in faults[0]["loc"]).lstrip(".")
    reason = faults[0]["msg"].removeprefix("Value error, ")
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{place}: {reason}{more}" if place else f"{reason}{more}"


def _refuse_twins(place: str, keys: Iterable[str]) -> None:
    twins = [key for key, count in Counter(keys).items() if count > 1]
    if twins:
        raise ValueError(f"{place}: {twins[0]!r} stands there twice")
