"""The tables of the Zalo Official Account: its tokens, what was spent of them, who spoke last when, what it holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from storage.columns import LongText
from storage.tables import _instant


def _long() -> Any:
    return Field(default=None, sa_column=Column(LongText, nullable=True))


class ZaloTokenRow(SQLModel, table=True):
    """The pair of tokens an app works with, and how far the getting of the next one has come."""

    __tablename__ = "zalo_tokens"

    app: str = Field(primary_key=True)
    seed: str = ""  # a digest of the refresh token the settings gave last
    access_token: str | None = _long()
    refresh_token: str | None = _long()
    obtained_at: datetime | None = _instant(nullable=True)
    expires_at: datetime | None = _instant(nullable=True)
    forced: bool = False  # this pair was asked for because the one before it was refused early
    # the intent: what is being spent for the next pair, by whom, since when; it stays where the answer was lost
    spending: str | None = _long()
    spending_by: str | None = None
    spending_at: datetime | None = _instant(nullable=True)
    answer: str | None = _long()  # as it came, kept before it is used
    alarm: str | None = None  # why a person has to authorise the app anew
    alarm_at: datetime | None = _instant(nullable=True)
    consent_state: str | None = None  # what the next consent has to bring back …
    consent_verifier: str | None = None  # … and what proves that the consent was asked for here


class ZaloSpentRow(SQLModel, table=True):
    """A token or code that was spent, or was about to be: by its digest nothing is ever sent twice."""

    __tablename__ = "zalo_spent"

    app: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    spent_at: datetime = _instant()


class ZaloPersonRow(SQLModel, table=True):
    """When a person last did something that lets us write to them."""

    __tablename__ = "zalo_people"

    app: str = Field(primary_key=True)
    user_key: str = Field(primary_key=True)
    last_at: datetime = _instant()
    template_at: datetime | None = _instant(nullable=True)  # the last paid template that went to them


class ZaloCountRow(SQLModel, table=True):
    """How many messages of a kind went out in a month of Viet Nam's calendar ("2026-11")."""

    __tablename__ = "zalo_counts"

    app: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)  # late: between 48 hours and 7 days | template
    sent: int = 0


class ZaloFileRow(SQLModel, table=True):
    """The name Zalo gave to bytes it holds; it forgets them after seven days."""

    __tablename__ = "zalo_files"

    app: str = Field(primary_key=True)
    content_key: str = Field(primary_key=True)
    file_ref: str = Field(default="", sa_column=Column(LongText, nullable=False))
    uploaded_at: datetime = _instant()
