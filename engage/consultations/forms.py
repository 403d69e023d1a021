"""The forms of a consultation: its texts in both languages, its phases, its documents."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    DateTimeLocalField,
    EmailField,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, StopValidation
from wtforms.widgets import HiddenInput

from engage.consultations.content import TEXT_FIELDS, ConsultationContent
from engage.consultations.models import Consultation, PrivacyMode
from engage.core import clock
from engage.core.choices import choices_of
from engage.core.i18n import date_and_time

MAX_LONG = 20_000
MODE_LABELS = {
    PrivacyMode.ANONYMOUS: _l("Anonym"),
    PrivacyMode.PSEUDONYMOUS: _l("Under dæknavn"),
    PrivacyMode.NAMED: _l("Med navn"),
}
MODE_HINTS = {
    PrivacyMode.ANONYMOUS: _l("Vi gemmer ikke, hvem der har svaret, kun hvilken dag det skete."),
    PrivacyMode.PSEUDONYMOUS: _l("Vi kan se, hvilke svar der kommer fra samme person, men ikke fra hvem."),
    PrivacyMode.NAMED: _l("Vi kan se, hvem der har svaret, fx når parterne i en sag skal høres."),
}
DEFAULT_TEXTS = {
    "next_steps": {
        "da": "Vi læser alle svar. De bliver samlet i en opsummering, som udvalget får, før det beslutter noget. "
        "Her på siden kan du se resultatet, og hvad der skete med det, du skrev.",
        "en": "We read every answer. They are gathered in a summary that the committee receives before it decides. "
        "On this page you can see the result and what became of what you wrote.",
    },
    "legal_basis": {
        "da": "Kommunen behandler oplysningerne som led i en opgave i samfundets interesse "
        "(databeskyttelsesforordningens artikel 6, stk. 1, litra e).",
        "en": "The municipality processes the data to carry out a task in the public interest (GDPR, article 6(1)(e)).",
    },
    "recipients": {
        "da": "Medarbejdere, der arbejder med sagen, og det politiske udvalg. "
        "Det, du skriver, kan blive citeret uden navn.",
        "en": "Staff who work on the case and the political committee. What you write may be quoted without your name.",
    },
    "retention": {
        "da": "Svarene slettes to år efter, at høringen er lukket. Opsummeringen gemmes i kommunens arkiv.",
        "en": "Answers are deleted two years after closing. The summary is kept in the municipality's archive.",
    },
}


class TwoLanguages(Form):
    """A text in Danish and English, as "da" and "en"."""

    @property
    def texts(self) -> dict[str, str]:
        """The texts that were written, without blanks around them."""
        return {language: text for language in ("da", "en") if (text := (self[language].data or "").strip())}


def texts_field(
    label: LazyString,
    missing: LazyString | None = None,
    *,
    long: bool = False,
    hint: LazyString | str = "",
    limit: int | None = None,
) -> Any:
    """A field for both languages; `missing` is the error when the Danish text is not there, None makes it optional."""
    limit = limit or (MAX_LONG if long else 300)
    kind = TextAreaField if long else StringField
    too_long = _l("Teksten må højst have %(limit)s tegn", limit=limit)
    checks = [DataRequired(missing)] if missing is not None else []
    languages = {
        "da": kind(_l("Dansk"), validators=[*checks, Length(max=limit, message=too_long)]),
        "en": kind(_l("Engelsk"), validators=[Length(max=limit, message=too_long)]),
    }
    return FormField(type("Texts", (TwoLanguages,), languages), label=label, description=hint)


def _moment(label: LazyString, hint: LazyString, missing: LazyString) -> Any:
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    return DateTimeLocalField(label, format=formats, description=hint, validators=[_ReadableDate(missing)])


class _ReadableDate:
    """A date is there and can be read; replaces the field's own English message."""

    field_flags = {"required": True}  # noqa: RUF012 - read by WTForms

    def __init__(self, message: LazyString) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Any) -> None:
        if field.data is None:
            field.errors[:] = []
            raise StopValidation(self.message)


