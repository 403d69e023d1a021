"""What every answer of the JSON interface is made of: base model, texts in two languages, lists, problems."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from engage.core.db import LocalisedText
from engage.core.i18n import localise
from engage.strategy.models import Committee


class Data(BaseModel):
    """A part of an answer. Its fields are the answer and its schema; their docstrings describe both."""

    model_config = ConfigDict(
        frozen=True, use_attribute_docstrings=True, json_schema_serialization_defaults_required=True
    )


class Text(Data):
    """A text in the languages it is written in."""

    da: str
    en: str | None = None
    """Null where it is not translated."""

    @classmethod
    def of(cls, text: LocalisedText | None) -> Text:
        """The text as it is stored."""
        return cls(da=localise(text, "da"), en=(text or {}).get("en") or None)


class CommitteeName(Data):
    """A standing committee."""

    key: str
    title: Text

    @classmethod
    def of(cls, committee: Committee) -> CommitteeName:
        """The committee's name."""
        return cls(key=committee.key, title=Text.of(committee.title))


class Listing(Data):
    """A page of a list; follow `next` until it is null to read all of it, each row once."""

    next: str | None
    """Address of the next page."""
    next_cursor: str | None
    """The `cursor` of the next page."""


class Problem(Data):
    """What went wrong and what to do about it (RFC 9457)."""

    type: str = "about:blank"
    title: str
    """The name of the HTTP status."""
    status: int
    detail: str
    """A sentence for people, in Danish or English by `lang` or `Accept-Language`."""
    instance: str
    """The path that was asked for."""
    code: str
    """A word for programs that tells problems of the same status apart."""
