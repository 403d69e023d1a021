"""From a summary's plain data to the pictures of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.pictures.days import Days, days_chart_of, quiet_days
from engage.core.pictures.numbers import Histogram, histogram
from engage.core.pictures.scales import Cut, diverging, side_by_side


def days_of(survey: Mapping[str, Any], consultation: Consultation, until: dt.datetime) -> Days | None:
    """A survey's answers over time in the consultation's period, as things were `until`; None where few answered.

    Published results hold no days but those put together; those published by an earlier version hold none at all.
    """
    quiet = survey["days"] if "days" in survey else quiet_days(survey.get("by_day", ()))
    opens, closes, today = (
        clock.local(moment).date() for moment in (consultation.opens_at, consultation.closes_at, until)
    )
    return days_chart_of(quiet, opens=opens, closes=closes, today=today)


def cut_of(question: Mapping[str, Any]) -> Cut | None:
    """The bar of a scale, or of yes and no; None for other questions and where a part of it is hidden."""
    shares = [row["share"] for row in question["rows"]]
    if None in shares or not question["answered"]:
        return None
    if question["tally"] == "scale":
        return diverging(shares)
    return side_by_side(shares) if question["type"] == "yes_no" else None


def histogram_of(question: Mapping[str, Any]) -> Histogram | None:
    """How numbers are spread; None for other questions and where that cannot be told."""
    bins, told = question.get("bins"), question["description"]
    if not bins or not told:
        return None
    return histogram(bins, lower=told["lower_quartile"], median=told["median"], upper=told["upper_quartile"])
