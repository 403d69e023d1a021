"""Reading the users and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from engage.accounts.models import Role, User
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.pages import Page, paginate
from engage.text.alphabet import danish_key


def users() -> list[User]:
    """All users by name; a municipality has tens of them."""
    return sorted(session().scalars(sa.select(User).order_by(User.id)), key=lambda user: danish_key(user.name))


def user_by_id(user_id: int) -> User | None:
    """One user."""
    return session().get(User, user_id)


def user_by_email(email: str) -> User | None:
    """The user with this address, whatever its case."""
    return session().scalar(sa.select(User).where(sa.func.lower(User.email) == email.strip().lower()))


def roles_named(names: list[str]) -> list[Role]:
    """The role rows with these names."""
    return list(session().scalars(sa.select(Role).where(Role.name.in_(names))))


def administrators() -> int:
    """How many can sign in as an administrator."""
    administrator = User.roles.any(Role.name == "administrator")
    return session().scalar(sa.select(sa.func.count()).select_from(User).where(User.active, administrator)) or 0


def audit_page(
    cursor: str | None, beginnings: Sequence[str] = (), actor_id: int | None = None, *, ascending: bool = False
) -> Page[AuditEntry]:
    """The audit trail, newest (or oldest) first; only actions whose name begins so, where `beginnings` are given."""
    query = sa.select(AuditEntry)
    if beginnings:
        begins = [AuditEntry.action.startswith(beginning, autoescape=True) for beginning in beginnings]
        query = query.where(sa.or_(*begins))
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    return paginate(query, [AuditEntry.id], cursor, limit=50, ascending=ascending)
