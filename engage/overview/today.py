"""The start page of staff: what waits for this person, in these committees, in a constant number of look-ups."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from engage.accounts.models import User
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation, ConsultationStatus
from engage.core import clock
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.security import Permission
from engage.invitations.models import Campaign, CampaignStatus
from engage.overview.audit_words import words_of
from engage.overview.waiting import MOST_COUNTED, SOON, WAITING, failed_mail, new_inputs, waiting_ideas
from engage.strategy.models import Committee
from engage.strategy.plans import DevelopmentPlan, PlanStatus
from engage.strategy.queries import committees, plans
from engage.surveys.models import Response, Survey
from engage.triage.decisions import Reply
from engage.triage.models import Input, InputTheme

NEWEST_REPLIES = 200  # so many are looked at to say how many came in time
NEWEST_ENTRIES = 500
FEWEST_WITHOUT_THEME = 8  # fewer are soon placed by hand, and the machine proposes nothing


@dataclass(frozen=True)
class AnswerClock:
    """How one committee stands: what waits, by when it is due, and how many of the newest replies came in time."""

    committee: Committee
    overdue: int
    soon: int
    later: int
    replies: int
    in_time: int

    @property
    def waiting(self) -> int:
        """All that waits for a reply."""
        return self.overdue + self.soon + self.later


def for_staff(actor: User) -> dict[str, Any]:
    """What the start page shows; counts go no further than MOST_COUNTED and lead to exactly that list."""
    mine = [row for row in committees() if row.id in actor.committee_ids] or committees()
    clocks = clocks_of(mine)
    open_now = consultations.open_consultations(limit=8)
    responses = _responses_by(open_now)
    may_triage, may_edit = actor.can(Permission.TRIAGE), actor.can(Permission.EDIT)
    return {
        "name": actor.name.split()[0],
        "mine": mine if actor.committee_ids else [],
        "overdue": min(sum(row.overdue for row in clocks), MOST_COUNTED),
        "due_soon": min(sum(row.soon for row in clocks), MOST_COUNTED),
        "new": new_inputs(actor),
        "ideas": waiting_ideas(actor),
        "failed_mail": failed_mail() if may_edit else 0,
        "most": MOST_COUNTED,
        "today": clock.today(),
        "clocks": clocks,
        "longest": max((row.waiting for row in clocks), default=0),
        "next_due": _next_due(mine) if may_triage else [],
        "consultations": [(one, responses[one.id]) for one in open_now],
        "campaigns": _leaving_soon() if may_edit else [],
        "drafts": _draft_plans(actor),
        "unpublished": _unpublished() if may_edit else [],
        "without_theme": _without_theme(mine) if may_triage else [],
        "since": _since(actor, mine),
        "may_triage": may_triage,
        "may_edit": may_edit,
    }


def clocks_of(mine: Collection[Committee]) -> list[AnswerClock]:
    """The answer clock of each committee. Two queries, each bounded however much there is."""
    today = clock.today()
    when = {
        "overdue": Input.due_on < today,
        "soon": Input.due_on.between(today, today + SOON),
        "later": Input.due_on > today + SOON,
    }
    parts = [
        sa.select(sa.literal(committee.id), sa.literal(name), sa.func.count()).select_from(
            sa.select(Input.id)
            .where(Input.committee_id == committee.id, Input.state.in_(WAITING), condition)
            .limit(MOST_COUNTED)
            .subquery()
        )
        for committee in mine
        for name, condition in when.items()
    ]
    rows = session().execute(sa.union_all(*parts)).tuples() if parts else ()
    counts = {(committee_id, name): count for committee_id, name, count in rows}
    replies, in_time = _kept_promises(mine)
    return [
        AnswerClock(
            committee,
            overdue=counts.get((committee.id, "overdue"), 0),
            soon=counts.get((committee.id, "soon"), 0),
            later=counts.get((committee.id, "later"), 0),
            replies=replies[committee.id],
            in_time=in_time[committee.id],
        )
        for committee in mine
    ]


def _kept_promises(mine: Collection[Committee]) -> tuple[Counter[int], Counter[int]]:
    """Of the newest replies: how many each committee gave, and how many of them by the day they were due."""
    query = (
        sa.select(Input.committee_id, Reply.at, Input.due_on)
        .join(Reply, Reply.input_id == Input.id)
        .where(Input.committee_id.in_([row.id for row in mine]))
        .order_by(Reply.id.desc())
        .limit(NEWEST_REPLIES)
    )
    rows = session().execute(query).tuples().all()
    in_time = Counter(committee_id for committee_id, at, due_on in rows if clock.local(at).date() <= due_on)
    return Counter(row[0] for row in rows), in_time


def _next_due(mine: Collection[Committee]) -> list[Input]:
    query = sa.select(Input).where(Input.state.in_(WAITING), Input.committee_id.in_([row.id for row in mine]))
    query = query.order_by(Input.due_on, Input.id).limit(6)
    return list(session().scalars(query.options(joinedload(Input.committee))))


def _responses_by(open_now: Collection[Consultation]) -> dict[int, int]:
    ids = [one.id for one in open_now]
    query = (
        sa.select(Survey.consultation_id, sa.func.count(Response.id))
        .join(Response, Response.survey_id == Survey.id)
        .where(Survey.consultation_id.in_(ids))
        .group_by(Survey.consultation_id)
    )
    return dict.fromkeys(ids, 0) | dict(session().execute(query).tuples().all())


def _leaving_soon() -> list[Campaign]:
    """Campaigns that are released and go out within a week."""
    now = clock.now()
    query = sa.select(Campaign).where(
        Campaign.status == CampaignStatus.RELEASED, Campaign.send_at.between(now, now + SOON)
    )
    return list(session().scalars(query.order_by(Campaign.send_at).limit(5)))


def _draft_plans(actor: User) -> list[DevelopmentPlan]:
    """Plans in this person's care that no committee has adopted yet."""
    if not actor.can(Permission.PLAN):
        return []
    drafts = [plan for plan in plans() if plan.status == PlanStatus.DRAFT]
    return [plan for plan in drafts if actor.can(Permission.PLAN, plan.committee_id)]


