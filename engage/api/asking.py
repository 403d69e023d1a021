"""What can be asked: the parameters of each address, and plain words for those that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Literal, TypeVar

from flask import request
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engage.core.errors import DomainError, describe

MOST_ROWS = 100


class CannotAsk(DomainError):
    """A parameter cannot be used as it is; the code says why, the params name it."""

    status = 400


class UnknownParameter(CannotAsk):
    """There is no such parameter here."""

    code = "unknown_parameter"


class NotAChoice(CannotAsk):
    """The value is none of those there are."""

    code = "not_a_choice"


class NotANumber(CannotAsk):
    """The value is no whole number, or not within its bounds."""

    code = "not_a_number"


class TooLong(CannotAsk):
    """The value has too many characters."""

    code = "too_long"


describe("unknown_parameter", _l("Parameteren %(name)s findes ikke her. Du kan bruge %(known)s."))
describe("not_a_choice", _l("Parameteren %(name)s skal være en af: %(choices)s."))
describe("not_a_number", _l("Parameteren %(name)s skal være et helt tal fra 1 til %(most)s."))
describe("too_long", _l("Parameteren %(name)s må højst være på %(most)s tegn."))
describe("cursor_unreadable", _l("Den cursor kan ikke bruges her. Følg adressen i next, eller begynd uden cursor."))


class Query(BaseModel):
    """The parameters of any address."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    lang: Literal["da", "en"] | None = None
    """Language of error messages and of the pages linked to."""


class ListQuery(Query):
    """The parameters of any list."""

    cursor: str | None = Field(None, max_length=400)
    """Where to go on: `next_cursor` of the page before."""
    limit: int = Field(20, ge=1, le=MOST_ROWS)
    """The most rows of a page."""


class ConsultationQuery(ListQuery):
    """Which consultations."""

    state: Literal["open", "coming", "closed"] | None = None
    """Only those in this state now."""


class IdeaQuery(ListQuery):
    """Which ideas, in which order."""

    focus: str | None = Field(None, max_length=40)
    """Only those about a focus area, by its key."""
    area: str | None = Field(None, max_length=80)
    """Only those from a local area, by its name."""
    q: str = Field("", max_length=200)
    """Only those with all of these words, or words that begin so."""
    sort: Literal["newest", "supported"] = "newest"
    """The newest or the most supported first."""


AnyQuery = TypeVar("AnyQuery", bound=Query)


def read_query(model: type[AnyQuery]) -> AnyQuery:
    """The parameters of this request; raises CannotAsk for the first that cannot be used."""
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise _refusal(error.errors()[0], model) from None


def chosen(name: str, value: str, choices: Collection[str]) -> str:
    """The value of a parameter, when it is among the choices there are; raises NotAChoice."""
    if value not in choices:
        raise NotAChoice(name=name, choices=", ".join(choices))
    return value


def _refusal(fault: Any, model: type[Query]) -> CannotAsk:
    name = str(fault["loc"][0])
    if fault["type"] == "extra_forbidden":
        return UnknownParameter(name=name[:40], known=", ".join(model.model_fields))
    if fault["type"] == "literal_error":
        return NotAChoice(name=name, choices=", ".join(re.findall(r"'([^']+)'", fault["ctx"]["expected"])))
    if fault["type"] == "string_too_long":
        return TooLong(name=name, most=fault["ctx"]["max_length"])
    return NotANumber(name=name, most=MOST_ROWS)
