"""Published results as data: the figures and words that the results page shows, and nothing else of a summary."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator

from engage.api.addresses import address_of
from engage.api.data import Data, Text
from engage.consultations.models import Consultation
from engage.summaries.models import PublishedResult

Unit = Annotated[Text | None, BeforeValidator(lambda unit: unit or None)]


class RowData(Data):
    """One value of a question."""

    value: str
    label: Text
    count: int | None
    """Null where it is hidden."""
    share: float | None
    """Of those who answered, from 0 to 1."""


class DescriptionData(Data):
    """A distribution of numbers; what would tell about few people is null."""

    n: int
    mean: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None


class QuestionData(Data):
    """What was answered to one question."""

    key: str
    type: str
    label: Text
    several: bool
    """More than one value could be chosen, so shares may add up to more than 1."""
    unit: Unit = None
    answered: int | None
    not_answered: int | None
    not_asked: int
    rows: list[RowData]
    description: DescriptionData | None


class SurveyResults(Data):
    """The figures of one survey."""

    title: Text
    responses: int | None
    invited: int | None
    rate: float | None
    """The share of those invited who answered, from 0 to 1."""
    by_channel: dict[str, int | None]
    questions: list[QuestionData]


class QuoteData(Data):
    """A sentence somebody wrote, word for word, that staff chose to show."""

    text: str
    language: str


class ThemeData(Data):
    """What at least five people wrote about."""

    label: str
    inputs: int | None
    persons: int | None
    share: float | None
    quotes: list[QuoteData]


class VoicesData(Data):
    """What people wrote in their own words."""

    inputs: int | None
    persons: int | None
    by_channel: dict[str, int | None]
    themes: list[ThemeData]
    few: int
    """How many more themes there are that fewer than five people wrote about."""
    outside: int | None = None
    """How many inputs are in none of the themes told; null too where the results were published before it was told."""


class ResultsData(Data):
    """The results of a consultation as they were when staff published them. A count is null where it is hidden."""

    consultation: str
    published_at: dt.datetime
    page: str
    surveys: list[SurveyResults]
    voices: VoicesData

    @classmethod
    def of(cls, consultation: Consultation, result: PublishedResult) -> ResultsData:
        """What was published of a consultation; fields of the store that are not named here stay there."""
        told: dict[str, Any] = {name: result.content[name] for name in ("surveys", "voices")}
        return cls.model_validate(
            {
                "consultation": consultation.slug,
                "published_at": result.published_at,
                "page": address_of("summaries.results", slug=consultation.slug),
                **told,
            }
        )
