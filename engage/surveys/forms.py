"""The builder's forms: a new survey, its texts, a page, and a question of any type."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import HiddenInput

from engage.consultations.forms import TwoLanguages, texts_field
from engage.core.choices import SelectChoice
from engage.surveys.document import Page, Questionnaire
from engage.surveys.editing import blank, option_value
from engage.surveys.fields import LONG, setting_field
from engage.surveys.questions import Context, Question
from engage.surveys.rule_words import to_words
from engage.surveys.simple_rules import choice_of, rules_about
from engage.surveys.starters import with_starter

ALWAYS = ""
KEEP = "keep"
BLANK_ROWS = 3


class VersionForm(FlaskForm):  # type: ignore[misc]
    """What every change carries: which state of the survey it was made from."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


STARTER_LABELS = {
    "opinion": _l("Mening om et forslag: en skala, et felt til ord, og hvor man bor"),
    "satisfaction": _l("Tilfredshed: en skala, ja eller nej, og hvad der kan blive bedre"),
    "ideas": _l("Idéer: hvad vi skal gøre, hvad det handler om, og hvor man bor"),
}


class NewSurveyForm(FlaskForm):  # type: ignore[misc]
    """A new survey: where it belongs, and what it is called."""

    consultation_id = SelectField(_l("Høring"), coerce=int, validators=[InputRequired(_l("Vælg en høring"))])
    title = texts_field(_l("Titel"), _l("Skriv en titel på dansk"), hint=_l("Det første, borgerne læser."))
    starter = RadioField(
        _l("Begynd med"),
        choices=[
            SelectChoice("", _l("Et tomt skema")),
            *[SelectChoice(name, label) for name, label in STARTER_LABELS.items()],
        ],
        default="",
        description=_l("De færdige spørgsmål er på dansk og engelsk. Du kan rette og slette dem alle."),
    )

    def document(self) -> dict[str, Any]:
        """The draft to begin with; only after the form was found valid."""
        empty = blank(self.title.form.texts)
        return with_starter(empty, self.starter.data) if self.starter.data else empty


class TextsForm(VersionForm):
    """The texts of the whole questionnaire."""

    title = texts_field(_l("Titel"), _l("Skriv en titel på dansk"))
    introduction = texts_field(
        _l("Indledning"),
        long=True,
        limit=LONG,
        hint=_l("Vises, før borgeren begynder. Skriv kort, hvad svarene bruges til."),
    )
    closing = texts_field(
        _l("Afslutning"), long=True, limit=LONG, hint=_l("Vises på kvitteringen. Skriv, hvad der sker nu.")
    )

    def texts(self) -> dict[str, dict[str, str]]:
        """What was written, as `editing.with_texts` takes it."""
        return {name: self[name].form.texts for name in ("title", "introduction", "closing")}


class ShownForm(VersionForm):
    """A part that may be shown to some only, by one rule about one earlier answer."""

    show_if = SelectField(_l("Hvornår vises det?"), validate_choice=False)

    def offer_rules(
        self, stored: dict[str, Any] | None, earlier: Iterable[Question], asked: Questionnaire, context: Context
    ) -> None:
        """Fill the select with the rules that can rest on earlier questions, and the stored one, whatever it is."""
        earlier = list(earlier)
        known = choice_of(stored, earlier, context)
        lines = [SelectChoice(ALWAYS, _("Vis altid"))]
        self._rules: dict[str, Any] = {ALWAYS: None}
        if stored is not None and known is None:
            self._rules[KEEP] = stored
            lines.append(SelectChoice(KEEP, _("Behold reglen: %(rule)s", rule=to_words(stored, asked, context))))
        for number, question in enumerate(earlier, 1):
            group = f"{number}. {question.label_in(context) or question.key}"
            for line in rules_about(question, context):
                self._rules[line.value] = line.rule
                lines.append(SelectChoice(line.value, line.words, optgroup=group))
        self.show_if.choices = lines
        if self.show_if.raw_data is None:
            self.show_if.data = known.value if known else KEEP if stored is not None else ALWAYS

    def validate_show_if(self, field: Any) -> None:
        """The rule is one of those offered."""
        if (field.data or ALWAYS) not in self._rules:
            raise ValidationError(_("Vælg igen: det spørgsmål, reglen så på, er ændret eller flyttet"))

    @property
    def rule(self) -> dict[str, Any] | None:
        """The rule that was chosen; only after the form was found valid."""
        rule: dict[str, Any] | None = self._rules[self.show_if.data or ALWAYS]
        return rule


