"""What is set for this municipality, where it is set, how the platform is; and a colour to try before it is set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError

from engage.config import Settings
from engage.core.colours import (
    DARK_BUTTON_TEXT,
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    WHITE,
    Use,
    dark_primary,
    is_colour,
    nearest_readable,
    uses,
    weakest_use,
)
from engage.core.i18n import number
from engage.core.security import Permission, staff
from engage.messages.models import MessageState
from engage.messages.queries import counts
from engage.overview.health import checks
from engage.overview.settings_words import GROUPS, LABELS, SECRETS, USE_WORDS, health_words

staff_bp = Blueprint("settings_page", __name__, url_prefix="/staff")


class ColourForm(FlaskForm):  # type: ignore[misc]
    """A colour to try. It is sent as an address, so a trial can be shared; nothing is stored."""

    class Meta:
        csrf = False

    colour = StringField(
        _l("Prøv en farve"), description=_l("Seks tegn efter #, som I har den i jeres designmanual. Fx #1c5a3c.")
    )

    def validate_colour(self, field: StringField) -> None:
        """A colour as the setting takes it."""
        if not is_colour((field.data or "").strip()):
            raise ValidationError(_("Skriv farven som # og seks tegn fra 0-9 og a-f, fx #1c5a3c"))


@dataclass(frozen=True)
class Trial:
    """A colour, where it reads, and the nearest one that reads everywhere."""

    colour: str

    @property
    def lines(self) -> list[tuple[str, str, bool]]:
        """Where it is used, its contrast there, and whether it reads."""
        return [(USE_WORDS[use.name], number(use.contrast, 1), use.reads) for use in uses(self.colour)]

    @property
    def weakest(self) -> Use:
        """Where it is hardest to read."""
        return weakest_use(self.colour)

    @property
    def weakest_contrast(self) -> str:
        """How well it reads there: cut, not rounded up to what it does not reach."""
        return number(int(self.weakest.contrast * 10) / 10, 1)

    @property
    def suggestion(self) -> str:
        """The nearest shade that reads everywhere."""
        return nearest_readable(self.colour)

    @property
    def light(self) -> dict[str, str]:
        """The colours of the sample in light mode, by their names in the style sheet."""
        return {**LIGHT_GROUNDS, "primary": self.colour, "link": self.colour, "on-primary": WHITE, "ink": "#1d1c19"}

    @property
    def dark(self) -> dict[str, str]:
        """And in dark mode."""
        shade = dark_primary(self.colour)
        return {**DARK_GROUNDS, "primary": shade, "link": shade, "on-primary": DARK_BUTTON_TEXT, "ink": "#f3f0e9"}


@staff_bp.get("/settings")
@staff(Permission.ADMIN)
def show() -> str:
    """Every setting with the name of its environment variable, the state of the platform, and a colour to try."""
    settings: Settings = current_app.config["SETTINGS"]
    form = ColourForm(request.args)
    tried = "colour" in request.args and form.validate()
    if "colour" not in request.args:
        form.colour.data = settings.primary_colour
    trial = Trial((form.colour.data or "").strip().lower() if tried else settings.primary_colour)
    return render_template(
        "staff/settings/show.html",
        groups=_groups(settings),
        states=health_words(checks()),
        mail=_mail(),
        form=form,
        trial=trial,
        tried=tried,
    )


def _groups(settings: Settings) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(str(heading), [_row(settings, name) for name in names]) for heading, names in GROUPS]


def _row(settings: Settings, name: str) -> dict[str, Any]:
    value = getattr(settings, name)
    return {
        "label": str(LABELS[name]),
        "value": _shown(name, value),
        "variable": name.upper(),
        "is_default": value == Settings.model_fields[name].default,
    }


def _shown(name: str, value: object) -> str:
    if name in SECRETS:
        return str(_("Sat, men vises ikke") if value else _("Ikke sat"))
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nej"))
    return str(value or _("Ikke sat"))


def _mail() -> dict[str, int]:
    found = counts()
    return {"waiting": found[MessageState.QUEUED], "failed": found[MessageState.FAILED]}
