"""What may be done, and the changes to the accounts themselves."""

from __future__ import annotations

from engage.accounts.models import User
from engage.core.errors import Forbidden
from engage.core.security import Permission


def authorise(actor: User, permission: Permission, committee_id: int | None = None) -> None:
    """Raise Forbidden unless the actor may do this (in this committee; None: in any at all)."""
    if not actor.can(permission, committee_id):
        raise Forbidden
