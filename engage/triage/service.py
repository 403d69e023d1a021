"""What staff do with an input short of deciding on it: read, tag, note, set aside, hand over; and telling followers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from engage.accounts.models import User
from engage.accounts.service import authorise
from engage.core import clock
from engage.core.audit import AuditEntry, record
from engage.core.db import JsonDict, session, transaction
from engage.core.errors import DomainError, NotFound
from engage.core.security import Permission
from engage.core.tokens import keyed_hash
from engage.messages.service import queue_message
from engage.strategy.models import Committee, FocusArea, Vision
from engage.strategy.plans import TrackNews
from engage.triage import queries
from engage.triage.decisions import Handover, Note
from engage.triage.desk import changing, note_change, reason_of
from engage.triage.intake import open_trace, receive
from engage.triage.models import Channel, Input, InputState, InputTheme, Theme
from engage.triage.themes import theme_called

STAFF = "staff"


class SameCommittee(DomainError):
    """An input cannot be handed over to the committee that has it."""

    code = "same_committee"


class NothingToReopen(DomainError):
    """The input is neither answered nor closed."""

    code = "nothing_to_reopen"


class NoConsultation(DomainError):
    """Themes belong to a consultation, and this input to none."""

    code = "no_consultation"


def open_input(actor: User, public_id: str) -> Input:
    """An input to look at; the first one of its committee to do so has read it. Raises NotFound, Forbidden."""
    authorise(actor, Permission.READ)
    given = queries.input_by_public_id(public_id)
    if given.state != InputState.NEW or not actor.can(Permission.TRIAGE, given.committee_id):
        return given
    with changing(actor, public_id, None) as fresh:
        if fresh.state == InputState.NEW:
            mark_read(fresh, actor)
    return fresh


def mark_read(given: Input, actor: User) -> AuditEntry:
    """Note, in the use case under way, that an input has been read."""
    before = standing_of(given)
    given.state = InputState.OPEN
    given.read_at = given.read_at or clock.now()
    return note_change(given, "input.read", actor, {"before": before})


def standing_of(given: Input) -> JsonDict:
    """Where an input stands in the tray, to come back to."""
    return {"state": given.state, "closed_reason": given.closed_reason, "first": given.read_at is None}


def tag(
    actor: User, public_id: str, version: int, *, focus_area_ids: Collection[int], vision_ids: Collection[int]
) -> Input:
    """Say which focus areas and visions an input is about; a vision brings its focus area along."""
    with changing(actor, public_id, version) as given:
        before = tags_of(given)
        visions = list(session().scalars(sa.select(Vision).where(Vision.id.in_(vision_ids))))
        wanted = set(focus_area_ids) | {vision.focus_area_id for vision in visions}
        given.visions = visions
        given.focus_areas = list(session().scalars(sa.select(FocusArea).where(FocusArea.id.in_(wanted))))
        given.tagged_at = given.tagged_at or clock.now()
        keys = [area.key for area in given.focus_areas] + [vision.key for vision in visions]
        note_change(given, "input.tagged", actor, {"tags": sorted(keys), "before": before})
    return given


def tags_of(given: Input) -> JsonDict:
    """The focus areas and visions an input has, by id, to come back to."""
    areas, visions = [area.id for area in given.focus_areas], [vision.id for vision in given.visions]
    return {"areas": areas, "visions": visions, "first": given.tagged_at is None}


def set_themes(
    actor: User, public_id: str, version: int, *, theme_ids: Collection[int], new_labels: Collection[str] = ()
) -> Input:
    """Say which themes of its consultation an input is about, if any; the machine leaves it at that.

    Raises NoConsultation.
    """
    with changing(actor, public_id, version) as given:
        if given.consultation_id is None:
            raise NoConsultation
        query = sa.select(Theme).where(Theme.consultation_id == given.consultation_id, Theme.id.in_(theme_ids))
        chosen = {theme.id: theme for theme in session().scalars(query)}
        before = {
            "themes": [[row.theme_id, row.made_by, row.confidence] for row in given.themes],
            "first": given.tagged_at is None,
            "themed_at": given.themed_at.isoformat() if given.themed_at else None,
        }
        for label in new_labels:
            theme = theme_called(given.consultation_id, label)
            chosen[theme.id] = theme
        kept = {row.theme_id: row for row in given.themes if row.theme_id in chosen}
        for row in kept.values():
            row.made_by, row.confidence = STAFF, 1.0
        added = [InputTheme(theme=theme, made_by=STAFF) for key, theme in chosen.items() if key not in kept]
        given.themes = [*kept.values(), *added]
        given.themed_at = clock.now()
        given.tagged_at = given.tagged_at or given.themed_at
        labels = sorted(theme.label for theme in chosen.values())
        note_change(given, "input.themed", actor, {"themes": labels, "before": before})
    return given


def type_in(
    actor: User,
    text: str,
    *,
    channel: Channel,
    key: str,
    committee_id: int,
    received_on: dt.date,
    consultation_id: int | None = None,
    local_area_id: int | None = None,
    sender_name: str = "",
    association: str = "",
    email: str = "",
) -> Input:
    """Take in what came by letter, phone, meeting, e-mail or paper, with a trace to hand to its sender.

    `key` is the form's own: sent twice, it is the same input.
    """
    with transaction() as db_session:
        authorise(actor, Permission.TRIAGE, committee_id)
        known = db_session.scalar(sa.select(Input).where(Input.source == STAFF, Input.source_key == key))
        if known is not None:
            return known
        noon = clock.from_local(dt.datetime.combine(received_on, dt.time(12)))
        given = receive(
            text,
            channel=channel,
            source=STAFF,
            source_key=key,
            committee_id=committee_id,
            consultation_id=consultation_id,
            trace=open_trace(email=email),
            local_area_id=local_area_id,
            sender_name=sender_name,
            association=association,
            received_at=min(noon, clock.now()),
        )
        record("input.typed_in", given, actor=actor, committee_id=committee_id)
    return given


def add_note(actor: User, public_id: str, text: str) -> Note:
    """Write an internal note; it overwrites nothing, so no version is asked for."""
    with changing(actor, public_id, None) as given:
        note = Note(input_id=given.id, author_id=actor.id, text=reason_of(text))
        session().add(note)
        record("input.noted", given, actor=actor, committee_id=given.committee_id)
    return note


def close(actor: User, public_id: str, version: int, reason: str) -> Input:
    """Set an input aside without a reply; its sender sees the reason. Raises ReasonMissing."""
    with changing(actor, public_id, version) as given:
        set_aside(given, actor, reason_of(reason))
    return given


def set_aside(given: Input, actor: User, reason: str) -> AuditEntry:
    """Close an input in the use case under way."""
    before = standing_of(given)
    given.state, given.closed_reason = InputState.CLOSED, reason
    given.read_at = given.read_at or clock.now()
    return note_change(given, "input.closed", actor, {"reason": reason, "before": before})


def reopen(actor: User, public_id: str, version: int) -> Input:
    """Take an answered or closed input up again; a published reply stays public. Raises NothingToReopen."""
    with changing(actor, public_id, version) as given:
        if given.state not in {InputState.ANSWERED, InputState.CLOSED}:
            raise NothingToReopen
        given.state, given.closed_reason = InputState.OPEN, ""
        note_change(given, "input.reopened", actor)
    return given


def hand_over(actor: User, public_id: str, version: int, *, committee_id: int, reason: str) -> Input:
    """Give an input to another committee, where it is new; both see why. Raises SameCommittee, ReasonMissing."""
    with changing(actor, public_id, version) as given:
        give_to(given, actor, committee_id, reason_of(reason))
    return given


def give_to(given: Input, actor: User, committee_id: int, reason: str) -> AuditEntry:
    """Hand an input over in the use case under way."""
    if committee_id == given.committee_id:
        raise SameCommittee
    receiver = session().get(Committee, committee_id)
    if receiver is None:
        raise NotFound
    row = Handover(
        input_id=given.id,
        from_committee_id=given.committee_id,
        to_committee_id=committee_id,
        reason=reason,
        author_id=actor.id,
    )
    session().add(row)
    giver, before = given.committee_id, {"state": given.state}
    given.committee, given.committee_id, given.state = receiver, committee_id, InputState.NEW
    return note_change(given, "input.handed_over", actor, {"from": giver, "to": committee_id, "before": before})


def sweep(older_than: dt.timedelta = dt.timedelta(minutes=2)) -> None:
    """Tell the followers of news whose job was lost."""
    query = sa.select(TrackNews.id).where(TrackNews.told_at.is_(None), TrackNews.at < clock.now() - older_than)
    for news_id in session().scalars(query.order_by(TrackNews.id).limit(50)).all():
        tell_followers(news_id)


def tell_followers(news_id: int) -> int:
    """Write one message to each person whose input is linked to the track with news; the number of messages.

    Only to confirmed addresses, and once: the news is marked, and each message has a key of its own.
    """
    with transaction() as db_session:
        news = db_session.get(TrackNews, news_id, with_for_update=True, populate_existing=True)
        if news is None or news.told_at is not None:
            return 0
        news.told_at = clock.now()
        messages = [
            queue_message(
                "track_news",
                address,
                context={"news_id": news.id},
                language=language,
                dedupe_key=f"news:{news.id}:{keyed_hash('follower', address)[:32]}",
            )
            for address, language in queries.followers_of(news.track_id)
        ]
    return sum(message is not None for message in messages)
