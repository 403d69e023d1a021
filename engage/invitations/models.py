"""Contact lists, campaigns, and one invitation per person asked."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import BUSY, Base, HasId, HasPublicId, HasVersion, JsonDict, LocalisedText, now_column
from engage.strategy.models import LocalArea
from engage.surveys.models import PersonalLink, Survey


class CampaignStatus(StrEnum):
    """Where a campaign stands. Released means that the worker writes the messages, from `send_at` on."""

    DRAFT = "draft"
    RELEASED = "released"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class ContactList(HasId, HasVersion, Base):
    """People who may be asked, from one source."""

    __tablename__ = "contact_lists"

    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    source: Mapped[str] = mapped_column(default="")  # where the addresses come from, and on what ground
    created_at: Mapped[dt.datetime] = now_column()


class Contact(HasId, HasPublicId, Base):
    """A person on a list. An address stands once on each list."""

    __tablename__ = "contacts"
    __table_args__ = (
        sa.UniqueConstraint("list_id", "email"),
        sa.Index("ix_contacts_list", "list_id", "id"),
        sa.Index("ix_contacts_email", "email"),
    )

    list_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_lists.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(sa.String(320))  # lower case
    language: Mapped[str] = mapped_column(sa.String(5), default="da")
    local_area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("local_areas.id"))
    created_at: Mapped[dt.datetime] = now_column()

    contact_list: Mapped[ContactList] = relationship()
    local_area: Mapped[LocalArea | None] = relationship()


class ContactImport(HasId, HasPublicId, Base):
    """A file that has been read and waits for staff to say yes; gone when they have, or after a day."""

    __tablename__ = "contact_imports"

    list_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_lists.id", ondelete="CASCADE"), index=True)
    filename: Mapped[str] = mapped_column(sa.String(200))
    content: Mapped[JsonDict]  # {"rows": […], "faults": […], "ignored": […]}, see contacts_file.py
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[dt.datetime] = now_column(index=True)

    contact_list: Mapped[ContactList] = relationship()


class Campaign(HasId, HasVersion, Base):
    """An invitation to a list of people, or a reminder to those of an earlier one who have not answered."""

    __tablename__ = "campaigns"

    name: Mapped[str] = mapped_column(sa.String(120))
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"), index=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_lists.id"))
    reminds_id: Mapped[int | None] = mapped_column(sa.ForeignKey("campaigns.id"), index=True)
    subject: Mapped[LocalisedText]
    body: Mapped[LocalisedText]  # Markdown with {name}, {link}, {deadline}
    status: Mapped[str] = mapped_column(sa.String(20), default=CampaignStatus.DRAFT)
    send_at: Mapped[dt.datetime | None]  # None: at once on release
    per_minute: Mapped[int] = mapped_column(default=120)
    released_at: Mapped[dt.datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("users.id"))
    fanned_out_at: Mapped[dt.datetime | None]  # all messages are written
    fan_out_position: Mapped[int] = mapped_column(default=0)  # the last contact a message was written for
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = now_column()

    survey: Mapped[Survey] = relationship()
    contact_list: Mapped[ContactList] = relationship()
    reminds: Mapped[Campaign | None] = relationship(remote_side="Campaign.id")

    @property
    def batch(self) -> str:
        """What this campaign's messages are counted by."""
        return f"campaign:{self.id}"


class Invitation(HasId, Base):
    """One person asked to answer one survey; a reminder uses the same. Who has answered has no link any more."""

    __tablename__ = "invitations"
    __table_args__ = (
        sa.UniqueConstraint("survey_id", "contact_id"),
        sa.Index("ix_invitations_campaign", "campaign_id", "contact_id"),
        BUSY,
    )

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("surveys.id"))
    contact_id: Mapped[int] = mapped_column(sa.ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int] = mapped_column(sa.ForeignKey("campaigns.id"))
    link_id: Mapped[int] = mapped_column(unique=True)  # outlives its link, so no foreign key
    created_at: Mapped[dt.datetime] = now_column()

    contact: Mapped[Contact] = relationship()
    campaign: Mapped[Campaign] = relationship()
    link: Mapped[PersonalLink | None] = relationship(
        primaryjoin=lambda: sa.orm.foreign(Invitation.link_id) == PersonalLink.id, viewonly=True
    )
