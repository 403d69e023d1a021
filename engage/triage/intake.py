"""How what somebody said becomes an input, and how its sender gets a page to follow it on."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection
from typing import TypeVar

import sqlalchemy as sa
from flask import current_app

from engage.consultations.service import mark_changed
from engage.core import clock, tokens
from engage.core.db import session, transaction
from engage.messages.service import TooManyMails, queue_unasked
from engage.strategy.models import FocusArea, Vision
from engage.text.language import guess_language
from engage.text.masking import mask_personal
from engage.text.normalise import normalise, one_line, text_key
from engage.text.search import index_terms
from engage.triage.models import Channel, Input, Trace

Row = TypeVar("Row", FocusArea, Vision)
TOKEN_PURPOSE = "trace"


def receive(
    text: str,
    *,
    channel: Channel | str,
    source: str,
    source_key: str,
    committee_id: int,
    consultation_id: int | None = None,
    trace: Trace | None = None,
    title: str = "",
    question: str = "",
    question_key: str = "",
    focus_area_ids: Collection[int] = (),
    vision_ids: Collection[int] = (),
    local_area_id: int | None = None,
    sender_name: str = "",
    association: str = "",
    received_at: dt.datetime | None = None,
    language: str | None = None,
    is_new: bool = False,
) -> Input:
    """Put what somebody said into the committee's tray; joins the caller's transaction.

    CPR numbers are masked before anything is stored. The same `source_key` of a `source` gives the same input however
    often it is sent. A caller with several texts whose keys are new says so with `is_new`, flushes once for all and
    marks the consultation as changed. `received_at` (aware) is now if not given; the caller makes it coarse where
    answers are anonymous.
    """
    with transaction() as db_session:
        known = None if is_new else _known(source, source_key)
        if known is not None:
            return known
        arrived = received_at or clock.now()
        words = mask_personal(normalise(text)).text
        heading = mask_personal(one_line(title)).text
        given = Input(
            committee_id=committee_id,
            consultation_id=consultation_id,
            trace=trace,
            channel=Channel(channel),
            source=source,
            source_key=source_key,
            question=one_line(question),
            question_key=question_key,
            title=heading,
            text=words,
            language=language or guess_language(words),
            terms=index_terms(heading, words, sender_name, association),
            twin_key=text_key(words),
            local_area_id=local_area_id,
            sender_name=one_line(sender_name),
            association=one_line(association),
            received_at=arrived,
            due_on=due_on(arrived),
            focus_areas=_rows(FocusArea, focus_area_ids),
            visions=_rows(Vision, vision_ids),
        )
        db_session.add(given)
        if not is_new:
            db_session.flush()
            if consultation_id is not None:
                mark_changed(consultation_id)
        return given


def open_trace(*, email: str | None = None, language: str = "da", coarse: bool = False) -> Trace:
    """A new private page for one submission; joins the caller's transaction.

    With an e-mail address a mail is queued that asks its owner to confirm it; nothing else is sent to it before that.
    `coarse` keeps only the day, for anonymous consultations.
    """
    with transaction() as db_session:
        now = clock.now()
        address = (email or "").strip() or None
        trace = Trace(email=address, language=language, created_at=clock.day_of(now) if coarse else now)
        db_session.add(trace)
        if address:
            db_session.flush()
            with contextlib.suppress(TooManyMails):  # what was sent counts for more, and its page asks again
                ask_to_confirm(trace)
        return trace


def ask_to_confirm(trace: Trace) -> None:
    """Queue the mail that asks the owner of the trace's address whether it is theirs; once for each address.

    Raises TooManyMails.
    """
    assert trace.email
    queue_unasked(
        "confirm_address",
        trace.email,
        context={"trace_id": trace.id},
        language=trace.language,
        dedupe_key=f"confirm:{trace.public_id}:{tokens.keyed_hash('address', trace.email.lower())[:16]}",
    )


def trace_url(trace: Trace) -> str:
    """The private link to the sender's page, with the site's address."""
    return f"{current_app.config['SETTINGS'].public_url}/trace/{trace_token(trace)}"


def trace_token(trace: Trace) -> str:
    """The token in a trace's private link."""
    return tokens.derive(TOKEN_PURPOSE, trace.public_id)


def due_on(received_at: dt.datetime) -> dt.date:
    """The day by which an input is to be answered, from the setting ANSWER_DAYS."""
    days: int = current_app.config["SETTINGS"].answer_days
    return clock.local(received_at).date() + dt.timedelta(days=days)


def _known(source: str, source_key: str) -> Input | None:
    return session().scalar(sa.select(Input).where(Input.source == source, Input.source_key == source_key))


def _rows(model: type[Row], ids: Collection[int]) -> list[Row]:
    return list(session().scalars(sa.select(model).where(model.id.in_(ids)))) if ids else []
