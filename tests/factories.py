"""Makers of what many tests need: each stores what it makes and returns it. A feature keeps its own in its folder."""

import itertools

import sqlalchemy as sa

from engage.accounts.models import CommitteeRole, Role, RoleName, User
from engage.core.db import transaction
from engage.strategy.models import Committee

_numbers = itertools.count(1)


def unique(stem: str = "") -> str:
    """A text that no other call gives: `unique("navn")` is `navn17`."""
    return f"{stem}{next(_numbers)}"


def make_user(role: RoleName | str = RoleName.ADMINISTRATOR, *committees: Committee, email: str | None = None) -> User:
    """A member of staff with a role, and the committees in which it counts."""
    with transaction() as session:
        name = unique("Medarbejder ")
        user = User(
            email=email or f"{unique('medarbejder')}@kommunen.example",
            name=name,
            fs_uniquifier=unique("bruger"),
            roles=[session.scalar(sa.select(Role).filter_by(name=RoleName(role))) or Role(name=RoleName(role))],
            committee_roles=[CommitteeRole(committee_id=committee.id) for committee in committees],
        )
        session.add(user)
    return user
