"""Makers of inputs and of what staff do with them."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from engage.consultations.models import Consultation
from engage.core.db import transaction
from engage.strategy.models import Committee
from engage.triage.intake import open_trace, receive
from engage.triage.models import Channel, Input, InputTheme, Theme, Trace
from tests.factories import unique
from tests.strategy.factories import make_committee


def make_input(text: str = "", *, committee: Committee | None = None, question: str = "", **changes: Any) -> Input:
    """Something somebody said, in a committee's tray, maybe as an answer; further arguments go to `receive`."""
    committee = committee or make_committee()
    with transaction():
        given = receive(
            text or unique("Der mangler en cykelsti langs skolen, nummer "),
            **{
                "channel": Channel.LETTER,
                "source": "staff",
                "source_key": unique("prøve-"),
                "committee_id": committee.id,
                **changes,
            },
        )
        given.question = question
    return given


def make_inputs(count: int, committee: Committee, **changes: Any) -> list[Input]:
    """Several, one an hour, the last one now."""
    now = dt.datetime.now(dt.UTC)
    return [
        make_input(committee=committee, received_at=now - dt.timedelta(hours=count - number), **changes)
        for number in range(count)
    ]


def make_trace(email: str | None = None, *, confirmed: bool = True) -> Trace:
    """A sender's private page, with a confirmed address if one is given."""
    with transaction():
        trace = open_trace(email=email)
        if email and confirmed:
            trace.email_confirmed_at = dt.datetime.now(dt.UTC)
    return trace


def make_theme(
    consultation: Consultation, label: str = "", made_by: str = "staff", holding: Collection[Input] = ()
) -> Theme:
    """A theme of a consultation, with these inputs in it."""
    with transaction() as session:
        theme = Theme(consultation_id=consultation.id, label=label or unique("Tema "), made_by=made_by)
        session.add(theme)
        session.flush()
        session.add_all(InputTheme(input_id=each.id, theme_id=theme.id, made_by=made_by) for each in holding)
    return theme
