"""What came of it all: the letters that went out, the summaries, and the results that were published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa

from engage.consultations.models import Consultation
from engage.core.db import session
from engage.demo.accounts import Staff
from engage.demo.calendar import Calendar, happening
from engage.messages.models import Message, MessageState
from engage.summaries import publishing, service

PUBLISHED_AGO = 11


def leave_history_alone(calendar: Calendar) -> None:
    """Letters of earlier days have been sent, as far as the demo knows; only today's wait for the worker."""
    old = sa.update(Message).where(
        Message.state == MessageState.QUEUED, Message.created_at < calendar.now - dt.timedelta(days=1)
    )
    session().execute(old.values(state=MessageState.SENT, sent_at=Message.created_at, attempts=1))


def build_summaries(consultations: Iterable[Consultation]) -> None:
    """Sum up what has come in, as the worker does."""
    for consultation in consultations:
        service.build(consultation.id, at_once=True)


def publish_results(calendar: Calendar, staff: Staff, consultation: Consultation) -> None:
    """Publish the summary of a consultation that has closed."""
    summary = publishing.publishable(consultation.id)
    with happening(calendar.at_work(PUBLISHED_AGO, 12)):
        publishing.publish(staff.editor, consultation.slug, built_at=summary.built_at, left_out=())
