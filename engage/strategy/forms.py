"""The forms of plans, tracks and action plans, and of the strategy's own texts."""

from __future__ import annotations

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from engage.core import clock
from engage.core.choices import choices_of
from engage.core.db import LocalisedText
from engage.core.i18n import LANGUAGES, localise
from engage.strategy import queries
from engage.strategy.models import FocusArea, Strategy
from engage.strategy.plans import ActionPlanContent, ActionTrack, Objective, TrackStatus
from engage.strategy.words import STATUS_CHOICES

MARKDOWN_HINT = _l("Du må bruge Markdown: en tom linje mellem afsnit, **fed**, - punkter.")


def _words_needed(message: Any) -> list[Any]:
    def not_blank(_form: Any, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation(message)

    return [InputRequired(message), not_blank]


def _readable(message: Any) -> Any:
    """Say in our words what could not be read as a date or a number, and only once."""

    def check(_form: Any, field: Field) -> None:
        if field.process_errors:
            field.errors = []
            raise StopValidation(message)

    return check


def _title(label: Any, message: Any) -> StringField:
    return StringField(
        label, validators=[*_words_needed(message), Length(max=300, message=_l("Teksten må højst have 300 tegn"))]
    )


def _long(label: Any, description: Any = "") -> TextAreaField:
    too_long = _l("Teksten må højst have 20.000 tegn. Læg resten i et bilag")
    return TextAreaField(label, description=description, validators=[Length(max=20_000, message=too_long)])


def _version() -> IntegerField:
    return IntegerField(widget=HiddenInput(), validators=[Optional()])


class PlanForm(FlaskForm):  # type: ignore[misc]
    """A plan's title and introduction."""

    title = _title(_l("Planens titel"), _l("Skriv planens titel, fx Udviklingsplan 2022-2026"))
    introduction = _long(
        _l("Indledning"), _l("Hvad vil udvalget, og hvorfor? Skriv til borgerne, så alle kan læse det.")
    )
    version = _version()

    def content(self) -> dict[str, str]:
        """What was typed, as the service takes it."""
        return {"title": (self.title.data or "").strip(), "introduction": self.introduction.data or ""}


class AdoptForm(FlaskForm):  # type: ignore[misc]
    """The day on which the committee adopted the plan."""

    adopted_on = DateField(
        _l("Vedtaget den"),
        default=clock.today,
        validators=[
            InputRequired(_l("Vælg den dag, udvalget vedtog planen")),
            _readable(_l("Skriv datoen som dag, måned og år")),
        ],
    )
    version = _version()


class PartForm(FlaskForm):  # type: ignore[misc]
    """An objective or a track: texts, and the visions and values it points to."""

    title = _title(_l("Titel"), _l("Skriv en titel, som borgerne kan forstå"))
    description = _long(_l("Beskrivelse"), MARKDOWN_HINT)
    visions = SelectMultipleField(
        _l("Visioner"), coerce=int, description=_l("Peg på de visioner, det bidrager til. Der behøver ikke være nogen.")
    )
    values = SelectMultipleField(
        _l("Værdier"), coerce=int, description=_l("Peg på de værdier, det bygger på. Der behøver ikke være nogen.")
    )
    version = _version()

    def offer(self, strategy: Strategy) -> Self:
        """Offer the visions and values of the plan's strategy."""
        self.visions.choices = choices_of(
            (vision.id, f"{localise(vision.focus_area.title)}: {localise(vision.title)}")
            for vision in queries.visions_of(strategy)
        )
        self.values.choices = choices_of((value.id, localise(value.title)) for value in strategy.values)
        return self

    def content(self) -> dict[str, Any]:
        """What was typed, as the services of objectives and tracks take it."""
        return {
            "title": (self.title.data or "").strip(),
            "description": self.description.data or "",
            "value_ids": self.values.data,
            "vision_ids": self.visions.data,
        }


def part_data(part: Objective | ActionTrack) -> dict[str, Any]:
    """What stands in an objective or a track, as PartForm takes it."""
    return {
        "title": part.title,
        "description": part.description,
        "visions": [vision.id for vision in part.visions],
        "values": [value.id for value in part.values],
        "version": part.version,
    }


class NewsForm(FlaskForm):  # type: ignore[misc]
    """Where a track stands, and what its followers are to know."""

    status = RadioField(_l("Status"), choices=STATUS_CHOICES, validators=[InputRequired(_l("Vælg status"))])
    text = _long(
        _l("Besked til dem, der følger sporet"),
        _l("Kan læses af alle på sporets side."),
    )
    version = _version()


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """Why something is taken out of the plan."""

    reason = TextAreaField(
        _l("Hvorfor?"),
        validators=_words_needed(_l("Skriv, hvorfor det trækkes tilbage")),
    )


class ActionPlanForm(FlaskForm):  # type: ignore[misc]
    """Who does what, by when, and how far it is."""

    title = _title(_l("Hvad skal der ske?"), _l("Skriv, hvad der skal ske"))
    description = _long(_l("Beskrivelse"), MARKDOWN_HINT)
    department = StringField(_l("Afdeling"), validators=[Length(max=200, message=_l("Teksten må højst have 200 tegn"))])
    responsible = StringField(
        _l("Ansvarlig"),
        description=_l("Navn eller stilling. Vises ikke for borgerne."),
        validators=[Length(max=200, message=_l("Teksten må højst have 200 tegn"))],
    )
    due_on = DateField(_l("Frist"), validators=[Optional(), _readable(_l("Skriv fristen som dag, måned og år"))])
    status = RadioField(
        _l("Status"),
        choices=STATUS_CHOICES,
        default=TrackStatus.PLANNED.value,
        validators=[InputRequired(_l("Vælg status"))],
    )
    progress = IntegerField(
        _l("Fremdrift i procent"),
        default=0,
        description=_l("Et skøn fra 0 til 100."),
        validators=[
            InputRequired(_l("Skriv et helt tal fra 0 til 100")),
            _readable(_l("Skriv et helt tal fra 0 til 100")),
            NumberRange(0, 100, message=_l("Skriv et helt tal fra 0 til 100")),
        ],
    )
    version = _version()

    def content(self) -> ActionPlanContent:
        """What was typed."""
        return ActionPlanContent(
            title=(self.title.data or "").strip(),
            description=self.description.data or "",
            department=(self.department.data or "").strip(),
            responsible=(self.responsible.data or "").strip(),
            due_on=self.due_on.data,
            status=TrackStatus(self.status.data),
            progress=self.progress.data or 0,
        )


class LocalisedForm(FlaskForm):  # type: ignore[misc]
    """A form whose texts stand in Danish and English: fields are named `title_da`, `title_en`."""

    text_names: tuple[str, ...] = ()
    plain_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Any, **kwargs: Any) -> Self:
        """The form filled from a row."""
        data = {
            f"{name}_{language}": (getattr(row, name) or {}).get(language, "")
            for name in cls.text_names
            for language in LANGUAGES
        }
        plain = {name: getattr(row, name) for name in (*cls.plain_names, "version")}
        return cls(data=data | plain, **kwargs)

    def texts(self) -> dict[str, LocalisedText | str]:
        """What was typed, by field name of the row."""
        localised: dict[str, LocalisedText | str] = {
            name: {language: self[f"{name}_{language}"].data or "" for language in LANGUAGES}
            for name in self.text_names
        }
        return localised | {name: self[name].data or "" for name in self.plain_names}


