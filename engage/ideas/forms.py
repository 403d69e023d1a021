"""The forms about ideas: sending one, supporting one, and what staff decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional, StopValidation
from wtforms.widgets import HiddenInput

from engage.core.choices import choices_of, grouped
from engage.core.i18n import localise, number
from engage.ideas.content import MAX_TEXT, MAX_TITLE, IdeaContent
from engage.strategy.models import FocusArea, LocalArea

MOST_KEPT = 8 * MAX_TEXT  # characters of one field that come back with an error
BAD_EMAIL = _l("Skriv e-mailen sådan: navn@eksempel.dk")
NAME_TOO_LONG = _l("Navnet må højst have 120 tegn")
COUNTER = {"data-counter": MAX_TEXT, "data-counter-left": _l("tegn tilbage"), "data-counter-over": _l("tegn for meget")}


def _typed(text: str | None) -> str | None:
    """What was typed: line breaks count as one character, and a pasted book is cut to what a page can carry."""
    return text.replace("\r\n", "\n").strip()[:MOST_KEPT] if text else text


def counted(count: int) -> LazyString:
    """A number of characters, written in the reader's way when it is read."""
    return LazyString(number, count)


def _number(value: str | None) -> int | None:
    return int(value) if value else None


class _NotTooLong:
    """A long text within bounds; says how long it is."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Any, field: Any) -> None:
        length = len((field.raw_data or [""])[0].replace("\r\n", "\n").strip())
        if length > MOST_KEPT:
            raise StopValidation(
                _l(
                    "Din tekst er på %(length)s tegn. Feltet viser de første %(kept)s. Der må højst være %(most)s",
                    length=counted(length),
                    kept=counted(MOST_KEPT),
                    most=counted(self.most),
                )
            )
        if length > self.most:
            raise StopValidation(
                _l(
                    "Din tekst er på %(length)s tegn. Gør den kortere: højst %(most)s",
                    length=counted(length),
                    most=counted(self.most),
                )
            )


class IdeaForm(FlaskForm):  # type: ignore[misc]
    """An idea. Short, and everything about the sender is optional."""

    title = StringField(
        _l("Hvad er din idé?"),
        description=_l("En kort overskrift, fx “Bænke langs stien i Farsø”."),
        filters=[_typed],
        validators=[
            InputRequired(_l("Skriv en kort overskrift til din idé")),
            Length(max=MAX_TITLE, message=_l("Overskriften må højst have %(most)s tegn", most=MAX_TITLE)),
        ],
    )
    text = TextAreaField(
        _l("Fortæl om den"),
        description=_l("Hvad skal der ske, hvor og hvorfor? Højst 5.000 tegn. Skriv ikke CPR-numre."),
        filters=[_typed],
        validators=[InputRequired(_l("Fortæl med et par sætninger om din idé")), _NotTooLong(MAX_TEXT)],
        render_kw={"rows": 8, **COUNTER},
    )
    focus_area_ids = SelectMultipleField(
        _l("Hvad handler den om?"),
        coerce=int,
        description=_l("Vælg et eller flere."),
        validators=[InputRequired(_l("Vælg mindst ét emne, din idé handler om"))],
    )
    vision_id = SelectField(
        _l("Passer den til en af kommunens visioner?"), coerce=_number, validators=[Optional()], validate_choice=True
    )
    local_area_id = SelectField(_l("Hvor i kommunen?"), coerce=_number, validators=[Optional()])
    is_initiative = BooleanField(_l("Jeg eller min forening vil selv være med til at gøre det"))
    sender_name = StringField(_l("Dit navn"), filters=[_typed], validators=[Length(max=120, message=NAME_TOO_LONG)])
    show_name = BooleanField(_l("Vis mit navn ved idéen"))
    association = StringField(
        _l("Forening"),
        description=_l("Skriver du for en forening, viser vi dens navn ved idéen."),
        filters=[_typed],
        validators=[Length(max=120, message=NAME_TOO_LONG)],
    )
    email = EmailField(
        _l("E-mail"),
        description=_l("Så skriver vi, når der er svar. Vi viser aldrig adressen. Du bekræfter den i en mail."),
        filters=[_typed],
        validators=[Optional(), Email(BAD_EMAIL), Length(max=254, message=BAD_EMAIL)],
    )
    website = StringField(_l("Lad dette felt stå tomt"))
    submission_key = HiddenField()

    def __init__(self, *args: Any, areas: Sequence[FocusArea], places: Sequence[LocalArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = list(areas)  # in the order of the choices, for the drawing of each
        self.focus_area_ids.choices = choices_of((area.id, localise(area.title)) for area in areas)
        none = ("", str(_l("Vælg, hvis du vil")))
        visions = {
            localise(area.title): [(vision.id, localise(vision.title)) for vision in area.visions] for area in areas
        }
        self.vision_id.choices = [*choices_of([none]), *grouped(visions)]
        self.local_area_id.choices = choices_of([none], ((place.id, place.name) for place in places))

    def validate_show_name(self, field: Any) -> None:
        """A name that is to be shown is there."""
        if field.data and not self.sender_name.data:
            raise StopValidation(_l("Skriv dit navn, eller fjern fluebenet"))

    def validate_website(self, field: Any) -> None:
        """Only machines fill this in."""
        if field.data:
            raise StopValidation(_l("Tøm feltet nederst, og send igen"))

    def content(self) -> IdeaContent:
        """What was written; only after the form was found valid."""
        return IdeaContent(
            title=self.title.data or "",
            text=self.text.data or "",
            focus_area_ids=tuple(self.focus_area_ids.data or ()),
            vision_ids=(self.vision_id.data,) if self.vision_id.data else (),
            local_area_id=self.local_area_id.data,
            is_initiative=self.is_initiative.data,
            sender_name=self.sender_name.data or "",
            show_name=self.show_name.data,
            association=self.association.data or "",
            email=self.email.data or "",
        )


class SupportForm(FlaskForm):  # type: ignore[misc]
    """How to tell that one person supports an idea once."""

    method = RadioField(
        _l("Hvordan vil du støtte?"),
        choices=choices_of([("browser", _l("Her i browseren")), ("email", _l("Med min e-mail"))]),
        validators=[InputRequired(_l("Vælg, hvordan du vil støtte idéen"))],
    )
    email = EmailField(
        _l("Din e-mail"),
        description=_l("Kun hvis du støtter med e-mail."),
        filters=[_typed],
        validators=[Optional(), Email(BAD_EMAIL), Length(max=254, message=BAD_EMAIL)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.option_hints = {  # type: ignore[attr-defined]
            "browser": _l("Vi gemmer en cookie med et tilfældigt tal, så du kun tæller én gang her. Du kan fortryde."),
            "email": _l("Vi sender et link, som du bekræfter med. Vi hverken viser eller gemmer adressen ved idéen."),
        }

    def validate_method(self, field: Any) -> None:
        """Support by e-mail needs one."""
        if field.data == "email" and not self.email.data:
            self.email.validators = [InputRequired(_l("Skriv din e-mail, eller støt her i browseren"))]


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """Why an idea is not shown."""

    reason = TextAreaField(
        _l("Begrundelse"),
        description=_l("Afsenderen får den at læse. Skriv venligt og konkret."),
        filters=[_typed],
        validators=[InputRequired(_l("Skriv, hvorfor idéen ikke kan vises")), _NotTooLong(2_000)],
        render_kw={"rows": 5},
    )


class PublicWordsForm(FlaskForm):  # type: ignore[misc]
    """The words of an idea that the public sees."""

    title = StringField(
        _l("Overskrift"),
        filters=[_typed],
        validators=[
            InputRequired(_l("Skriv en overskrift")),
            Length(max=MAX_TITLE + 40, message=_l("Overskriften er for lang. Gør den kortere")),
        ],
    )
    text = TextAreaField(
        _l("Tekst"),
        description=_l("Erstat det, der ikke må vises, fx med [navn fjernet]. De oprindelige ord bliver i indbakken."),
        filters=[_typed],
        validators=[InputRequired(_l("Skriv den tekst, alle skal kunne læse")), _NotTooLong(MAX_TEXT + 500)],
        render_kw={"rows": 10},
    )
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
