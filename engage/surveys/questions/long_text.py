"""A longer text with room for several paragraphs."""

from __future__ import annotations

from typing import Literal

from flask_babel import lazy_gettext as _l
from pydantic import Field
from wtforms import TextAreaField
from wtforms.fields.core import Field as FormField

from engage.surveys.questions.base import Context, question_type
from engage.surveys.questions.words import MAX_LENGTH, Words, counted


@question_type
class LongText(Words):
    """An answer in the citizen's own words.

    The limit is told and counted, not enforced by the browser: `maxlength` would cut a pasted text without a word.
    """

    type: Literal["long_text"]
    max_length: int = Field(default=4000, ge=1, le=MAX_LENGTH)

    title = _l("Lang tekst")
    order = 70
    seconds = 45

    @property
    def limit(self) -> int:
        return self.max_length

    def build_field(self, context: Context) -> FormField:
        hint = str(_l("Højst %(most)s tegn.", most=counted(self.max_length)))
        counter = {
            "data-counter": str(self.max_length),
            "data-counter-left": str(_l("tegn tilbage")),
            "data-counter-over": str(_l("tegn for meget")),
        }
        return TextAreaField(render_kw=counter, **self.settings_for(context, hint=hint))
