"""Who is signed in, as the type that services want."""

from __future__ import annotations

from typing import cast

from flask_security import current_user

from engage.accounts.models import User


def current_actor() -> User:
    """The signed-in member of staff; only for views that `@staff` guards."""
    return cast(User, current_user._get_current_object())
