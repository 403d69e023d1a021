"""What may be done, and the changes to the accounts themselves."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import current_app
from flask_security import hash_password
from itsdangerous import BadSignature, URLSafeTimedSerializer

from engage.accounts import queries
from engage.accounts.models import CommitteeRole, Role, RoleName, User
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Forbidden, Gone, NotFound
from engage.core.security import Permission

WELCOME_SECONDS = 3 * 24 * 3600


class EmailTaken(Conflict):
    """Another user has this address."""

    code = "email_taken"


class LastAdministrator(Conflict):
    """The change would leave nobody who can make users."""

    code = "last_administrator"


class WelcomeLinkSpent(Gone):
    """The link for the first password is too old, was used, or a newer one was made."""

    code = "welcome_link_spent"


def authorise(actor: User, permission: Permission, committee_id: int | None = None) -> None:
    """Raise Forbidden unless the actor may do this (in this committee; None: in any at all)."""
    if not actor.can(permission, committee_id):
        raise Forbidden


def ensure_roles() -> None:
    """Make the four roles where they are missing."""
    with transaction() as db_session:
        there = {role.name for role in queries.roles_named([name.value for name in RoleName])}
        db_session.add_all(Role(name=name.value) for name in RoleName if name.value not in there)


def save_user(
    actor: User | None,
    user: User | None,
    *,
    name: str,
    title: str,
    email: str,
    roles: Sequence[str],
    committee_ids: Sequence[int],
    active: bool = True,
    password: str | None = None,
    is_demo: bool = False,
) -> User:
    """Create (user None) or change a user. Raises EmailTaken, LastAdministrator, Forbidden.

    `actor` None is the command line. A change of roles or address ends the user's sessions.
    """
    if actor is not None:
        authorise(actor, Permission.ADMIN)
    ensure_roles()
    with transaction() as db_session:
        other = queries.user_by_email(email)
        if other is not None and other is not user:
            raise EmailTaken
        created = user is None
        user = user or User(fs_uniquifier=secrets.token_hex(32), is_demo=is_demo, email="", name="")
        demoted = RoleName.ADMINISTRATOR in user.role_names and (RoleName.ADMINISTRATOR not in roles or not active)
        if demoted and queries.administrators() <= 1:
            raise LastAdministrator
        before = (sorted(user.role_names), sorted(user.committee_ids), user.email, user.active)
        user.name, user.title, user.email, user.active = name.strip(), title.strip(), email.strip().lower(), active
        user.roles = queries.roles_named(list(roles))
        kept = {link.committee_id: link for link in user.committee_roles}
        user.committee_roles = [kept.get(one) or CommitteeRole(committee_id=one) for one in committee_ids]
        if password is not None:
            user.password = hash_password(password)
        db_session.add(user)
        db_session.flush()
        after = (sorted(user.role_names), sorted(user.committee_ids), user.email, user.active)
        if not created and before != after:
            user.fs_uniquifier = secrets.token_hex(32)
        record("user.created" if created else "user.changed", user, actor=actor, detail={"roles": list(roles)})
    return user


def welcome_token(user: User) -> str:
    """A link's token, good for three days, with which the user chooses a password once."""
    return _serializer().dumps([user.id, user.fs_uniquifier[:16]])


def user_of_welcome(token: str) -> User:
    """The user of a welcome link. Raises WelcomeLinkSpent."""
    try:
        user_id, stamp = _serializer().loads(token, max_age=WELCOME_SECONDS)
    except BadSignature:
        raise WelcomeLinkSpent from None
    user = queries.user_by_id(user_id)
    if user is None or not user.active or not secrets.compare_digest(user.fs_uniquifier[:16], stamp):
        raise WelcomeLinkSpent
    return user


def choose_password(token: str, password: str) -> User:
    """Set the password by a welcome link; ends every session and spends the link."""
    with transaction():
        user = user_of_welcome(token)
        user.password = hash_password(password)
        user.fs_uniquifier = secrets.token_hex(32)
        record("user.password_chosen", user, actor=user)
    return user


def renew_access(actor: User, user_id: int) -> User:
    """Take away password and second factor, so that a new welcome link can be given. Raises NotFound, Forbidden."""
    authorise(actor, Permission.ADMIN)
    with transaction():
        user = queries.user_by_id(user_id)
        if user is None:
            raise NotFound
        user.password = None
        user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
        user.mf_recovery_codes = None
        user.fs_uniquifier = secrets.token_hex(32)
        record("user.access_renewed", user, actor=actor)
    return user


def audit_sign_in(action: str, user: User | None) -> None:
    """A line of the audit trail about a sign-in; a failed one of an unknown address names nobody."""
    with transaction():
        record(action, user, actor=user)


def end_sessions(user: User) -> None:
    """Sign a user out everywhere: a copy of a session that somebody may have kept is worth nothing from now on."""
    with transaction():
        user.fs_uniquifier = secrets.token_hex(32)
        record("signin.ended", user, actor=user)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="welcome")
