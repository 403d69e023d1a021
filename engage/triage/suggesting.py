"""Proposing where in the strategy in force a text belongs."""

from __future__ import annotations

import sqlalchemy as sa

from engage.core.db import session
from engage.core.i18n import localise
from engage.strategy.models import Strategy
from engage.strategy.queries import current_strategy
from engage.text.areas import CueSuggester, Suggester


def suggester() -> Suggester:
    """Proposes within the strategy in force, or by the packaged words alone where there is none."""
    strategy = current_strategy() if sa.inspect(session().get_bind()).has_table(Strategy.__tablename__) else None
    if strategy is None:
        return CueSuggester()
    return CueSuggester(
        {
            area.key: {
                "": f"{localise(area.title, 'da')}\n{localise(area.summary, 'da')}",
                **{vision.key: localise(vision.title, "da") for vision in area.visions},
            }
            for area in strategy.focus_areas
        }
    )
