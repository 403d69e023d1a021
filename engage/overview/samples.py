"""What the catalogue of components is filled with: sample content, which like a citizen's words is not translated."""

from __future__ import annotations

import datetime as dt
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

from engage.core.choices import choices_of
from engage.core.pages import Page
from engage.core.pictures.days import days_chart_of, quiet_days
from engage.core.pictures.heat import heat
from engage.core.pictures.numbers import bins_of, histogram
from engage.core.pictures.scales import diverging, side_by_side
from engage.core.pictures.steps import steps
from engage.strategy.picture import ObjectivePart, PlanPicture, TrackPart

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
    town = SelectField("Lokalområde", [Optional()], choices=choices_of([("", "Vælg et område")], TOWNS))
    areas = CheckboxesWithHints(
        "Hvad handler det om?",
        [InputRequired("Vælg mindst ét område")],
        choices=choices_of((area.key, area.title) for area in AREAS[:4]),
        description="Vælg gerne flere",
    )
    support = RadioField(
        "Er du enig?", [InputRequired("Vælg ja eller nej")], choices=choices_of([("yes", "Ja"), ("no", "Nej")])
    )
    scale = RadioField(
        "Hvor godt kan du lide at bo her?",
        [InputRequired("Vælg et tal fra 1 til 5")],
        choices=choices_of((str(step), str(step)) for step in range(1, 6)),
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


def sample_pictures() -> dict[str, Any]:
    """Pictures in every state: common, at their edges, and with nothing to hide behind."""
    start = dt.date(2026, 10, 30)
    many = [((start + dt.timedelta(days=day)).isoformat(), 7 + 5 * (day % 4)) for day in range(21)]
    minutes = {5.0: 9, 8.0: 20, 10.0: 31, 12.0: 18, 15.0: 22, 20.0: 12, 25.0: 4, 180.0: 1}
    bins = bins_of(minutes, lower=8, upper=15)
    assert bins is not None
    tracks = (
        TrackPart("Lys på stierne", "done", 1.0),
        TrackPart("Cykelsti mellem Aars og Hornum", "under_way", 0.4),
        TrackPart("Rundkørsel ved hallen", "dropped", None),
        TrackPart("Trygge busstop", "paused", 0.25),
    )
    return {
        "days_many": days_chart_of(
            quiet_days(many), opens=start, closes=start + dt.timedelta(days=40), today=start + dt.timedelta(days=20)
        ),
        "days_one": days_chart_of([[start.isoformat(), start.isoformat(), 6]]),
        "days_quiet": days_chart_of(quiet_days([(day, 2) for day, _count in many])),
        "scale": diverging([0.12, 0.25, 0.37, 0.22, 0.04]),
        "scale_rows": [
            ("1", "1 – Slet ikke tryg", 19, 0.12),
            ("2", "2", 39, 0.25),
            ("3", "3", 59, 0.37),
            ("4", "4", 35, 0.22),
            ("5", "5 – Helt tryg", 6, 0.04),
        ],
        "yes_no": side_by_side([0.76, 0.24]),
        "yes_no_rows": [("Ja", "Ja", 113, 0.76), ("Nej", "Nej", 36, 0.24)],
        "one_sided": side_by_side([1.0, 0.0]),
        "one_sided_rows": [("Ja", "Ja", 9, 1.0), ("Nej", "Nej", 0, 0.0)],
        "numbers": histogram(bins, lower=8, median=10, upper=15),
        "places": heat(
            ["Aars", "Farsø", "Løgstør", "Aalestrup", ""],
            [
                {"focus_area": "growth", "total": 94, "cells": [60, 12, 15, 7, 0]},
                {"focus_area": "communities", "total": 1_372, "cells": [1_204, 72, 80, 16, 0]},
                {"focus_area": "children-youth", "total": 33, "cells": [None, None, 14, 0, 6]},
                {"focus_area": "nature-green", "total": None, "cells": [None, None, None, None, None]},
            ],
        ),
        "ways": steps([500, 482, 161]),
        "way_begun": steps([500, 0, 0]),
        "plan": PlanPicture(
            (
                ObjectivePart("plan_chart", "Alle børn kan selv komme i skole", 0.55, tracks),
                ObjectivePart("plan_chart", "Sundhedsfremmeinitiativer i lokalsamfundene", None, ()),
            )
        ),
        "plan_empty": PlanPicture(()),
    }


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
