"""The forms of triage. Those that change an input carry the version they were made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from engage.core import clock
from engage.core.choices import choices_of
from engage.core.db import new_public_id
from engage.core.i18n import localise
from engage.strategy.models import Value
from engage.triage.deciding import Judgement
from engage.triage.imports import LONGEST_NAME, LONGEST_TEXT
from engage.triage.models import TYPED_IN
from engage.triage.words import CHANNELS, GRADES, signed

LONGEST_REASON = 4_000
_too_long = _l("Teksten må højst have %(max)d tegn")


def _reason(label: Any, message: Any, **kwargs: Any) -> TextAreaField:
    return TextAreaField(
        label, validators=[DataRequired(message), Length(max=LONGEST_REASON, message=_too_long)], **kwargs
    )


def _checkboxes(label: Any, **kwargs: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label, coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **kwargs
    )


class VersionedForm(FlaskForm):  # type: ignore[misc]
    """A form that knows which version of the input was on the screen."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(_l("Åbn siden igen, og prøv en gang til"))])

    def renew(self, version: int) -> None:
        """Keep what was typed, but for the version that now stands."""
        self.version.raw_data, self.version.data = None, version


class TagForm(VersionedForm):
    """Focus areas and visions."""

    focus_areas = _checkboxes(_l("Fokusområder"))
    visions = _checkboxes(_l("Visioner"))


class ThemesForm(VersionedForm):
    """Themes of the input's consultation, and a new one."""

    themes = _checkboxes(_l("Temaer"))
    new_theme = StringField(
        _l("Nyt tema"), validators=[Optional(), Length(max=120, message=_too_long)], description=_l("Fx “Cykelstier”")
    )


class NoteForm(FlaskForm):  # type: ignore[misc]
    """An internal note."""

    text = _reason(_l("Skriv et notat"), _l("Skriv et notat"), description=_l("Kun medarbejdere ser det."))


class LinkForm(VersionedForm):
    """A link into a plan, graded and reasoned."""

    target = RadioField(
        _l("Målsætning eller handlingsspor"),
        validators=[InputRequired(_l("Vælg, hvad det kobles til"))],
        validate_choice=False,  # what is gone from the plan meanwhile, the service refuses with a reason
    )
    grade = RadioField(
        _l("Hvor langt går planen?"),
        choices=choices_of(GRADES.items()),
        validators=[InputRequired(_l("Vælg, hvor langt planen går"))],
        validate_choice=False,
    )
    reason = _reason(
        _l("Begrundelse"),
        _l("Skriv begrundelsen. Borgeren ser den på sin side"),
        description=_l("Borgeren ser den på sin side."),
    )

    def validate_grade(self, field: RadioField) -> None:
        """Only the grades there are."""
        if field.data not in GRADES:
            raise ValidationError(_("Vælg, hvor langt planen går"))


class ReasonForm(VersionedForm):
    """A reason, and nothing else: taking back, closing."""

    reason = _reason(_l("Begrundelse"), _l("Skriv en begrundelse"))


class HandOverForm(VersionedForm):
    """To which committee, and why."""

    committee = SelectField(_l("Til udvalg"), coerce=int, validators=[DataRequired(_l("Vælg et udvalg"))])
    reason = _reason(
        _l("Hvorfor hører det til der?"),
        _l("Skriv, hvorfor det hører til det andet udvalg"),
        description=_l("Begge udvalg kan se begrundelsen."),
    )


class ReplyForm(VersionedForm):
    """The official reply."""

    text = TextAreaField(
        _l("Svar til borgeren"),
        validators=[
            DataRequired(_l("Skriv svaret til borgeren")),
            Length(max=LONGEST_TEXT, message=_too_long),
        ],
        description=_l("Alle kan læse svaret. Borgeren får det også på e-mail, hvis vi har adressen."),
    )


class WeighForm(FlaskForm):  # type: ignore[misc]
    """A score and a sentence for each value; made by `weigh_form`."""

    def judgements(self, values: Sequence[Value]) -> dict[int, Judgement]:
        """What was weighed, by the values' ids; values left alone are left out."""
        return {
            value.id: Judgement(int(self[f"score_{value.key}"].data), self[f"sentence_{value.key}"].data.strip())
            for value in values
            if self[f"score_{value.key}"].data is not None
        }


def weigh_form(values: Sequence[Value], own: dict[int, Judgement], **kwargs: Any) -> WeighForm:
    """The form for weighing against these values, filled with what this reader has said before."""

    def both_or_none(form: FlaskForm, field: TextAreaField) -> None:
        score = form[field.short_name.replace("sentence_", "score_")].data
        if score is not None and not (field.data or "").strip():
            raise ValidationError(_("Skriv en sætning, der forklarer vægten"))
        if score is None and (field.data or "").strip():
            raise ValidationError(_("Vælg en vægt fra −2 til +2"))

    parts: dict[str, Any] = {}
    for value in values:
        judgement = own.get(value.id)
        parts[f"score_{value.key}"] = RadioField(
            localise(value.title),
            choices=choices_of((score, signed(score)) for score in range(-2, 3)),
            coerce=_score,
            default=judgement.score if judgement else None,
            validate_choice=False,
            description=localise(value.question),
        )
        parts[f"sentence_{value.key}"] = TextAreaField(
            _("Hvorfor? – %(value)s", value=localise(value.title)),
            default=judgement.sentence if judgement else "",
            validators=[Length(max=LONGEST_REASON, message=_too_long), both_or_none],
        )
    form: WeighForm = type("WeighFormOfStrategy", (WeighForm,), parts)(**kwargs)
    return form


