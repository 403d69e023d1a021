"""An input on somebody's desk: fetched fresh, locked, held against the version they saw, each change written down."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core.audit import AuditEntry, record
from engage.core.db import JsonDict, session, transaction
from engage.core.errors import Conflict, DomainError, NotFound
from engage.core.security import Permission
from engage.triage.models import Input


class EditedMeanwhile(Conflict):
    """Somebody else changed the input after this form was opened."""

    code = "input_edited_meanwhile"


class ReasonMissing(DomainError):
    """A decision without a reason."""

    code = "reason_missing"


@contextlib.contextmanager
def changing(actor: User, public_id: str, version: int | None) -> Iterator[Input]:
    """A use case on one input, which the actor must have the right to triage.

    `version` is what the form was made from; None where nothing of another person's can be overwritten.
    Raises NotFound, Forbidden or EditedMeanwhile.
    """
    with transaction():
        found = locked([public_id])
        if not found:
            raise NotFound
        given = found[0]
        if version is not None and given.version != version:
            raise EditedMeanwhile  # first, for a hand-over takes the right away with it
        authorise(actor, Permission.TRIAGE, given.committee_id)
        yield given


def locked(public_ids: Collection[str]) -> list[Input]:
    """The inputs as they are now, nobody else changing them until the use case ends."""
    query = sa.select(Input).where(Input.public_id.in_(public_ids)).order_by(Input.id).with_for_update(of=Input)
    return list(session().scalars(query.execution_options(populate_existing=True)))


def note_change(given: Input, action: str, actor: User, detail: JsonDict | None = None) -> AuditEntry:
    """Write the change in the audit trail and give the input a new version, whatever part of it was changed."""
    flag_modified(given, "state")
    session().flush()
    return record(
        action,
        given,
        actor=actor,
        committee_id=given.committee_id,
        detail={**(detail or {}), "version": given.version},
    )


def reason_of(text: str) -> str:
    """The reason as it is stored; raises ReasonMissing when it says nothing."""
    reason = text.strip()
    if not reason:
        raise ReasonMissing
    return reason
