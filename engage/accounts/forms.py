"""The forms of sign-in and of the users' list."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security.forms import (
    ChangePasswordForm,
    LoginForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryCodesForm, MfRecoveryForm
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Email, EqualTo, InputRequired, Length, ValidationError

from engage.accounts.models import RoleName
from engage.core.choices import choices_of

ROLE_LABELS = {
    RoleName.ADMINISTRATOR: _l("Administrator"),
    RoleName.EDITOR: _l("Redaktør"),
    RoleName.SECRETARY: _l("Udvalgssekretær"),
    RoleName.READER: _l("Læser"),
}
ROLE_HINTS = {
    RoleName.ADMINISTRATOR: _l("Må alt, også lave brugere og rette strategien."),
    RoleName.EDITOR: _l("Laver høringer, spørgeskemaer og udsendelser."),
    RoleName.SECRETARY: _l("Læser, kobler og besvarer input og retter planer for sine egne udvalg."),
    RoleName.READER: _l("Må se det hele, men ikke ændre noget."),
}


class SignInForm(LoginForm):
    """E-mail and password; a failed try is audited by the caller."""

    remember = None  # type: ignore[assignment]  # WTForms' way to leave a field out: nobody stays signed in for longer than SESSION_HOURS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = _l("E-mail")
        self.password.label.text = _l("Adgangskode")
        self.email.flags.required = self.password.flags.required = True


class CodeForm(TwoFactorVerifyCodeForm):
    """The six digits of the authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.label.text = _l("Kode fra din app")
        self.code.description = _l("Seks cifre, som skifter hvert halve minut.")
        self.code.flags.required = True


class SecondFactorForm(TwoFactorSetupForm):
    """Whether to set up the second factor, or to take it away; the page asks with a button for each."""

    setup = RadioField(choices=choices_of([("authenticator", ""), ("disable", "")]), validate_choice=False)


class HelpForm(TwoFactorRescueForm):
    """Where to turn without the phone: to the recovery codes, which Flask-Security adds. Nothing is sent by mail."""

    help_setup = RadioField(choices=[])


class RecoveryCodeForm(MfRecoveryForm):
    """One of the codes that were written down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.label.text = _l("Nødkode")
        self.code.description = _l("En af de koder, du gemte, da du slog totrinslogin til. Hver kode virker én gang.")
        self.code.flags.required = True


class RecoveryCodesForm(MfRecoveryCodesForm):
    """Make new codes to write down."""


class OwnPasswordForm(VerifyForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = _l("Adgangskode")
        self.password.flags.required = True


class NewPasswordForm(ChangePasswordForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = _l("Din nuværende adgangskode")
        self.new_password.label.text = _l("Ny adgangskode")
        self.new_password.description = _l("Mindst 12 tegn. Tre-fire ord efter hinanden er lette at huske.")
        self.new_password_confirm.label.text = _l("Ny adgangskode igen")
        for one in (self.password, self.new_password, self.new_password_confirm):
            one.flags.required = True


class UserForm(FlaskForm):  # type: ignore[misc]
    """A member of staff as an administrator sees one."""

    name = StringField(
        _l("Navn"),
        validators=[
            InputRequired(_l("Skriv medarbejderens navn")),
            Length(max=120, message=_l("Navnet må højst have 120 tegn")),
        ],
    )
    title = StringField(_l("Stilling"), validators=[Length(max=120, message=_l("Stillingen må højst have 120 tegn"))])
    email = EmailField(
        _l("E-mail"),
        validators=[
            InputRequired(_l("Skriv medarbejderens e-mail")),
            Email(_l("Skriv e-mailen sådan: navn@eksempel.dk")),
        ],
    )
    roles = SelectMultipleField(
        _l("Roller"),
        choices=choices_of((role.value, label) for role, label in ROLE_LABELS.items()),
        validators=[InputRequired(_l("Vælg mindst én rolle"))],
    )
    option_hints = {role.value: hint for role, hint in ROLE_HINTS.items()}  # noqa: RUF012 - read by the template
    committees = SelectMultipleField(
        _l("Egne udvalg"),
        coerce=int,
        description=_l("Hvor en udvalgssekretær arbejder. De andre roller behøver ingen."),
    )
    active = BooleanField(_l("Må logge ind"), default=True)

    def validate_committees(self, field: SelectMultipleField) -> None:
        if RoleName.SECRETARY in (self.roles.data or ()) and not field.data:
            raise ValidationError(_l("Vælg mindst ét udvalg til udvalgssekretæren"))


class FirstPasswordForm(FlaskForm):  # type: ignore[misc]
    """The password that a new member of staff chooses by the link from the administrator."""

    password = PasswordField(
        _l("Vælg en adgangskode"),
        description=_l("Mindst 12 tegn. Tre-fire ord efter hinanden er lette at huske."),
        validators=[
            InputRequired(_l("Vælg en adgangskode")),
            Length(12, 128, _l("Adgangskoden skal have mindst 12 tegn")),
        ],
    )
    again = PasswordField(
        _l("Skriv den igen"), validators=[EqualTo("password", _l("De to adgangskoder er ikke ens. Skriv dem igen"))]
    )
