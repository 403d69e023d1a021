"""The settings of questions as form fields, one for each name a type may have in its document."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, Form, FormField, IntegerField, SelectField, StringField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput, TextInput

from engage.consultations.forms import texts_field
from engage.core.choices import SelectChoice
from engage.core.i18n import current_language
from engage.surveys.questions import Question
from engage.surveys.questions.choice import MAX_OPTIONS
from engage.surveys.questions.number import MOST, parse_number, write_number

LONG = 10_000
ROLES = (
    SelectChoice("", _l("Almindelig")),
    SelectChoice("exclusive", _l("Udelukker de andre")),
    SelectChoice("other", _l("Åbner et skrivefelt")),
)


class WholeNumber(IntegerField):
    """A whole number within limits, or nothing; says in one sentence what cannot be read."""

    widget = TextInput()

    def __init__(self, label: LazyString, least: int = 0, most: int = MAX_OPTIONS, **kwargs: Any) -> None:
        super().__init__(label, render_kw={"inputmode": "numeric"}, **kwargs)
        self.least = least
        self.most = most

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        number = parse_number(typed, current_language())
        if number is None or number != int(number) or not self.least <= number <= self.most:
            limits = {"least": self.least, "most": self.most}
            raise ValueError(_("Skriv et helt tal fra %(least)s til %(most)s, eller lad feltet stå tomt", **limits))
        self.data = int(number)


class AnyNumber(Field):
    """A number as people write it, or nothing; stored as a number."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else write_number(self.data, current_language())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed, in the reader's way of writing numbers."""
        typed = valuelist[0].strip() if valuelist else ""
        number = parse_number(typed, current_language()) if typed else None
        self.data = None if number is None else plain(number)
        if typed and (number is None or abs(number) > MOST):
            raise ValueError(_("Skriv et tal, fx 12, eller lad feltet stå tomt"))


def plain(number: Decimal) -> int | float:
    """A whole number as an integer, any other as a float: what JSON holds."""
    return int(number) if number == number.to_integral_value() else float(number)


def _line(label: LazyString) -> StringField:
    return StringField(label, validators=[Length(max=300, message=_l("Teksten må højst have 300 tegn"))])


class OptionRow(Form):
    """One answer to choose, in both languages; `value` is what stands in the data and never changes."""

    value = StringField(widget=HiddenInput())
    position = WholeNumber(_l("Nr."), least=1)
    da = _line(_l("Dansk"))
    en = _line(_l("Engelsk"))
    role = SelectField(_l("Særligt"), choices=ROLES, default="")


def _numbers(label: LazyString, numbers: range) -> SelectField:
    return SelectField(label, coerce=int, choices=[SelectChoice(number, str(number)) for number in numbers])


SETTINGS: dict[str, Any] = {
    "body": texts_field(
        _l("Tekst"), long=True, limit=LONG, hint=_l("Du kan bruge Markdown: **fed**, lister med - og links.")
    ),
    "options": FieldList(
        FormField(OptionRow),
        label=_l("Svarmuligheder"),
        description=_l("Ryd begge tekster for at fjerne en svarmulighed. Ret numrene for at ændre rækkefølgen."),
    ),
    "other_label": texts_field(_l("Teksten ved feltet, der åbner sig"), hint=_l("Fx “Andet – skriv hvad”.")),
    "lowest": _numbers(_l("Skalaen begynder med"), range(2)),
    "highest": _numbers(_l("Skalaen slutter med"), range(2, 11)),
    "low_label": texts_field(_l("Det laveste tal betyder"), hint=_l("Fx “Meget utilfreds”.")),
    "high_label": texts_field(_l("Det højeste tal betyder"), hint=_l("Fx “Meget tilfreds”.")),
    "min": AnyNumber(_l("Mindste tal"), render_kw={"inputmode": "decimal"}),
    "max": AnyNumber(_l("Største tal"), render_kw={"inputmode": "decimal"}),
    "decimals": _numbers(_l("Antal decimaler"), range(7)),
    "unit": texts_field(_l("Enhed"), hint=_l("Fx “minutter” eller “kr.”")),
    "becomes_input": BooleanField(
        _l("Læg svarene i indbakken"),
        description=_l("Så læser og besvarer vi dem. Fjern fluebenet ved fx et navn eller en adresse."),
    ),
}
WHOLE_NUMBERS = {
    "min_picks": _l("Mindst så mange svar"),
    "max_picks": _l("Højst så mange svar"),
    "max_length": _l("Højst så mange tegn"),
}
# Set in the row of the option they are about, not in a field of their own.
IN_OPTIONS = ("exclusive", "other")


def setting_field(kind: type[Question], name: str) -> Any | None:
    """The form field for a setting of a type of question; None when it has none of its own."""
    if name not in WHOLE_NUMBERS:
        return SETTINGS.get(name)
    limits = {attribute: limit for part in kind.model_fields[name].metadata for attribute, limit in _limits(part)}
    return WholeNumber(WHOLE_NUMBERS[name], least=limits["ge"], most=limits["le"])


def _limits(part: object) -> list[tuple[str, int]]:
    return [(name, getattr(part, name)) for name in ("ge", "le") if hasattr(part, name)]
