"""The council's strategy as data."""

from __future__ import annotations

from engage.api.addresses import address_of
from engage.api.data import Data, Text
from engage.strategy.models import FocusArea, Strategy, Value, Vision


class ValueData(Data):
    """A value that every decision is weighed against."""

    key: str
    title: Text
    question: Text
    summary: Text

    @classmethod
    def of(cls, value: Value) -> ValueData:
        """A value of the strategy."""
        return cls(
            key=value.key,
            title=Text.of(value.title),
            question=Text.of(value.question),
            summary=Text.of(value.summary),
        )


class VisionData(Data):
    """What the council wants within a focus area."""

    key: str
    title: Text
    summary: Text
    page: str

    @classmethod
    def of(cls, vision: Vision) -> VisionData:
        """A vision of a focus area."""
        page = address_of("star.vision", vision_key=vision.key)
        return cls(key=vision.key, title=Text.of(vision.title), summary=Text.of(vision.summary), page=page)


class FocusAreaData(Data):
    """A focus area with its visions."""

    key: str
    title: Text
    summary: Text
    inputs_behind: int
    """How many answers, ideas and letters are about it."""
    visions: list[VisionData]
    page: str

    @classmethod
    def of(cls, area: FocusArea, inputs_behind: int) -> FocusAreaData:
        """A focus area and the number of inputs tagged with it."""
        return cls(
            key=area.key,
            title=Text.of(area.title),
            summary=Text.of(area.summary),
            inputs_behind=inputs_behind,
            visions=[VisionData.of(vision) for vision in area.visions],
            page=address_of("star.focus_area", focus_key=area.key),
        )


class StrategyData(Data):
    """The strategy in force."""

    key: str
    title: Text
    municipality: str
    municipality_code: str
    goal: Text
    period_from: int
    period_to: int
    values: list[ValueData]
    focus_areas: list[FocusAreaData]
    page: str

    @classmethod
    def with_counts(cls, strategy: Strategy, behind: dict[int, int]) -> StrategyData:
        """A strategy; `behind` holds the number of inputs by focus area id."""
        return cls(
            key=strategy.key,
            title=Text.of(strategy.title),
            municipality=strategy.municipality,
            municipality_code=strategy.municipality_code,
            goal=Text.of(strategy.goal),
            period_from=strategy.period_from,
            period_to=strategy.period_to,
            values=[ValueData.of(value) for value in strategy.values],
            focus_areas=[FocusAreaData.of(area, behind[area.id]) for area in strategy.focus_areas],
            page=address_of("star.show"),
        )
