"""The tables of records that go back to the vendor and come again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from storage.columns import BigId
from storage.tables import _id, _instant, _ref


class ConfirmedReturnRow(SQLModel, table=True):
    """A head's word that a record which came back from the vendor was rightly returned once more."""

    __tablename__ = "confirmed_returns"

    decision_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))  # the return
    person_id: int = _ref()
    confirmed_at: datetime = _instant()


class FormerRowRow(SQLModel, table=True):
    """What a record was called, and whose it was, before a correction of the vendor's changed that.

    The sheet it first came in by is known by this, and brings no second record.
    """

    __tablename__ = "former_rows"
    __table_args__ = (Index("former_rows_key", "unit_id", "type", "natural_key"),)

    id: int = _id()
    record_id: int = _ref()
    revision: int  # the last one that bore this key
    unit_id: int = _ref()
    type: str
    natural_key: str
    content_hash: str
