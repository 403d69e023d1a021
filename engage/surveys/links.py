"""Personal links: the right to answer once, held by whoever holds the link.

Using a link deletes its row. A row that were marked instead would be written anew at the moment of the answer, and the
order in which PostgreSQL keeps rows would tell whoever holds a copy of the database whose answer is whose.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from flask import current_app

from engage.core import clock, tokens
from engage.core.db import session, transaction
from engage.core.errors import Gone
from engage.surveys import queries
from engage.surveys.models import PersonalLink

TOKEN_PURPOSE = "personal-link"


class LinkNotValid(Gone):
    """The link is mistyped or forged."""

    code = "personal_link_not_valid"


class LinkExpired(Gone):
    """The link is ours, but its time is over, or it was withdrawn."""

    code = "personal_link_expired"


class LinkUsed(Gone):
    """Somebody has answered by this link already."""

    code = "personal_link_used"


def make_links(survey_id: int, count: int, expires_at: dt.datetime | None = None) -> list[PersonalLink]:
    """`count` new links in the caller's transaction, with their ids."""
    with transaction() as db_session:
        links = [PersonalLink(survey_id=survey_id, expires_at=expires_at) for _ in range(count)]
        db_session.add_all(links)
        db_session.flush()
        return links


def personal_url(link: PersonalLink, survey_slug: str) -> str:
    """The address to send to the person asked."""
    token = tokens.derive(TOKEN_PURPOSE, link.public_id)
    return f"{current_app.config['SETTINGS'].public_url}/surveys/{survey_slug}/p/{token}"


def link_of(survey_slug: str, token: str, now: dt.datetime) -> PersonalLink:
    """The link behind a token. Raises LinkNotValid, LinkUsed, LinkExpired."""
    public_id = tokens.read(TOKEN_PURPOSE, token)
    if public_id is None:
        raise LinkNotValid
    found = queries.link_by_public_id(public_id)
    if found is None:  # we have made it, and it is gone
        raise LinkUsed
    link, opens = found
    if opens != survey_slug:
        raise LinkNotValid
    if link.expires_at is not None and link.expires_at <= now:
        raise LinkExpired
    return link


def withdraw(link_ids: sa.Select[tuple[int]]) -> None:
    """End those of these links that nobody has used, in the caller's transaction: their holders are asked no longer."""
    unused = sa.update(PersonalLink).where(PersonalLink.id.in_(link_ids))
    session().execute(unused.values(expires_at=clock.now()), execution_options={"synchronize_session": False})


def spend(link: PersonalLink) -> None:
    """Use the link up in the caller's transaction: one deletion, so two tabs cannot both. Raises LinkUsed."""
    statement = sa.delete(PersonalLink).where(PersonalLink.id == link.id)
    if session().execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise LinkUsed
