"""An address taken out of every place it stands in."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engage.accounts.models import User
from engage.core.audit import record
from engage.core.db import session, transaction
from engage.ideas.forgetting import forget_names, forget_supports
from engage.invitations.contacts import forget_address as forget_contacts
from engage.messages.forgetting import forget_address as forget_messages
from engage.triage.forgetting import forget_sender, written_in


@dataclass(frozen=True)
class Person:
    """What stood under an address, by kind and number; what stays, by the public ids of inputs."""

    erased: dict[str, int]
    wrote: list[str]  # one input of each submission sent with the address, whose words stay
    mentioned_in: list[str]  # inputs in whose words the address stands
    is_staff: bool

    @property
    def found(self) -> bool:
        """Whether anything at all was kept under the address."""
        return any(self.erased.values()) or bool(self.mentioned_in) or self.is_staff


def erase_email(address: str) -> Person:
    """Forget an address: contacts, private pages, messages, supports and refusals; what its owner wrote stays.

    One use case, so all of it is gone or nothing.
    """
    with transaction() as db_session:
        traces = forget_sender(address)
        forget_names(traces)
        contacts, files = forget_contacts(address)
        messages, declined = forget_messages(address)
        erased = {
            "contacts": contacts,
            "files": files,
            "traces": len(traces),
            "messages": messages,
            "declined": declined,
            "supports": forget_supports(address),
        }
        is_staff = db_session.scalar(sa.select(User.id).where(sa.func.lower(User.email) == address)) is not None
        mentioned = [given.public_id for given in written_in(address)]
        wrote = [trace.inputs[0].public_id for trace in traces if trace.inputs]
        if any(erased.values()):
            record("erasure.email", detail=erased)
        session().flush()
    return Person(erased, wrote, mentioned, is_staff)
