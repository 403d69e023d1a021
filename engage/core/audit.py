"""The audit trail: who did what to what, when. Append-only."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import BUSY, Base, HasId, JsonDict, now_column, session


class AuditEntry(HasId, Base):
    """One thing somebody did. `actor_name` stays when the account is gone; `detail` holds no citizen's data."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        sa.Index("ix_audit_entries_subject", "subject_type", "subject_id", "id"),
        sa.Index("ix_audit_entries_actor", "actor_id", "id"),
        BUSY,
    )

    at: Mapped[dt.datetime] = now_column()
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(default="")
    action: Mapped[str] = mapped_column(sa.String(60))
    subject_type: Mapped[str] = mapped_column(sa.String(40), default="")
    subject_id: Mapped[int | None]
    committee_id: Mapped[int | None]
    detail: Mapped[JsonDict] = mapped_column(default=dict)


def record(
    action: str,
    subject: Base | None = None,
    *,
    actor: object | None = None,
    committee_id: int | None = None,
    detail: JsonDict | None = None,
) -> AuditEntry:
    """Write a line of the audit trail in the use case under way.

    `action` is a dotted word such as "input.linked"; `actor` is a user, or None for the system or a citizen.
    """
    db_session = session()
    if subject is not None and getattr(subject, "id", None) is None:
        db_session.flush()
    entry = AuditEntry(
        action=action,
        subject_type=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        actor_id=getattr(actor, "id", None),
        actor_name=getattr(actor, "name", "") if actor is not None else "",
        committee_id=committee_id,
        detail=detail or {},
    )
    db_session.add(entry)
    return entry


def trail_of(subject: Base, limit: int = 200) -> list[AuditEntry]:
    """What was done to a thing, newest first, at most `limit` lines."""
    query = (
        sa.select(AuditEntry)
        .where(AuditEntry.subject_type == subject.__tablename__, AuditEntry.subject_id == subject.id)  # type: ignore[attr-defined]
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(session().scalars(query))
