"""What the screen calls the states of plans, tracks and action plans."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from engage.core.choices import choices_of
from engage.strategy.plans import WITHDRAWN, TrackStatus

STATUS_LABELS: dict[str, LazyString] = {
    TrackStatus.PLANNED: _l("Planlagt"),
    TrackStatus.UNDER_WAY: _l("I gang"),
    TrackStatus.DONE: _l("Gennemført"),
    TrackStatus.PAUSED: _l("Sat på pause"),
    TrackStatus.DROPPED: _l("Opgivet"),
    WITHDRAWN: _l("Trukket tilbage"),
}


STATUS_CHOICES = choices_of((status.value, STATUS_LABELS[status]) for status in TrackStatus)


def track_status(status: str) -> LazyString:
    """The words for the status of a track or an action plan; also the template filter `|track_status`."""
    return STATUS_LABELS[status]
