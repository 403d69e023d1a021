"""Supporting an idea, once per person: by a confirmed e-mail address, or by a token in this browser."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engage.core import clock, tokens
from engage.core.db import new_public_id, random_id, session, transaction
from engage.core.errors import Gone
from engage.ideas.models import Idea, IdeaStatus, Support
from engage.ideas.queries import published_idea, support_of
from engage.messages.service import queue_unasked
from engage.messages.suppression import normalise_address

CONFIRM = "support"
BROWSER = "supporter"


class SupportGone(Gone):
    """The link is forged, or the support it is about is gone."""

    code = "support_link_not_valid"


def new_browser_token() -> str:
    """A token for a browser's cookie: random, signed, tells nothing of the person."""
    return tokens.derive(BROWSER, new_public_id())


def is_browser_token(token: str | None) -> bool:
    """True for a token that we have made."""
    return bool(token) and tokens.read(BROWSER, token or "") is not None


def support_by_browser(public_id: str, token: str) -> bool:
    """Count a browser's support at once; False when it was counted before. Raises NotFound, IdeaTakenDown."""
    with transaction():
        idea = published_idea(public_id)
        added = _add(idea, person_of_browser(token), "browser", confirmed=True) is not None
        if added:
            _count(idea.id, 1)
    return added


def ask_by_email(public_id: str, email: str, language: str) -> None:
    """Note a support that counts when its mail link is used; a confirmed one sends no mail and says nothing of it.

    Raises NotFound, IdeaTakenDown, TooManyMails.
    """
    with transaction():
        idea = published_idea(public_id)
        person = person_of_email(email)
        added = _add(idea, person, "email", confirmed=False)
        support = added or support_of(idea.id, person)
        if support is not None and support.confirmed_at is None:
            queue_unasked("support_confirm", email, context={"support_id": support.id}, language=language)


def confirm(token: str, browser_token: str | None = None) -> Idea:
    """Count the support behind a mail link, once however often it is used. Raises SupportGone, IdeaTakenDown.

    The same idea supported from this browser before is then counted by the e-mail address alone.
    """
    with transaction() as db_session:
        support = support_of_token(token)
        idea = published_idea(_public_id_of(support))
        update = sa.update(Support).where(Support.id == support.id, Support.confirmed_at.is_(None))
        confirmed = _rows(update.values(confirmed_at=clock.now()))
        if confirmed and browser_token is not None and is_browser_token(browser_token):
            own = sa.delete(Support).where(
                Support.idea_id == idea.id, Support.person == person_of_browser(browser_token)
            )
            confirmed -= _rows(own)
        if confirmed:
            _count(idea.id, confirmed)
        db_session.expire(support)
    return idea


def take_back(public_id: str, token: str) -> bool:
    """Take a browser's support back; False when there was none."""
    with transaction():
        idea = published_idea(public_id)
        taken = _rows(sa.delete(Support).where(Support.idea_id == idea.id, Support.person == person_of_browser(token)))
        if taken:
            _count(idea.id, -taken)
    return bool(taken)


def confirm_token(support: Support) -> str:
    """The token in the mail link of a support: its random id, signed."""
    return tokens.derive(CONFIRM, format(support.id, "016x"))


def support_of_token(token: str) -> Support:
    """The support that a mail link is about; raises SupportGone."""
    digits = tokens.read(CONFIRM, token)
    support = session().get(Support, int(digits, 16)) if digits is not None else None
    if support is None:
        raise SupportGone
    return support


def idea_of_token(token: str) -> Idea:
    """The published idea that a mail link is about; raises SupportGone, IdeaTakenDown."""
    return published_idea(_public_id_of(support_of_token(token)))


def person_of_email(address: str) -> str:
    """The pseudonym of an e-mail address."""
    return tokens.keyed_hash("support:email", normalise_address(address))


def person_of_browser(token: str) -> str:
    """The pseudonym of a browser."""
    return tokens.keyed_hash("support:browser", token)


def _add(idea: Idea, person: str, method: str, *, confirmed: bool) -> Support | None:
    """Insert a support unless this person has one already, whoever else is inserting at this moment."""
    row: dict[str, Any] = {
        "id": random_id(),
        "idea_id": idea.id,
        "person": person,
        "method": method,
        "confirmed_at": clock.now() if confirmed else None,
        "created_at": clock.now(),
    }
    dialect = postgresql if session().get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(Support).values(row).on_conflict_do_nothing(index_elements=["idea_id", "person"])
    return session().get(Support, row["id"]) if _rows(insert) else None


def _count(idea_id: int, change: int) -> None:
    """Add to the idea's count in the database itself, so that no two at once lose one."""
    update = sa.update(Idea).where(Idea.id == idea_id, Idea.status == IdeaStatus.PUBLISHED)
    _rows(update.values(supports=Idea.supports + change))
    session().expire(session().get_one(Idea, idea_id), ["supports"])


def _public_id_of(support: Support) -> str:
    return session().scalars(sa.select(Idea.public_id).where(Idea.id == support.idea_id)).one()


def _rows(statement: sa.Executable) -> int:
    result: Any = session().execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)
