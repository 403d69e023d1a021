"""Who did what, for administrators: the audit trail joined with the things it tells of."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from engage.accounts import queries
from engage.accounts.models import User
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.audit import AuditEntry
from engage.core.db import Base, session
from engage.core.i18n import localise, time_of_day
from engage.core.security import Permission, staff
from engage.ideas.models import Idea
from engage.invitations.models import Campaign, ContactList
from engage.overview.audit_words import PARTS, words_of
from engage.strategy.models import Committee
from engage.strategy.plans import ActionPlan, ActionTrack, DevelopmentPlan, Objective
from engage.surveys.models import Survey
from engage.triage.models import Input, Theme

staff_bp = Blueprint("audit_trail", __name__, url_prefix="/staff")

Subject = tuple[str, str]  # what it is called, and where it is shown
Named = Callable[[Any], Subject]

_SUBJECTS: tuple[tuple[type[Base], Named], ...] = (
    (User, lambda user: (user.name, url_for("users.edit_user", user_id=user.id))),
    (Input, lambda row: (row.title or row.text[:80], url_for("inputs.show", public_id=row.public_id))),
    (Idea, lambda idea: (idea.title, url_for("staff_ideas.show", public_id=idea.public_id))),
    (Consultation, lambda row: (localise(row.title), url_for("consultation_desk.show", slug=row.slug))),
    (Survey, lambda survey: (localise(survey.title), url_for("staff_surveys.show", slug=survey.slug))),
    (Campaign, lambda row: (row.name, url_for("campaigns.show", campaign_id=row.id))),
    (ContactList, lambda row: (row.name, url_for("contacts.show", list_id=row.id))),
    (Committee, lambda row: (localise(row.title), url_for("staff_strategy.edit_committee", key=row.key))),
    (DevelopmentPlan, lambda plan: (localise(plan.committee.title), _plan_href(plan))),
    (Objective, lambda row: (row.title, _plan_href(row.plan))),
    (ActionTrack, lambda row: (row.title, url_for("staff_plans.track", public_id=row.public_id))),
    (ActionPlan, lambda row: (row.title, url_for("staff_plans.track", public_id=row.track.public_id))),
    (Theme, lambda theme: (theme.label, "")),
)
_LOADS: dict[type[Base], tuple[ORMOption, ...]] = {
    DevelopmentPlan: (joinedload(DevelopmentPlan.committee),),
    Objective: (joinedload(Objective.plan).joinedload(DevelopmentPlan.committee),),
    ActionPlan: (joinedload(ActionPlan.track),),
}


@staff_bp.get("/audit")
@staff(Permission.ADMIN)
def audit() -> str:
    """Who did what, day by day, newest or oldest first."""
    actor, part = request.args.get("actor", type=int), request.args.get("part", "")
    oldest_first = request.args.get("order") == "up"
    beginnings = PARTS[part][1] if part in PARTS else ()
    page = queries.audit_page(request.args.get("cursor"), beginnings, actor, ascending=oldest_first)
    return render_template(
        "staff/accounts/audit.html",
        page=page,
        days=[(day, list(entries)) for day, entries in itertools.groupby(page.items, _day)],
        oldest_first=oldest_first,
        subjects=subjects_of(page.items),
        words_of=words_of,
        hour=_hour,
        users=queries.users(),
        parts={key: name for key, (name, _beginnings) in PARTS.items()},
        actor=actor,
        part=part if part in PARTS else "",
    )


def subjects_of(entries: Iterable[AuditEntry]) -> dict[tuple[str, int], Subject]:
    """Name and address of the things that the entries tell of and that are still there: one query for each kind."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.subject_id is not None:
            wanted[entry.subject_type].add(entry.subject_id)
    found: dict[tuple[str, int], Subject] = {}
    for model, named in _SUBJECTS:
        ids = wanted.get(model.__tablename__)
        if ids:
            query = sa.select(model).where(model.__mapper__.c.id.in_(ids)).options(*_LOADS.get(model, ()))
            rows: Any = session().scalars(query)
            found |= {(model.__tablename__, row.id): named(row) for row in rows}
    return found


def _hour(entry: AuditEntry) -> str:
    return time_of_day(clock.local(entry.at).time())


def _day(entry: AuditEntry) -> dt.date:
    return clock.local(entry.at).date()


def _plan_href(plan: DevelopmentPlan) -> str:
    return url_for("staff_plans.show", committee_key=plan.committee.key)
