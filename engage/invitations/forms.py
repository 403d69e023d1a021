"""The forms of contact lists and campaigns."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateTimeLocalField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation, ValidationError

from engage.core import clock
from engage.core.choices import choices_of
from engage.core.errors import text_of
from engage.invitations import wording
from engage.invitations.models import Campaign

_NAME = [InputRequired(_l("Giv den et navn")), Length(max=120, message=_l("Navnet må højst have 120 tegn"))]


class ListForm(FlaskForm):  # type: ignore[misc]
    """A list's name and where its addresses come from."""

    name = StringField(_l("Listens navn"), validators=_NAME)
    source = StringField(
        _l("Hvor har vi adresserne fra?"),
        description=_l("Står i hver invitation, fx “din tilmelding til kommunens borgerpanel”."),
        validators=[
            InputRequired(_l("Skriv, hvor adresserne kommer fra")),
            Length(max=300, message=_l("Teksten må højst have 300 tegn")),
        ],
    )


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file with contacts."""

    file = FileField(
        _l("Fil"),
        description=_l("CSV eller Excel (.xlsx), højst 20 MB og 100.000 rækker."),
        validators=[InputRequired(_l("Vælg en fil fra din computer"))],
    )


def _needed_when_later(form: Any, field: Any) -> None:
    """A time is read only when one was chosen."""
    is_later = form.when.data == "later"
    if not is_later or field.data is None:
        field.errors = []
        raise StopValidation(_l("Vælg dag og klokkeslæt, fx 4. maj 2026 kl. 10.00") if is_later else "")


class LetterForm(FlaskForm):  # type: ignore[misc]
    """What an invitation or a reminder says, and when it goes."""

    name = StringField(
        _l("Udsendelsens navn"), description=_l("Kun til jer selv, modtagerne ser det ikke."), validators=_NAME
    )
    subject_da = StringField(_l("Emne på dansk"), validators=[InputRequired(_l("Skriv et emne på dansk"))])
    body_da = TextAreaField(_l("Brev på dansk"), validators=[InputRequired(_l("Skriv brevet på dansk"))])
    subject_en = StringField(_l("Emne på engelsk"), validators=[InputRequired(_l("Skriv et emne på engelsk"))])
    body_en = TextAreaField(_l("Brev på engelsk"), validators=[InputRequired(_l("Skriv brevet på engelsk"))])
    when = RadioField(
        _l("Hvornår skal den sendes?"),
        choices=choices_of([("now", _l("Så snart den frigives")), ("later", _l("På et bestemt tidspunkt"))]),
        validators=[InputRequired(_l("Vælg, hvornår den skal sendes"))],
    )
    send_at = DateTimeLocalField(
        _l("Tidspunkt"),
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=_l("Dansk tid. Kun hvis du har valgt et bestemt tidspunkt."),
        validators=[_needed_when_later],
    )
    per_minute = IntegerField(
        _l("Højst så mange mails i minuttet"),
        description=_l("Store mailudbydere afviser, hvis der kommer for mange på én gang."),
        validators=[
            InputRequired(_l("Skriv et tal, fx 120")),
            NumberRange(1, 6000, message=_l("Skriv et tal fra 1 til 6.000")),
        ],
    )

    def validate_subject_da(self, field: Any) -> None:
        """The places to be filled in are ones we know."""
        _check(wording.check_subject, field)

    validate_subject_en = validate_subject_da

    def validate_body_da(self, field: Any) -> None:
        """The link is there, and the other places are ones we know."""
        _check(wording.check_body, field)

    validate_body_en = validate_body_da

    def letter(self) -> dict[str, Any]:
        """What was written, for the service; only after the form was found valid."""
        chosen = self.send_at.data if self.when.data == "later" else None
        return {
            "name": self.name.data,
            "subject": {"da": self.subject_da.data, "en": self.subject_en.data},
            "body": {"da": self.body_da.data, "en": self.body_en.data},
            "send_at": clock.from_local(chosen) if chosen else None,
            "per_minute": self.per_minute.data,
        }


class CampaignForm(LetterForm):
    """An invitation: what to, and who to."""

    survey_id = SelectField(_l("Spørgeskema"), coerce=int, validators=[InputRequired(_l("Vælg et spørgeskema"))])
    list_id = SelectField(_l("Kontaktliste"), coerce=int, validators=[InputRequired(_l("Vælg en kontaktliste"))])

    def __init__(self, *args: Any, surveys: list[tuple[int, str]], lists: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey_id.choices, self.list_id.choices = choices_of(surveys), choices_of(lists)


def values_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign as the data of its form, the time in Danish time."""
    return {
        "name": campaign.name,
        "survey_id": campaign.survey_id,
        "list_id": campaign.list_id,
        "subject_da": campaign.subject["da"],
        "subject_en": campaign.subject["en"],
        "body_da": campaign.body["da"],
        "body_en": campaign.body["en"],
        "when": "later" if campaign.send_at else "now",
        "send_at": clock.local(campaign.send_at).replace(tzinfo=None) if campaign.send_at else None,
        "per_minute": campaign.per_minute,
    }


def _check(check: Any, field: Any) -> None:
    try:
        check(field.data or "")
    except (wording.LinkMissing, wording.UnknownPlace) as error:
        raise ValidationError(text_of(error)) from error
