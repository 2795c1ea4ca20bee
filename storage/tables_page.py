"""The tables of the review page: one-time links, sessions, devices, what was looked at, PINs. Secrets are kept as hashes only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables import _id, _instant, _ref
from storage.tables_plans import _key

OWED = "card_owed_at IS NOT NULL"  # few among many


class PageLinkRow(SQLModel, table=True):
    """A link that opens the page once, for one person; `record_id` is what it opens on (practice cards: below 0)."""

    __tablename__ = "page_links"
    __table_args__ = (Index("page_links_until", "until"),)

    id: int = _id()
    handle_hash: str = Field(unique=True)
    person_id: int = _ref()
    account_id: int = _ref()
    target: str  # record | progress | app (the start data of a Mini App, which is good once as well)
    record_id: int | None = _ref(nullable=True)
    made_at: datetime = _instant()
    until: datetime = _instant()
    used_at: datetime | None = _instant(nullable=True)


class PageSessionRow(SQLModel, table=True):
    """A browser that a link has opened for a person, until it idles, is closed, or its time is over."""

    __tablename__ = "page_sessions"
    __table_args__ = (
        Index("page_sessions_seen", "seen_at"),
        Index("page_sessions_owed", "card_owed_at", sqlite_where=text(OWED), postgresql_where=text(OWED)),
    )

    id: int = _id()
    cookie_hash: str = Field(unique=True)
    agent_hash: str
    person_id: int = _ref()
    account_id: int = _ref()
    opened_at: datetime = _instant()
    seen_at: datetime = _instant()
    pin_at: datetime | None = _instant(nullable=True)
    ended_at: datetime | None = _instant(nullable=True)
    card_owed_at: datetime | None = _instant(
        nullable=True
    )  # a decision whose next card the chat still waits for


class PageDeviceRow(SQLModel, table=True):
    """A browser on which somebody has opened the page; the same browser again for each who shares it."""

    __tablename__ = "page_devices"
    __table_args__ = (
        UniqueConstraint("device_hash", "person_id"),
        Index("page_devices_person", "person_id"),
    )

    id: int = _id()
    person_id: int = _ref()
    device_hash: str
    first_at: datetime = _instant()
    seen_at: datetime = _instant()


class PageViewRow(SQLModel, table=True):
    """A record, or a page of its scan, that somebody was shown whole. Lines are only ever added."""

    __tablename__ = "page_views"
    __table_args__ = (
        Index("page_views_record", "record_id", "id"),
        Index("page_views_person", "person_id", "record_id", "id"),
    )

    id: int = _id()
    person_id: int = _ref()
    record_id: int = _ref()
    session_id: int = _ref()
    scan_page: int = Field(
        default=0, sa_column_kwargs={"server_default": text("0")}
    )  # 0: the fields; n: that page of the scan
    at: datetime = _instant()


class PagePinRow(SQLModel, table=True):
    """The six digits somebody chose, salted and hashed, and how often they were missed."""

    __tablename__ = "page_pins"

    person_id: int = _key()
    salt: str
    hash: str
    set_at: datetime = _instant()
    tries: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    locked_until: datetime | None = _instant(nullable=True)
