"""What stands in the way of publishing a consultation, and what its makers should know first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from engage.consultations.content import TEXT_FIELDS
from engage.consultations.models import Consultation

# Shortest public hearings under the Planning Act § 24, by type of plan. A shorter period is a warning, no more.
HEARING_WEEKS = (8, 4, 2)


@dataclass(frozen=True)
class Remark:
    """One line of the checklist. `code` names the text; a blocking one must be mended before publishing."""

    code: str
    blocks: bool = False
    value: int = 0


def remarks(consultation: Consultation, *, has_survey: bool, survey_published: bool, now: dt.datetime) -> list[Remark]:
    """The checklist, blocking remarks first; empty when everything is in place."""
    found = [*_about_dates(consultation, now)]
    missing = sum(1 for name in TEXT_FIELDS if not getattr(consultation, name).get("en"))
    if missing:
        found.append(Remark("english_missing", value=missing))
    if not has_survey:
        found.append(Remark("no_survey"))
    elif not survey_published:
        found.append(Remark("survey_not_published"))
    if not consultation.focus_areas:
        found.append(Remark("no_focus_area"))
    if not consultation.phases:
        found.append(Remark("no_phases"))
    if not (consultation.contact_email or consultation.contact_phone):
        found.append(Remark("no_contact"))
    return sorted(found, key=lambda remark: not remark.blocks)


def _about_dates(consultation: Consultation, now: dt.datetime) -> list[Remark]:
    if consultation.closes_at <= now:
        return [Remark("already_over", blocks=True)]
    days = (consultation.closes_at - consultation.opens_at).days
    too_short_for = [weeks for weeks in HEARING_WEEKS if days < weeks * 7]
    return [Remark(f"shorter_than_{min(too_short_for)}_weeks", value=days)] if too_short_for else []
