"""When the town hall is open, in words."""

from __future__ import annotations

from babel.dates import get_day_names
from flask_babel import get_locale

from engage.core.hours import OpeningHours
from engage.core.i18n import time_of_day


def in_words(hours: OpeningHours) -> tuple[str, str]:
    """The days and the time of day: ("mandag–onsdag", "9.00–15.00")."""
    names = get_day_names("wide", locale=get_locale())
    first, last = names[hours.first], names[hours.last]
    days = first if first == last else f"{first}–{last}"
    return days[0].upper() + days[1:], f"{time_of_day(hours.opens)}–{time_of_day(hours.closes)}"
