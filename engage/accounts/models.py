"""Users, and the committees in which their roles count."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, HasId, now_column
from engage.core.security import Permission


class RoleName(StrEnum):
    """The four roles."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    SECRETARY = "secretary"
    READER = "reader"


# What a role may do anywhere, and what it may do in the user's own committees only.
EVERYWHERE: dict[RoleName, frozenset[Permission]] = {
    RoleName.ADMINISTRATOR: frozenset(Permission),
    RoleName.EDITOR: frozenset({Permission.READ, Permission.EDIT}),
    RoleName.SECRETARY: frozenset({Permission.READ}),
    RoleName.READER: frozenset({Permission.READ}),
}
IN_OWN_COMMITTEES: dict[RoleName, frozenset[Permission]] = {
    RoleName.ADMINISTRATOR: frozenset(),
    RoleName.EDITOR: frozenset(),
    RoleName.SECRETARY: frozenset({Permission.TRIAGE, Permission.PLAN}),
    RoleName.READER: frozenset(),
}

user_roles = sa.Table(
    "user_roles",
    Base.metadata,
    sa.Column("user_id", sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role_id", sa.ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)


class Role(HasId, Base, RoleMixin):
    """A role by its name; what it may do stands in the code."""

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(sa.String(40), unique=True)


class CommitteeRole(Base):
    """A user's work for one committee."""

    __tablename__ = "committee_roles"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    committee_id: Mapped[int] = mapped_column(
        sa.ForeignKey("committees.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class User(HasId, Base, UserMixin):
    """A member of staff. Citizens have no accounts."""

    __tablename__ = "users"

    email: Mapped[str] = mapped_column(sa.String(255), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    title: Mapped[str] = mapped_column(sa.String(120), default="")
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    confirmed_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = now_column()
    last_login_at: Mapped[dt.datetime | None]  # type: ignore[assignment]  # never signed in yet
    current_login_at: Mapped[dt.datetime | None]  # type: ignore[assignment]
    last_login_ip: Mapped[str | None] = mapped_column(sa.String(64))
    current_login_ip: Mapped[str | None] = mapped_column(sa.String(64))
    login_count: Mapped[int] = mapped_column(default=0)
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.String(255))
    tf_last_counter: Mapped[int | None]  # of the last one-time code that was taken: none is taken twice
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    is_demo: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # ours, not the mixin's
        secondary=user_roles, lazy="selectin"
    )
    committee_roles: Mapped[list[CommitteeRole]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def role_names(self) -> set[RoleName]:
        """The user's roles."""
        return {RoleName(role.name) for role in self.roles}

    @property
    def committee_ids(self) -> set[int]:
        """The committees the user works for."""
        return {link.committee_id for link in self.committee_roles}

    def can(self, permission: Permission, committee_id: int | None = None) -> bool:
        """True when the user may do this in this committee (None: in any at all)."""
        if not self.active:
            return False
        if any(permission in EVERYWHERE[role] for role in self.role_names):
            return True
        if not any(permission in IN_OWN_COMMITTEES[role] for role in self.role_names):
            return False
        return bool(self.committee_ids) if committee_id is None else committee_id in self.committee_ids
