"""Saving a builder's form: done, refused with its faults, or overtaken by somebody else with nothing lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _

from engage.accounts.models import User
from engage.consultations.forms import TwoLanguages
from engage.surveys import building, queries
from engage.surveys.editing import Document
from engage.surveys.fault_words import fault_text
from engage.surveys.forms import VersionForm
from engage.surveys.models import Survey


@dataclass(frozen=True)
class Difference:
    """One field in which what I typed is not what now stands."""

    label: LazyString | str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Overtaken:
    """Who saved while I was writing, when, and in what we differ (maybe nothing)."""

    who: str
    at: dt.datetime
    differences: list[Difference]


@dataclass(frozen=True)
class Attempt:
    """What came of saving; not done: the form is to be shown again."""

    done: bool = False
    overtaken: Overtaken | None = None


def attempt(
    actor: User,
    survey: Survey,
    form: VersionForm,
    change: Callable[[Document], Document],
    as_stored: Callable[[], VersionForm],
) -> Attempt:
    """Save a valid form by applying `change`; `as_stored` makes a form of what stands in the draft now.

    When it was overtaken the form carries the new version, so that sending it again makes it count.
    """
    try:
        building.edit(actor, survey.id, form.version.data or 0, change)
    except building.NotWellFormed as error:
        form.form_errors.extend(fault_text(fault) for fault in error.faults)
        return Attempt()
    except building.SurveyChanged:
        form.version.raw_data, form.version.data = None, survey.version
        last = queries.last_change(survey)
        return Attempt(overtaken=Overtaken(last.actor_name, last.at, _differences(form, as_stored())))
    return Attempt(done=True)


def _differences(form: VersionForm, stored: VersionForm) -> list[Difference]:
    pairs = [(field, stored[name]) for name, field in form._fields.items() if name not in {"version", "csrf_token"}]
    spoken = [(field.label.text, _words(field), _words(theirs)) for field, theirs in pairs]
    return [Difference(*texts) for texts in spoken if texts[1] != texts[2]]


def _words(field: Any) -> str:
    if isinstance(getattr(field, "form", None), TwoLanguages):
        return " / ".join(field.form.texts.values())
    if hasattr(field, "entries"):
        rows = [entry.form for entry in field.entries]
        return ", ".join(str(text) for row in rows if (text := row.da.data or row.en.data))
    if hasattr(field, "iter_choices"):
        return next((str(choice[1]) for choice in field.iter_choices() if choice[2]), "")
    if isinstance(field.data, bool):
        return str(_("Ja") if field.data else _("Nej"))
    return "" if field.data is None else str(field.data)