def _unpublished() -> list[Consultation]:
    """Consultations that have closed, and whose result nobody has been shown."""
    query = sa.select(Consultation).where(
        Consultation.status == ConsultationStatus.PUBLISHED,
        Consultation.closes_at <= clock.now(),
        Consultation.results_published_at.is_(None),
    )
    return list(session().scalars(query.order_by(Consultation.closes_at.desc(), Consultation.id).limit(5)))


def _without_theme(mine: Collection[Committee]) -> list[tuple[Consultation, int]]:
    """Consultations of these committees that hold much no theme holds, with how much."""
    bare = (
        sa.select(Input.consultation_id)
        .join(Consultation, Consultation.id == Input.consultation_id)
        .where(
            Consultation.committee_id.in_([row.id for row in mine]),
            Input.state.in_(WAITING),
            ~sa.exists().where(InputTheme.input_id == Input.id),
        )
        .limit(MOST_COUNTED)
        .subquery()
    )
    count = sa.func.count()
    query = (
        sa.select(Consultation, count)
        .join(bare, bare.c.consultation_id == Consultation.id)
        .group_by(Consultation.id)
        .having(count >= FEWEST_WITHOUT_THEME)
        .order_by(count.desc(), Consultation.id)
    )
    return [(row[0], row[1]) for row in session().execute(query.limit(3)).tuples()]


def _since(actor: User, mine: Collection[Committee]) -> list[tuple[str, str, int]]:
    """What colleagues have done for these committees since this person was last here: (who, what, how often)."""
    since = actor.last_login_at or clock.now() - dt.timedelta(days=1)
    newest = sa.select(sa.func.max(AuditEntry.id) - NEWEST_ENTRIES).scalar_subquery()
    query = sa.select(AuditEntry).where(
        AuditEntry.id > newest,
        AuditEntry.at > since,
        AuditEntry.committee_id.in_([row.id for row in mine]),
        AuditEntry.actor_id.is_not(None),
        AuditEntry.actor_id != actor.id,
        AuditEntry.action != "input.read",
    )
    entries = session().scalars(query.order_by(AuditEntry.id.desc()))
    told = Counter((entry.actor_name, words_of(entry)) for entry in entries)
    return [(who, what, often) for (who, what), often in list(told.items())[:6]]
