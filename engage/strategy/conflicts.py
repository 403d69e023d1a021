"""A form that somebody else's saving overtook: both texts side by side, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, SelectMultipleField

from engage.core.i18n import date_only
from engage.strategy.editing import EditConflict


@dataclass(frozen=True)
class Difference:
    """One field in which what I typed is not what now stands."""

    label: LazyString | str
    mine: str
    theirs: str


def attempt(
    form: FlaskForm, save: Callable[[], object], as_form: Callable[[Any], FlaskForm]
) -> list[Difference] | None:
    """Save; None when it is done. When somebody else was first: what differs, and the form is ready to save over it.

    `as_form` fills a second form, without what was sent, from the row as it now stands.
    """
    try:
        save()
    except EditConflict as conflict:
        theirs = as_form(conflict.current)
        form.version.raw_data = None
        form.version.data = conflict.current.version
        return [
            Difference(field.label.text, _words(field), _words(theirs[name]))
            for name, field in form._fields.items()
            if name not in {"version", "csrf_token"} and field.data != theirs[name].data
        ]
    return None


def _words(field: Field) -> str:
    if isinstance(field, SelectMultipleField | SelectField):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(label) for value, label, *_rest in field.iter_choices() if value in chosen)
    if isinstance(field, BooleanField):
        return str(_("Ja") if field.data else _("Nej"))
    return date_only(field.data) if hasattr(field.data, "year") else str(field.data or "")
