"""Sign-in of staff by Flask-Security: password, second factor by one-time code, audited."""

from __future__ import annotations

import datetime as dt

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from engage.accounts.models import Role, User
from engage.config import Settings
from engage.core.db import db

datastore = SQLAlchemyUserDatastore(db, User, Role)
security = Security()


def register(app: Flask, settings: Settings) -> None:
    """Set up Flask-Security; its pages are ours (templates/security)."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.password_salt,
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_URL_PREFIX="/staff/account",
        SECURITY_POST_LOGIN_VIEW="/staff/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_TRACKABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={"1": settings.secret_key},
        SECURITY_TOTP_ISSUER=settings.municipality_name,
        SECURITY_FRESHNESS=dt.timedelta(hours=4),
        SECURITY_FRESHNESS_GRACE_PERIOD=dt.timedelta(hours=1),
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=settings.session_hours),
    )
    security.init_app(app, datastore)
