"""Addresses that are left alone."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from engage.core.db import session, transaction
from engage.messages.models import Suppression, SuppressionReason


def normalise_address(address: str) -> str:
    """An address as it is stored and compared: without blanks around it, in lower case."""
    return address.strip().lower()


def suppress(address: str, reason: SuppressionReason) -> bool:
    """Leave an address alone from now on; False when it was so already."""
    with transaction() as db_session:
        if is_suppressed(address, {reason}):
            return False
        db_session.add(Suppression(address=normalise_address(address), reason=reason))
        return True


def lift(address: str, reason: SuppressionReason) -> bool:
    """Take a suppression back; False when there was none."""
    with transaction() as db_session:
        gone = db_session.execute(
            sa.delete(Suppression).where(
                Suppression.address == normalise_address(address), Suppression.reason == reason
            )
        )
        return bool(gone.rowcount)  # type: ignore[attr-defined]


def is_suppressed(address: str, reasons: Iterable[SuppressionReason] = tuple(SuppressionReason)) -> bool:
    """True when an address is left alone for one of these reasons."""
    return bool(suppressed_among([address], reasons))


def suppressed_among(
    addresses: Iterable[str], reasons: Iterable[SuppressionReason] = tuple(SuppressionReason)
) -> set[str]:
    """Those of some hundred addresses that are left alone, normalised."""
    wanted = [normalise_address(address) for address in addresses]
    query = sa.select(Suppression.address).where(Suppression.address.in_(wanted), Suppression.reason.in_(list(reasons)))
    return set(session().scalars(query))
