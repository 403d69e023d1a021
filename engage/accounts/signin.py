"""Sign-in of staff by Flask-Security: password, second factor by one-time code, limited and audited."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from flask import Flask, Response, request, session
from flask_babel import lazy_gettext as _l
from flask_login import user_logged_in, user_logged_out
from flask_security import Security, SQLAlchemyUserDatastore, Totp, UserMixin

from engage.accounts import forms, queries, service
from engage.accounts.models import Role, User
from engage.config import Settings
from engage.core import clock, tokens
from engage.core.db import db
from engage.core.limits import ACCOUNT, SIGN_IN, limiter

datastore = SQLAlchemyUserDatastore(db, User, Role)

# What Flask-Security says, in our words. The rest comes from its own Danish translation.
WORDS = {
    "GENERIC_AUTHN_FAILED": _l(
        "E-mail og adgangskode passer ikke sammen. Prøv igen, eller spørg en administrator om et nyt link."
    ),
    "TWO_FACTOR_INVALID_TOKEN": _l("Koden passer ikke. Vent på den næste i din app, og skriv den."),
    "INVALID_RECOVERY_CODE": _l("Nødkoden passer ikke, eller den er brugt."),
    "INVALID_PASSWORD": _l("Adgangskoden passer ikke. Prøv igen."),
    "PASSWORD_INVALID_LENGTH": _l("Adgangskoden skal have mindst %(length)s tegn."),
    "RETYPE_PASSWORD_MISMATCH": _l("De to adgangskoder er ikke ens. Skriv dem igen."),
    "PASSWORD_IS_THE_SAME": _l("Vælg en anden adgangskode end den, du har."),
    "PASSWORD_NOT_PROVIDED": _l("Skriv din adgangskode."),
    "EMAIL_NOT_PROVIDED": _l("Skriv din e-mail."),
}
GOOD_NEWS = {
    "PASSWORD_CHANGE": _l("Din adgangskode er skiftet."),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": _l("Du er logget ind."),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": _l("Totrinslogin er slået til. Gem nu dine nødkoder."),
    "TWO_FACTOR_DISABLED": _l("Totrinslogin er slået fra."),
}


class OnceOnly(Totp):
    """One-time codes that are good once: whoever looked over a shoulder cannot use the same again."""

    def get_last_counter(self, user: UserMixin) -> int | None:
        return cast(User, user).tf_last_counter

    def set_last_counter(self, user: UserMixin, tmatch: Any) -> None:
        cast(User, user).tf_last_counter = tmatch.counter


_LIMITED = ("login", "two_factor_token_validation", "mf_recovery", "verify")


class CountedSignInForm(forms.SignInForm):
    """A sign-in form that leaves a line in the audit trail when it is refused."""

    def validate(self, **kwargs: Any) -> bool:
        """True when the password is right; see the audit trail for the rest."""
        accepted = bool(super().validate(**kwargs))
        if not accepted:
            service.audit_sign_in("signin.refused", queries.user_by_email(self.email.data or ""))
        return accepted


def register(app: Flask, settings: Settings) -> None:
    """Set up Flask-Security; its pages are ours (templates/security)."""
    app.config.update(
        SECURITY_PASSWORD_SALT=settings.password_salt,
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_URL_PREFIX="/staff/account",
        SECURITY_POST_LOGIN_VIEW="/staff/",
        SECURITY_POST_LOGOUT_VIEW="/",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_DATETIME_FACTORY=clock.now,
        SECURITY_TRACKABLE=True,
        SECURITY_CHANGEABLE=True,
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_REQUIRED=settings.second_factor_required,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_TOTP_SECRETS={"1": settings.secret_key},
        SECURITY_TOTP_ISSUER=settings.municipality_name,
        SESSION_PROTECTION=None,  # it marks whoever is not signed in, in a cookie, for a freshness that nobody asks for
        SECURITY_FRESHNESS=dt.timedelta(hours=4),
        SECURITY_FRESHNESS_GRACE_PERIOD=dt.timedelta(hours=1),
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=settings.session_hours),
        **{f"SECURITY_MSG_{name}": (text, "error") for name, text in WORDS.items()},
        **{f"SECURITY_MSG_{name}": (text, "success") for name, text in GOOD_NEWS.items()},
    )
    security = Security(
        app,
        datastore,
        login_form=CountedSignInForm,
        verify_form=forms.OwnPasswordForm,
        change_password_form=forms.NewPasswordForm,
        two_factor_setup_form=forms.SecondFactorForm,
        two_factor_verify_code_form=forms.CodeForm,
        two_factor_rescue_form=forms.HelpForm,
        mf_recovery_codes_form=forms.RecoveryCodesForm,
        mf_recovery_form=forms.RecoveryCodeForm,
        totp_cls=OnceOnly,
    )
    # Nobody asks Flask-Principal who is there: Flask-Login knows, and looks only when it is asked.
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001 - it has no public name
    for name in _LIMITED:
        endpoint = f"security.{name}"
        by_caller: Any = limiter.limit(SIGN_IN, methods=["POST"])(app.view_functions[endpoint])
        by_account: Any = limiter.limit(ACCOUNT, key_func=_account, methods=["POST"], deduct_when=_refused)(by_caller)
        app.view_functions[endpoint] = by_account
    user_logged_in.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)


def _account() -> str:
    """Whose account a try is about, so that an attacker with many addresses gets no more tries at it."""
    named = session.get("tf_user_id") or session.get("_user_id") or request.form.get("email", "").strip().lower()
    return tokens.keyed_hash("signin", str(named))


def _refused(response: Response) -> bool:
    """A form that comes back instead of leading on."""
    return not 300 <= response.status_code < 400


def _signed_in(_app: Flask, user: User) -> None:
    service.audit_sign_in("signin.accepted", user)


def _signed_out(_app: Flask, user: User) -> None:
    if isinstance(user, User):
        service.end_sessions(user)
