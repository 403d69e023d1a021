"""A few words on one line."""

from __future__ import annotations

from typing import Literal

from flask_babel import lazy_gettext as _l
from pydantic import Field
from wtforms import StringField
from wtforms.fields.core import Field as FormField

from engage.surveys.questions.base import Context, question_type
from engage.surveys.questions.words import LINE_LENGTH, Words
from engage.text.normalise import one_line


@question_type
class ShortText(Words):
    """A short answer in the citizen's own words."""

    type: Literal["short_text"]
    max_length: int = Field(default=200, ge=1, le=LINE_LENGTH)

    title = _l("Kort tekst")
    order = 60
    seconds = 12

    @property
    def limit(self) -> int:
        return self.max_length

    def build_field(self, context: Context) -> FormField:
        return StringField(**self.settings_for(context))

    def clean(self, raw: object, context: Context) -> object:
        return (one_line(raw) or None) if isinstance(raw, str) else None
