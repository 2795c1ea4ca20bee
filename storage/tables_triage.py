"""The tables of triage beside the findings themselves: by what records are compared, and what is to be judged anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import BigId
from storage.tables import _instant


class RecordKeyRow(SQLModel, table=True):
    """Whom a record is about, as a number: equal for two records of the same person and event (R23)."""

    __tablename__ = "record_keys"
    __table_args__ = (Index("record_keys_person", "person"),)

    record_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    person: int = Field(sa_column=Column(BigInteger, nullable=False))  # 64 bits of a hash


class StaleShelfRow(SQLModel, table=True):
    """A unit's records of one type that have changed since they were last judged together."""

    __tablename__ = "stale_shelves"

    unit_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    type: str = Field(primary_key=True)
    marks: int = Field(
        default=1, sa_column_kwargs={"server_default": text("1")}
    )  # grows with every change, so that one that comes while it is judged is not lost


class TriageBasisRow(SQLModel, table=True):
    """What the open records were last judged by, all of them: one row."""

    __tablename__ = "triage_basis"

    id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    rule_set: int
    places: str  # fingerprint of the units and the names they ever bore
    judged_at: datetime = _instant()