def _score(text: Any) -> int | None:
    try:
        score = int(text)
    except (TypeError, ValueError):
        return None
    return score if -2 <= score <= 2 else None


class TypedInForm(FlaskForm):  # type: ignore[misc]
    """A letter, phone call, meeting note, e-mail or paper form that staff type in."""

    key = HiddenField(default=new_public_id, validators=[DataRequired(), Length(max=40)])
    channel = RadioField(
        _l("Hvordan kom det?"),
        choices=choices_of((channel, CHANNELS[channel]) for channel in TYPED_IN),
        validators=[InputRequired(_l("Vælg, hvordan det kom"))],
    )
    text = TextAreaField(
        _l("Borgerens egne ord"),
        validators=[
            DataRequired(_l("Skriv, hvad borgeren har sagt eller skrevet")),
            Length(max=LONGEST_TEXT, message=_too_long),
        ],
        description=_l("Skriv det så ordret som muligt. CPR-numre fjernes automatisk."),
    )
    received_on = DateField(_l("Modtaget"), validators=[DataRequired(_l("Skriv datoen, fx 24-12-2026"))])
    committee = SelectField(_l("Udvalg"), coerce=int, validators=[DataRequired(_l("Vælg et udvalg"))])
    consultation = SelectField(_l("Høring"), coerce=int, validators=[Optional()])
    area = SelectField(_l("Lokalområde"), coerce=int, validators=[Optional()])
    name = StringField(_l("Afsenderens navn"), validators=[Length(max=LONGEST_NAME, message=_too_long)])
    association = StringField(_l("Forening"), validators=[Length(max=LONGEST_NAME, message=_too_long)])
    email = EmailField(
        _l("E-mail til svar"),
        validators=[Optional(), Email(_l("Skriv en e-mail, fx navn@eksempel.dk"))],
        description=_l("Vi sender først en mail, hvor adressen skal bekræftes."),
    )

    def validate_received_on(self, field: DateField) -> None:
        """Nothing has come from the future."""
        if field.data and field.data > clock.today():
            raise ValidationError(_("Datoen kan ikke ligge i fremtiden"))


class PreviewForm(FlaskForm):  # type: ignore[misc]
    """Which column of an uploaded file holds the texts."""

    text_column = SelectField(_l("Kolonnen med teksten"), validators=[DataRequired(_l("Vælg en kolonne"))])


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A file of statements."""

    file = FileField(
        _l("Fil"),
        validators=[FileRequired(_l("Vælg en CSV- eller Excel-fil (xlsx)"))],
        description=_l("CSV eller Excel (xlsx). Kolonnen “text” er nødvendig, hvis du ikke vælger en anden bagefter."),
    )
    consultation = SelectField(_l("Høring"), coerce=int, validators=[DataRequired(_l("Vælg en høring"))])
    channel = RadioField(
        _l("Hvordan kom det?"),
        choices=choices_of((channel, CHANNELS[channel]) for channel in TYPED_IN),
        validators=[InputRequired(_l("Vælg, hvordan det kom"))],
    )


class AddressForm(FlaskForm):  # type: ignore[misc]
    """Where a citizen wants to hear from us."""

    email = EmailField(
        _l("Din e-mail"),
        validators=[
            DataRequired(_l("Skriv din e-mail, fx navn@eksempel.dk")),
            Email(_l("Skriv din e-mail, fx navn@eksempel.dk")),
            Length(max=320, message=_too_long),
        ],
    )


class LabelForm(FlaskForm):  # type: ignore[misc]
    """A theme's name."""

    label = StringField(
        _l("Navn"), validators=[DataRequired(_l("Skriv temaets navn")), Length(max=120, message=_too_long)]
    )


class MergeForm(FlaskForm):  # type: ignore[misc]
    """The theme that takes in another."""

    into = SelectField(_l("Læg sammen med"), coerce=int, validators=[DataRequired(_l("Vælg et tema"))])


class BulkTagForm(FlaskForm):  # type: ignore[misc]
    """One focus area for many inputs."""

    focus_area = SelectField(_l("Fokusområde"), coerce=int, validators=[DataRequired(_l("Vælg et fokusområde"))])


class BulkCloseForm(FlaskForm):  # type: ignore[misc]
    """One reason for many inputs."""

    reason = _reason(
        _l("Begrundelse"),
        _l("Skriv en begrundelse"),
        description=_l("Afsenderne ser begrundelsen på deres egen side."),
    )


class BulkHandOverForm(BulkCloseForm):
    """Another committee for many inputs."""

    committee = SelectField(_l("Til udvalg"), coerce=int, validators=[DataRequired(_l("Vælg et udvalg"))])
    reason = _reason(
        _l("Hvorfor hører de til der?"),
        _l("Skriv, hvorfor de hører til det andet udvalg"),
        description=_l("Begge udvalg kan se begrundelsen."),
    )
