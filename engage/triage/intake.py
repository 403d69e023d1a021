"""How what somebody said becomes an input, and how its sender gets a page to follow it on."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from flask import current_app

from engage.consultations.service import mark_changed
from engage.core import clock, tokens
from engage.core.db import insert_rows, random_id, session, transaction
from engage.messages.service import TooManyMails, queue_unasked
from engage.strategy.models import FocusArea, Vision
from engage.text.language import guess_language
from engage.text.masking import mask_personal
from engage.text.normalise import normalise, one_line, text_key
from engage.text.search import index_terms
from engage.triage.models import Channel, Input, Trace, input_focus_areas

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
    focus_area_ids: Collection[int] = (),
    vision_ids: Collection[int] = (),
    local_area_id: int | None = None,
    sender_name: str = "",
    association: str = "",
    received_at: dt.datetime | None = None,
    language: str | None = None,
) -> Input:
    """Put what somebody said into the committee's tray; joins the caller's transaction.

    CPR numbers are masked before anything is stored. The same `source_key` of a `source` gives the same input however
    often it is sent. `received_at` (aware) is now if not given.
    """
    with transaction() as db_session:
        known = _known(source, source_key)
        if known is not None:
            return known
        given = Input(
            **_as_stored(
                text, received_at or clock.now(), title=title, names=(sender_name, association), language=language
            ),
            committee_id=committee_id,
            consultation_id=consultation_id,
            trace=trace,
            channel=Channel(channel),
            source=source,
            source_key=source_key,
            local_area_id=local_area_id,
            focus_areas=_rows(FocusArea, focus_area_ids),
            visions=_rows(Vision, vision_ids),
        )
        db_session.add(given)
        db_session.flush()
        if consultation_id is not None:
            mark_changed(consultation_id)
        return given


class FreeText(NamedTuple):
    """What a response says in words: unique `source_key`, the question in Danish, its key."""

    text: str
    source_key: str
    question: str
    question_key: str


_NEW_INPUT = sa.insert(Input.__table__)  # type: ignore[arg-type]


def receive_answers(
    texts: Iterable[FreeText],
    *,
    committee_id: int,
    consultation_id: int,
    trace_id: int,
    received_at: dt.datetime,
    focus_area_ids: Collection[int] = (),
    local_area_id: int | None = None,
) -> None:
    """Put the free texts of a new response into the committee's tray; joins the caller's transaction.

    As `receive`, for many at once and without models: it is done while a citizen waits. The caller marks the
    consultation as changed. `received_at` is coarse where answers are anonymous.
    """
    common = {
        "committee_id": committee_id,
        "consultation_id": consultation_id,
        "trace_id": trace_id,
        "channel": Channel.SURVEY,
        "source": "response",
        "local_area_id": local_area_id,
    }
    with transaction() as db_session:
        rows = [
            {
                **common,
                **_as_stored(given.text, received_at),
                "id": random_id(),
                "source_key": given.source_key,
                "question": one_line(given.question),
                "question_key": given.question_key,
            }
            for given in texts
        ]
        if rows:
            db_session.connection().execute(_NEW_INPUT, rows)
        tagged = [{"input_id": row["id"], "focus_area_id": area} for row in rows for area in focus_area_ids]
        insert_rows(db_session.connection(), input_focus_areas, {}, tagged)


def _as_stored(
    text: str,
    received_at: dt.datetime,
    *,
    title: str = "",
    names: tuple[str, str] = ("", ""),
    language: str | None = None,
) -> dict[str, Any]:
    """The columns of an input that follow from what was said, when, and by whom (a name, an association)."""
    words = mask_personal(normalise(text)).text
    heading = mask_personal(one_line(title)).text
    sender_name, association = map(one_line, names)
    return {
        "title": heading,
        "text": words,
        "language": language or guess_language(words),
        "terms": index_terms(heading, words, *names),
        "twin_key": text_key(words),
        "sender_name": sender_name,
        "association": association,
        "received_at": received_at,
        "due_on": due_on(received_at),
    }


def open_trace(*, email: str | None = None, language: str = "da") -> Trace:
    """A new private page for one submission; joins the caller's transaction.

    With an e-mail address a mail is queued that asks its owner to confirm it; nothing else is sent to it before that.
    """
    with transaction() as db_session:
        address = (email or "").strip() or None
        trace = Trace(email=address, language=language, created_at=clock.now())
        db_session.add(trace)
        if address:
            db_session.flush()
            with contextlib.suppress(TooManyMails):  # what was sent counts for more, and its page asks again
                ask_to_confirm(trace)
        return trace


_NEW_TRACE = sa.insert(Trace.__table__)  # type: ignore[arg-type]


def open_answer_trace(*, language: str, created_at: dt.datetime) -> int:
    """A new private page for a response; joins the caller's transaction. Returns the trace's id.

    `created_at` is coarse where answers are anonymous.
    """
    trace_id = random_id()
    with transaction() as db_session:
        trace = {"id": trace_id, "language": language, "created_at": created_at}
        db_session.connection().execute(_NEW_TRACE, trace)
    return trace_id


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


def trace_url(trace: Trace | str) -> str:
    """The private link to the sender's page, with the site's address; of a trace or its public id."""
    return f"{current_app.config['SETTINGS'].public_url}/trace/{trace_token(trace)}"


def trace_token(trace: Trace | str) -> str:
    """The token in a trace's private link."""
    return tokens.derive(TOKEN_PURPOSE, trace if isinstance(trace, str) else trace.public_id)


def due_on(received_at: dt.datetime) -> dt.date:
    """The day by which an input is to be answered, from the setting ANSWER_DAYS."""
    days: int = current_app.config["SETTINGS"].answer_days
    return clock.local(received_at).date() + dt.timedelta(days=days)


def _known(source: str, source_key: str) -> Input | None:
    return session().scalar(sa.select(Input).where(Input.source == source, Input.source_key == source_key))


def _rows(model: type[Row], ids: Collection[int]) -> list[Row]:
    return list(session().scalars(sa.select(model).where(model.id.in_(ids)))) if ids else []
