"""Texts in several languages inside one document, and the strict ground all parts of a document stand on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

KEY_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
# What no text column or XML file can hold: control characters (but tab and newline) and halves of characters.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def _storable(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise ValueError("control_characters")
    return text


Key = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
ShortText = Annotated[str, StringConstraints(max_length=500), AfterValidator(_storable)]
LongText = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_storable)]
Texts = Annotated[dict[Language, ShortText], Field(max_length=20)]
LongTexts = Annotated[dict[Language, LongText], Field(max_length=20)]


class Element(BaseModel):
    """A part of a questionnaire: nothing unknown in it, and never changed once made."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def say(texts: Mapping[str, str] | None, language: str) -> str:
    """The text in this language, else in Danish, else in whatever there is; empty where there is none."""
    if not texts:
        return ""
    return texts.get(language) or texts.get("da") or next((text for text in texts.values() if text), "")
