"""The members of staff of the demo, all with the same password."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask_security import hash_password

from engage.accounts.models import RoleName, User
from engage.accounts.service import save_user
from engage.core.db import session
from engage.strategy.queries import committees

PASSWORD = "demo-vesthimmerland"


@dataclass(frozen=True)
class Account:
    """Somebody to sign in as; `committee` is the key of the committee a secretary works for."""

    email: str
    name: str
    title: str
    role: RoleName
    committee: str = ""


ACCOUNTS = (
    Account("administrator@demo.example", "Agnes Lindhede", "Systemansvarlig", RoleName.ADMINISTRATOR),
    Account("redaktion@demo.example", "Ejnar Bakkegren", "Redaktør, Politik og Kommunikation", RoleName.EDITOR),
    *(
        Account(f"{place}@demo.example", name, f"Udvalgssekretær, {title}", RoleName.SECRETARY, key)
        for place, name, title, key in (
            ("okonomi", "Signe Fjordvang", "Økonomiudvalget", "finance"),
            ("teknik", "Torben Engkilde", "Teknik- og Miljøudvalget", "technical-environment"),
            ("boern", "Birte Skovmose", "Børne- og Familieudvalget", "children-families"),
            ("kultur", "Kasper Højlyng", "Kultur- og Fritidsudvalget", "culture-leisure"),
            ("sundhed", "Solveig Agerholt", "Sundhedsudvalget", "health"),
            ("arbejde", "Bent Kildeager", "Beskæftigelsesudvalget", "employment"),
        )
    ),
    Account("laeser@demo.example", "Lis Hedevang", "Byrådssekretariatet", RoleName.READER),
)


@dataclass(frozen=True)
class Staff:
    """Who acts in the demo."""

    administrator: User
    editor: User
    secretaries: dict[str, User]

    def secretary(self, committee_key: str) -> User:
        """The secretary of a committee."""
        return self.secretaries[committee_key]


def make_staff() -> Staff:
    """Make the accounts. Raises EmailTaken."""
    ids = {committee.key: committee.id for committee in committees()}
    hashed = hash_password(PASSWORD)  # once: hashing is meant to be slow
    users = {account.email: _make(account, ids, hashed) for account in ACCOUNTS}
    secretaries = {account.committee: users[account.email] for account in ACCOUNTS if account.committee}
    return Staff(users[ACCOUNTS[0].email], users[ACCOUNTS[1].email], secretaries)


def are_there() -> bool:
    """True when the demo's accounts have been made."""
    return session().scalar(sa.select(sa.exists().where(User.is_demo))) or False


def _make(account: Account, committee_ids: dict[str, int], hashed: str) -> User:
    user = save_user(
        None,
        None,
        name=account.name,
        title=account.title,
        email=account.email,
        roles=[account.role],
        committee_ids=[committee_ids[account.committee]] if account.committee else [],
        is_demo=True,
    )
    user.password = hashed
    return user