class PageForm(ShownForm):
    """A page's texts, and who sees it."""

    title = texts_field(_l("Sidens titel"))
    introduction = texts_field(_l("Indledning"), long=True, limit=LONG, hint=_l("Vises øverst på siden."))

    def content(self) -> dict[str, Any]:
        """What was written, as `editing.with_page` takes it."""
        return {"title": self.title.form.texts, "introduction": self.introduction.form.texts, "show_if": self.rule}


class QuestionForm(ShownForm):
    """What all types of question have; `question_form` adds the settings of a type."""

    label = texts_field(_l("Spørgsmålets ordlyd"), limit=500)
    hint = texts_field(_l("Hjælp til spørgsmålet"), limit=500, hint=_l("Vises under spørgsmålet."))
    required = BooleanField(_l("Skal besvares"), description=_l("Borgeren kan ikke gå videre uden at svare."))

    def add_rows(self, count: int = BLANK_ROWS) -> None:
        """Room for more answers to choose."""
        for _number in range(count):
            self["options"].append_entry({})

    def validate_options(self, field: Any) -> None:
        """Only one answer can shut out the others, and only one opens a field."""
        roles = [entry.form.role.data for entry in field.entries if entry.form.role.data]
        if len(roles) != len(set(roles)):
            raise ValidationError(_("Kun én svarmulighed kan udelukke de andre, og kun én kan åbne et felt"))

    def content(self) -> dict[str, Any]:
        """What was written, as `editing.with_question` takes it; what is None stands as the type has it."""
        shared = {"version", "show_if", "csrf_token", "options"}
        written = {name: _plain(field) for name, field in self._fields.items() if name not in shared}
        chosen = _options(self["options"].entries) if "options" in self else {}
        return {**written, **chosen, "show_if": self.rule}


def question_form(question: Question, version: int, **kwargs: Any) -> QuestionForm:
    """The form of a question's type, filled from the question or from what was sent."""
    form = _form_class(type(question))(data={**_values(question), "version": version}, **kwargs)
    if "options" in form and form.version.raw_data is None:
        form.add_rows()
    return form


@functools.cache
def _form_class(kind: type[Question]) -> type[QuestionForm]:
    fields: dict[str, Any] = {name: setting_field(kind, name) for name in kind.model_fields}
    fields = {name: field for name, field in fields.items() if field is not None}
    if not kind.asks:
        fields |= {"required": None, "hint": None, "label": texts_field(_l("Overskrift"), limit=500)}
    return type(f"{kind.__name__}Form", (QuestionForm,), fields)


def _values(question: Question) -> dict[str, Any]:
    values = {name: getattr(question, name) for name in type(question).model_fields if name != "show_if"}
    if "options" in values:
        roles = {getattr(question, role, None): role for role in ("exclusive", "other")}
        values["options"] = [
            {
                # an option nobody has written yet gets its value from its words
                "value": option.value if option.label else "",
                "position": number,
                "role": roles.get(option.value, "") if option.value else "",
                **option.label,
            }
            for number, option in enumerate(values["options"], 1)
        ]
    return values


def page_values(page: Page) -> dict[str, Any]:
    """A page as the data of its form."""
    return {"title": page.title, "introduction": page.introduction or {}}


def texts_values(questionnaire: Questionnaire) -> dict[str, Any]:
    """The texts of the whole as the data of their form."""
    return {name: getattr(questionnaire, name) or {} for name in ("title", "introduction", "closing")}


def _plain(field: Any) -> Any:
    if isinstance(getattr(field, "form", None), TwoLanguages):
        return field.form.texts or None
    return field.data


def _options(entries: Iterable[Any]) -> dict[str, Any]:
    """The rows that say something, in the order of their numbers, and which of them is special."""
    rows = [(index, entry.form) for index, entry in enumerate(entries, 1) if _written(entry.form)]
    taken = {row.value.data for _index, row in rows if row.value.data}
    options: list[dict[str, Any]] = []
    roles: dict[str, str] = {}
    for _index, row in sorted(rows, key=lambda entry: _rank(*entry)):
        label = _written(row)
        value = row.value.data or option_value(label.get("da") or label["en"], taken)
        taken.add(value)
        options.append({"value": value, "label": label})
        if row.role.data:
            roles[row.role.data] = value
    return {"options": options, **roles}


def _written(row: Any) -> Mapping[str, str]:
    return {language: text for language in ("da", "en") if (text := (row[language].data or "").strip())}


def _rank(index: int, row: Any) -> tuple[float, int, int]:
    """Where a row goes: by its number; one that was moved up before its namesake, one that was moved down after."""
    position = row.position.data or math.inf
    moved = 0 if position == math.inf else (position > index) - (position < index)
    return position, int(moved), index