class ConsultationForm(FlaskForm):  # type: ignore[misc]
    """A whole consultation on one page."""

    title = texts_field(_l("Titel"), _l("Skriv en titel på dansk"))
    summary = texts_field(
        _l("Kort om høringen"),
        _l("Skriv en eller to sætninger på dansk til listen"),
        hint=_l("En eller to sætninger, som vises i lister."),
    )
    purpose = texts_field(
        _l("Hvorfor spørger vi?"),
        _l("Skriv på dansk, hvorfor I spørger"),
        long=True,
        hint=_l("Du kan bruge Markdown: **fed**, lister med - og links."),
    )
    affects = texts_field(
        _l("Hvad har det betydning for?"), _l("Skriv på dansk, hvad svarene har betydning for"), long=True
    )
    next_steps = texts_field(
        _l("Hvad sker der med svarene?"), _l("Skriv på dansk, hvad der sker med svarene"), long=True
    )
    committee_id = SelectField(
        _l("Udvalg"),
        coerce=lambda value: int(value) if value else None,
        description=_l("Det udvalg, som svarene hører til."),
        validators=[InputRequired(_l("Vælg et udvalg"))],
    )
    focus_area_ids = SelectMultipleField(_l("Fokusområder"), coerce=int)
    opens_at = _moment(
        _l("Åbner"), _l("Dato og klokkeslæt i dansk tid."), _l("Vælg dag og klokkeslæt, hvor høringen åbner")
    )
    closes_at = _moment(
        _l("Lukker"), _l("Dato og klokkeslæt i dansk tid."), _l("Vælg dag og klokkeslæt, hvor høringen lukker")
    )
    privacy_mode = RadioField(
        _l("Hvad må vi vide om dem, der svarer?"),
        choices=choices_of((mode.value, label) for mode, label in MODE_LABELS.items()),
        validators=[InputRequired(_l("Vælg, om svarene er anonyme"))],
    )
    legal_basis = texts_field(
        _l("Hjemmel"), _l("Skriv på dansk, hvorfor I må gemme oplysningerne (hjemlen)"), long=True
    )
    recipients = texts_field(_l("Hvem ser svarene?"), _l("Skriv på dansk, hvem der ser svarene"), long=True)
    retention = texts_field(_l("Hvor længe gemmes de?"), _l("Skriv på dansk, hvor længe svarene gemmes"), long=True)
    contact_name = StringField(
        _l("Kontaktperson"), validators=[Length(max=120, message=_l("Navnet må højst have 120 tegn"))]
    )
    contact_email = EmailField(
        _l("Kontaktpersonens e-mail"), validators=[Optional(), Email(_l("Skriv e-mailen sådan: navn@eksempel.dk"))]
    )
    contact_phone = TelField(
        _l("Kontaktpersonens telefon"), validators=[Length(max=40, message=_l("Telefonnummeret må højst have 40 tegn"))]
    )
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def __init__(
        self, *args: Any, committees: list[tuple[int, str]], focus_areas: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.committee_id.choices = choices_of([("", str(_l("Vælg et udvalg"))), *committees])
        self.focus_area_ids.choices = choices_of(focus_areas)
        self.privacy_mode.option_hints = {mode.value: hint for mode, hint in MODE_HINTS.items()}  # type: ignore[attr-defined]

    def validate_closes_at(self, field: Any) -> None:
        """It closes after it opens."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise StopValidation(_l("Høringen skal lukke, efter at den åbner. Vælg et senere tidspunkt"))

    def content(self) -> ConsultationContent:
        """What was written, for the service; only after the form was found valid."""
        return ConsultationContent(
            **{name: self[name].form.texts for name in TEXT_FIELDS},
            committee_id=self.committee_id.data,
            focus_area_ids=tuple(self.focus_area_ids.data or ()),
            opens_at=clock.from_local(self.opens_at.data),
            closes_at=clock.from_local(self.closes_at.data),
            privacy_mode=self.privacy_mode.data,
            contact_name=(self.contact_name.data or "").strip(),
            contact_email=(self.contact_email.data or "").strip(),
            contact_phone=(self.contact_phone.data or "").strip(),
        )


def values_of(consultation: Consultation) -> dict[str, Any]:
    """A consultation as the data of its form, times in Danish time."""
    return {
        **{name: getattr(consultation, name) for name in TEXT_FIELDS},
        "committee_id": consultation.committee_id,
        "focus_area_ids": [area.id for area in consultation.focus_areas],
        "opens_at": clock.local(consultation.opens_at).replace(tzinfo=None),
        "closes_at": clock.local(consultation.closes_at).replace(tzinfo=None),
        "privacy_mode": consultation.privacy_mode,
        "contact_name": consultation.contact_name,
        "contact_email": consultation.contact_email,
        "contact_phone": consultation.contact_phone,
        "version": consultation.version,
    }


def differences(form: ConsultationForm, stored: Consultation) -> list[tuple[str, str]]:
    """(label, what is stored) of each field in which a form differs from the consultation as it is now."""
    found = []
    for name, value in values_of(stored).items():
        field = form[name]
        written = field.form.texts if name in TEXT_FIELDS else field.data
        if name != "version" and (written or value) and written != value:
            found.append((str(field.label.text), _in_words(field, value)))
    return found


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(value.values())
    if isinstance(value, dt.datetime):
        return date_and_time(clock.from_local(value))
    labels = dict(getattr(field, "choices", None) or ())
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(one, one)) for one in values)


class PhaseForm(FlaskForm):  # type: ignore[misc]
    """One step of the timeline."""

    title = texts_field(_l("Hvad sker der?"), _l("Skriv på dansk, hvad der sker i denne fase"))
    description = texts_field(_l("Forklaring"), long=True)
    starts_on = DateField(_l("Fra"), validators=[_ReadableDate(_l("Vælg den dag, fasen begynder"))])
    ends_on = DateField(
        _l("Til og med"), description=_l("Lad feltet stå tomt, hvis fasen kun varer én dag."), validators=[Optional()]
    )

    def validate_ends_on(self, field: Any) -> None:
        """It ends after it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise StopValidation(_l("Fasen kan ikke slutte, før den begynder. Vælg en senere dag"))

    def values(self) -> dict[str, Any]:
        """What was written, as the service takes it."""
        texts = {name: self[name].form.texts for name in ("title", "description")}
        return {**texts, "starts_on": self.starts_on.data, "ends_on": self.ends_on.data}


class DocumentForm(FlaskForm):  # type: ignore[misc]
    """A file to upload."""

    title = StringField(
        _l("Titel"),
        description=_l("Det, borgerne ser. Er feltet tomt, bruges filens navn."),
        validators=[Length(max=200, message=_l("Titlen må højst have 200 tegn"))],
    )
    file = FileField(
        _l("Fil"),
        description=_l("PDF, Word (docx), Excel (xlsx), PNG eller JPG, højst 15 MB."),
        validators=[InputRequired(_l("Vælg en fil på din computer"))],
    )
