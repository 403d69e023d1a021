"""What can be read at which address: registered once, served as a route and told in the OpenAPI document."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response

from engage.api.answers import cacheable, open_to_all
from engage.api.asking import Query, read_query
from engage.api.data import Data
from engage.api.problems import problem
from engage.core.errors import answer_below
from engage.core.limits import PUBLIC_DATA, limiter

bp = Blueprint("api", __name__, url_prefix="/api/v1")
bp.after_request(open_to_all)
limited = limiter.shared_limit(PUBLIC_DATA, scope="api")
answer_below("/api/", problem)

View = Callable[..., Data]


@dataclass(frozen=True)
class Operation:
    """An address (`/ideas/{public_id}`), its parameters and its answer."""

    name: str
    path: str
    summary: str
    query: type[Query]
    answer: type[Data]

    @property
    def variables(self) -> list[str]:
        """The names of the variable parts of the address."""
        return re.findall(r"\{(\w+)\}", self.path)


OPERATIONS: list[Operation] = []


def operation(path: str, *, answer: type[Data], query: type[Query] = Query) -> Callable[[View], View]:
    """Serve what a view gives as JSON. `path` is Flask's; the docstring tells programmers what is there.

    A view of an address with parameters of its own gets them as `query`, checked.
    """

    def register(view: View) -> View:
        wants_query = "query" in inspect.signature(view).parameters

        @wraps(view)
        def respond(**variables: str) -> Response:
            asked = read_query(query)
            extra: dict[str, Any] = {"query": asked} if wants_query else {}
            return cacheable(view(**variables, **extra).model_dump_json())

        bp.get(path)(limited(respond))
        shown_path = re.sub(r"<(\w+)>", r"{\1}", path)
        OPERATIONS.append(Operation(view.__name__, shown_path, inspect.getdoc(view) or "", query, answer))
        return view

    return register