class StrategyForm(LocalisedForm):
    """The strategy's title and goal."""

    text_names = ("title", "goal")
    plain_names = ("hashtag", "replaces")

    title_da = _title(_l("Titel på dansk"), _l("Skriv strategiens titel"))
    title_en = StringField(_l("Titel på engelsk"))
    goal_da = _title(_l("Målet på dansk"), _l("Skriv det mål, der står midt i stjernen"))
    goal_en = StringField(_l("Målet på engelsk"))
    hashtag = StringField(_l("Emneord"), description=_l("Fx #VoresVesthimmerland"))
    replaces = StringField(_l("Afløser"), description=_l("Den strategi, der gjaldt før"))
    version = _version()


class SummaryForm(LocalisedForm):
    """A focus area or a vision."""

    text_names: tuple[str, ...] = ("title", "summary")

    title_da = _title(_l("Titel på dansk"), _l("Skriv titlen på dansk"))
    title_en = StringField(_l("Titel på engelsk"))
    summary_da = TextAreaField(
        _l("Kort fortalt på dansk"), validators=_words_needed(_l("Fortæl kort, hvad det handler om"))
    )
    summary_en = TextAreaField(_l("Kort fortalt på engelsk"))
    version = _version()


class FocusAreaForm(SummaryForm):
    """A focus area: also who receives what citizens suggest about it."""

    committee = SelectField(
        _l("Udvalg, der får idéerne"),
        description=_l("Nye idéer om fokusområdet kommer i udvalgets indbakke. De idéer, der er kommet, flytter ikke."),
        coerce=int,
        validators=[InputRequired(_l("Vælg det udvalg, der får idéerne"))],
    )

    @classmethod
    def of(cls, row: FocusArea, **kwargs: Any) -> Self:
        """The form filled from a focus area; one that has no committee yet shows the one that receives now."""
        form = super().of(row, **kwargs)
        form.committee.choices = choices_of(
            (committee.id, localise(committee.title)) for committee in queries.committees()
        )
        if form.committee.raw_data is None:
            form.committee.data = queries.committee_for(row).id
        return form


class ValueForm(SummaryForm):
    """A value: also the question that a proposal is weighed by."""

    text_names: tuple[str, ...] = ("title", "question", "summary")

    question_da = TextAreaField(
        _l("Spørgsmål til afvejning på dansk"),
        validators=_words_needed(_l("Skriv det spørgsmål, forslag afvejes efter")),
    )
    question_en = TextAreaField(_l("Spørgsmål til afvejning på engelsk"))


class CommitteeForm(LocalisedForm):
    """A committee's name, and whether the municipality stands by it."""

    text_names = ("title",)
    plain_names = ("confirmed",)

    title_da = _title(_l("Navn på dansk"), _l("Skriv udvalgets navn"))
    title_en = StringField(_l("Navn på engelsk"))
    confirmed = BooleanField(_l("Navnet er bekræftet af kommunen"))
    version = _version()


class LocalAreaForm(FlaskForm):  # type: ignore[misc]
    """A local area's name."""

    name = StringField(
        _l("Navn"),
        validators=[
            *_words_needed(_l("Skriv områdets navn")),
            Length(max=80, message=_l("Navnet må højst have 80 tegn")),
        ],
    )
    version = _version()
