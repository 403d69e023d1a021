"""What the catalogue of components is filled with: sample content, which like a citizen's words is not translated."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField,
    EmailField,
    FileField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Email, InputRequired, Length, Optional

from engage.core.pages import Page

TOWNS = [("aars", "Aars"), ("farsoe", "Farsø"), ("loegstoer", "Løgstør"), ("aalestrup", "Aalestrup")]
COLOURS = (
    "primary",
    "ink",
    "ink-soft",
    "info",
    "success",
    "warning",
    "error",
    "line-strong",
    "line",
    "sand-strong",
    "sand",
)


class Area(NamedTuple):
    """A focus area, as far as a tag needs it."""

    key: str
    title: str


AREAS = [
    Area("growth", "Vores vækst"),
    Area("communities", "Vores fællesskaber"),
    Area("children-youth", "Vores børn og unge"),
    Area("nature-green", "Vores natur og grønne omstilling"),
    Area("not-drawn-yet", "Et område, vi ikke har tegnet endnu"),
]


class CheckboxesWithHints(SelectMultipleField):
    """Checkboxes of which some say more below their label."""

    option_hints: ClassVar[dict[str, str]] = {
        "growth": "Erhverv, bosætning og arbejdskraft",
        "nature-green": "Stier, vand, energi og transport",
    }


class SampleForm(Form):
    """One field of each kind."""

    name = StringField("Dit navn", [InputRequired("Skriv dit navn")], description="For- og efternavn")
    email = EmailField("Din e-mail", [Optional(), Email("Skriv din e-mail, fx navn@eksempel.dk")])
    people = IntegerField("Hvor mange bor I?", [Optional()])
    distance = DecimalField("Hvor langt har du til arbejde? (km)", [Optional()])
    idea = TextAreaField("Din idé", [InputRequired("Skriv din idé med en sætning eller to"), Length(max=4000)])
    town = SelectField("Lokalområde", [Optional()], choices=[("", "Vælg et område"), *TOWNS])
    areas = CheckboxesWithHints(
        "Hvad handler det om?",
        [InputRequired("Vælg mindst ét område")],
        choices=[(area.key, area.title) for area in AREAS[:4]],
        description="Vælg gerne flere",
    )
    support = RadioField("Er du enig?", [InputRequired("Vælg ja eller nej")], choices=[("yes", "Ja"), ("no", "Nej")])
    scale = RadioField(
        "Hvor godt kan du lide at bo her?",
        [InputRequired("Vælg et tal fra 1 til 5")],
        choices=[(str(step), str(step)) for step in range(1, 6)],
    )
    reply = BooleanField("Ja, I må skrive til mig om det", [InputRequired("Sæt kryds, så vi må skrive til dig")])
    day = DateField("Hvilken dag?", [Optional()])
    moment = DateTimeLocalField("Hvornår begynder mødet?", [Optional()])
    photo = FileField("Et billede", [Optional()], description="JPG eller PNG, højst 5 MB")
    secret = PasswordField("Adgangskode", [InputRequired("Skriv din adgangskode")])


def sample_forms() -> dict[str, Form]:
    """The same form as it is first met, as it comes back with faults, and for parts shown alone."""
    fresh, faulty = SampleForm(prefix="fresh-"), SampleForm(MultiDict({"faulty-email": "navn"}), prefix="faulty-")
    faulty.validate()
    return {"fresh": fresh, "faulty": faulty, "single": SampleForm(prefix="single-")}


def sample_content() -> dict[str, Any]:
    """Lists for the components that show many things."""
    return {
        "areas": AREAS,
        "colours": COLOURS,
        "bars": [
            ("Natur og stier", 312, 0.41),
            ("Skole og børn", 220, 0.29),
            ("Foreninger og kultur", 228, 0.3),
            ("Andet", None, None),
        ],
        "table": [["Aars", "312", "41 %"], ["Farsø", "220", "29 %"], ["Løgstør", "228", "30 %"]],
        "summary": [
            ("Lokalområde", "Aars", "#summary_list", "Ret"),
            ("Din idé", "Mere lys på stien\nog en bænk ved åen", "#summary_list", "Ret"),
            ("E-mail", "navn@eksempel.dk", None, None),
        ],
        "steps_sample": [
            {"title": "Modtaget", "at": "3. november 2026", "state": "done"},
            {"title": "Læst", "at": "4. november 2026", "state": "done", "text": "Teknik- og Miljøudvalget har det."},
            {"title": "Trygge skoleveje", "state": "done", "icon": "plan", "href": "#steps", "share": 0.4},
            {"title": "Første cykelsti", "at": "1. december 2026", "state": "current"},
            {"title": "Svar til dig", "at": "2. november 2026", "state": "late", "text": "Det er stadig på vej."},
            {"title": "Gennemført", "state": "todo"},
        ],
        "page": Page(items=[], next="next", previous="previous"),
    }
