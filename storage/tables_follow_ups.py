"""The tables of the follow-up register: faults of the old register, what was done about each, and returns looked at anew."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from storage.tables import _id, _instant, _json, _ref
from storage.tables_plans import _key
from storage.tables_province import _text, _word


class FollowUpRow(SQLModel, table=True):
    """One record followed up, from the decision that opened it to its end; a record has one that is not over."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        Index("follow_ups_unit", "unit_id", "standing"),
        Index("follow_ups_person", "person_id", "standing"),
        Index("follow_ups_record", "record_id"),
        Index("follow_ups_once", "record_id", unique=True,
              sqlite_where=text("standing NOT IN ('CLOSED_APPROVED', 'BACK', 'WITHDRAWN')"),
              postgresql_where=text("standing NOT IN ('CLOSED_APPROVED', 'BACK', 'WITHDRAWN')")),
    )  # fmt: skip

    id: int = _id()
    record_id: int = _ref()
    decision_id: int | None = _ref(nullable=True)  # empty: it came in so
    unit_id: int = _ref()
    kind: str = _word()  # REGISTER_…; empty where nobody has said
    field: str = _word()  # machine names, "," between them
    shows: str = _text()  # what the register shows there
    route: str = _word()  # the legal way proposed
    invite: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    note: str = _text()
    person_id: int | None = _ref(nullable=True)  # who sees to it
    due_on: date | None = None
    standing: str  # OPEN WAITING_CITIZEN AT_DISTRICT CLOSED_APPROVED CLOSED_KEPT BACK WITHDRAWN
    version: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})  # raised by every act
    closing_note: str = _text()
    opened_at: datetime = _instant()
    opened_by: int | None = _ref(nullable=True)
    closed_at: datetime | None = _instant(nullable=True)
    closed_by: int | None = _ref(nullable=True)


class FollowUpActRow(SQLModel, table=True):
    """What somebody did with an entry; lines are only ever added."""

    __tablename__ = "follow_up_acts"
    __table_args__ = (Index("follow_up_acts_entry", "follow_up_id", "id"),)

    id: int = _id()
    follow_up_id: int = _ref()
    at: datetime = _instant()
    person_id: int | None = _ref(nullable=True)
    act: str
    changes: dict[str, Any] = _json("{}")  # column → [before, after]


class RetriageRow(SQLModel, table=True):
    """A return that a head has looked at anew and keeps returned; a record sent again is a new revision."""

    __tablename__ = "retriage_kept"

    record_id: int = _key()
    revision: int = Field(primary_key=True)
    at: datetime = _instant()
    person_id: int | None = _ref(nullable=True)
