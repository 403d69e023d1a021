"""The types of question, one file each. A new file with a class marked `@question_type` is a new type."""

from __future__ import annotations

import operator
import sys
from functools import reduce
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from engage.surveys.questions.base import Choice, Context, LateChoices, Option, Question, load_types

__all__ = ["QUESTION_TYPES", "AnyQuestion", "Choice", "Context", "LateChoices", "Option", "Question"]

QUESTION_TYPES: dict[str, type[Question]] = load_types(sys.modules[__name__])

if TYPE_CHECKING:
    AnyQuestion = Question
else:  # the union is made of the files that are there
    AnyQuestion = Annotated[reduce(operator.or_, QUESTION_TYPES.values()), Field(discriminator="type")]
