"""Two people on the same text: the second is told, and nothing typed is lost."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.exc import InvalidRequestError

from engage.core.db import HasVersion, session
from engage.core.errors import Conflict, NotFound

Versioned = TypeVar("Versioned", bound=HasVersion)


class EditConflict(Conflict):
    """Somebody else saved first; `current` is the row as it now stands."""

    code = "strategy.edit_conflict"

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


def lock(row: Versioned, version: int | None = None) -> Versioned:
    """The row as it is now, held until the use case ends; only inside `transaction()`.

    Raises EditConflict when it is past `version`, NotFound when it is gone.
    """
    try:
        session().refresh(row, with_for_update={"of": type(row)})
    except InvalidRequestError as error:
        raise NotFound from error
    if version is not None and row.version != version:
        raise EditConflict(row)
    return row
