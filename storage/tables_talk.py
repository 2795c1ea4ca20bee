"""The tables of the conversation: what came in, what was asked, what is to go out, and who holds which lease."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import LongText
from storage.tables import _id, _instant, _json, _ref

INBOX_OPEN = "state = 'new'"
OUTBOX_OPEN = "state IN ('waiting', 'leased')"


class InboxRow(SQLModel, table=True):
    """An update as the channel gave it, kept before it is confirmed to the channel."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "bot", "event_key"),
        Index("inbox_open", "channel", "user_key", "id", sqlite_where=text(INBOX_OPEN),
              postgresql_where=text(INBOX_OPEN)),
    )  # fmt: skip

    id: int = _id()
    channel: str
    bot: str
    event_key: str
    user_key: str  # who said it, in the channel's words; empty where the update has no sender
    raw: str = Field(sa_column=Column(LongText, nullable=False))
    received_at: datetime = _instant()
    state: str = "new"  # new | done | parked | unreadable
    tries: int = 0
    trace: str | None = Field(default=None, sa_column=Column(LongText, nullable=True))


class PromptRow(SQLModel, table=True):
    """What was offered to an account, so that an answer can be held against it."""

    __tablename__ = "prompts"
    __table_args__ = (Index("prompts_account", "account_id", "id"),)

    id: int = _id()
    account_id: int = _ref()
    slot: str  # card | note
    step: str
    payload: dict[str, Any] = _json("{}")
    choices: list[list[str]] = _json("[]")  # [key, label] in the order drawn
    takes_text: bool = False
    numbered: bool = False
    shown_at: datetime = _instant()
    answered_key: str | None = None
    voided: bool = False  # drawn before an undo: no repeat of its answer is a repeat any more


class OutboxRow(SQLModel, table=True):
    """Something to be said. Answers (priority 0) go before reminders (1) before broadcasts (2)."""

    __tablename__ = "outbox"
    __table_args__ = (
        # what is not out yet is little beside what was sent; both questions asked all day look only at it
        Index("outbox_open", "priority", "id", sqlite_where=text(OUTBOX_OPEN), postgresql_where=text(OUTBOX_OPEN)),
        Index("outbox_open_account", "account_id", sqlite_where=text(OUTBOX_OPEN),
              postgresql_where=text(OUTBOX_OPEN)),
        Index("outbox_account", "account_id", "id"),
    )  # fmt: skip

    id: int = _id()
    key: str = Field(unique=True)  # what it is, so that it cannot be said twice
    account_id: int = _ref()
    kind: str  # answer | reopened | parked | …
    slot: str = "note"  # a newer card takes the place of an older one that is not out yet
    priority: int = 0
    body: dict[str, Any] = _json("{}")  # a Message, and how it is to be shown
    created_at: datetime = _instant()
    not_before: datetime = _instant()
    state: str = "waiting"  # waiting | leased | sent | failed | cancelled
    leased_by: str | None = None
    leased_until: datetime | None = _instant(nullable=True)
    tries: int = 0
    result: str | None = None
    done_at: datetime | None = _instant(nullable=True)


class ShownScanRow(SQLModel, table=True):
    """A scan that stands in a chat and must leave it when its record is decided; or, with the record 0, another
    message that must leave and could not yet."""

    __tablename__ = "shown_scans"
    __table_args__ = (Index("shown_scans_account", "account_id", "record_id"),)

    id: int = _id()
    account_id: int = _ref()
    record_id: int = _ref()
    message_ref: str


class SentFileRow(SQLModel, table=True):
    """The name a channel gave to bytes it already holds, so that they are not uploaded again."""

    __tablename__ = "sent_files"
    __table_args__ = (UniqueConstraint("channel", "bot", "content_key"),)

    id: int = _id()
    channel: str
    bot: str
    content_key: str
    file_ref: str


class LeaseRow(SQLModel, table=True):
    """Who may do what only one may do at a time; `fence` rises with each holder."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = _instant()
    fence: int


class MarkRow(SQLModel, table=True):
    """A small fact with a name: when the bot last heard from a channel, a channel's own name for itself."""

    __tablename__ = "marks"

    name: str = Field(primary_key=True)
    value: str


class MonthSendsRow(SQLModel, table=True):
    """How many messages a channel took from us in a calendar month of the province, where it counts them."""

    __tablename__ = "month_sends"

    channel: str = Field(primary_key=True)
    month: str = Field(primary_key=True)  # 2024-07
    sent: int


class ServedPictureRow(SQLModel, table=True):
    """A picture that a channel fetches from our own host, for a while; the name is made from the bytes and a key."""

    __tablename__ = "served_pictures"

    name: str = Field(primary_key=True)
    jpeg: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    until: datetime = _instant()
