"""The one form about messages: an address that wants no more invitations."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import Email, InputRequired


class DeclineForm(FlaskForm):  # type: ignore[misc]
    """Somebody has called or written that they want no more."""

    address = EmailField(
        _l("E-mail"),
        validators=[
            InputRequired(_l("Skriv e-mailen på den, der vil afmeldes")),
            Email(_l("Skriv e-mailen sådan: navn@eksempel.dk")),
        ],
    )
